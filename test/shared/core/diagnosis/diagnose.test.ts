import { describe, expect, test } from "vitest";
import { diagnose } from "../../../../shared/core/diagnosis/diagnose.ts";
import {
  nothingMet,
  type Trouble,
} from "../../../../shared/core/diagnosis/probe.ts";
import { contextOf, type Pair } from "../../../doubles/certificates.ts";
import { MadeAuthority } from "../../../doubles/made-certificate.ts";

// What no server on loopback can be brought to do; the others are in test/shared/node/talos-api*.test.ts.

const ours = MadeAuthority.make();
const other = MadeAuthority.make();

function verdictOf(trouble: Partial<Trouble>, pair: Pair = ours.client()) {
  const probe = {
    ...nothingMet,
    dials: "10.0.0.1:50000",
    trouble: {
      stage: "client",
      code: "ERR",
      text: "",
      alert: null,
      ...trouble,
    },
  } as const;
  return diagnose({
    context: "prod",
    endpoint: "10.0.0.1",
    config: contextOf(ours.pair.crt, pair),
    probe,
    now: new Date(),
  });
}

test.each([
  ["EHOSTUNREACH", "unreachable"],
  ["ENETUNREACH", "unreachable"],
  ["EACCES", "unreachable"],
  ["ETIMEDOUT", "filtered"],
])("a connection that fails with %s is %s", (code, verdict) => {
  expect(verdictOf({ stage: "connect", code }).code).toBe(verdict);
});

describe("a node before Go 1.20, which says `bad certificate` to everything", () => {
  const badCertificate = { alert: 42 };
  test.each([
    ["an expired one", ours.client({ hours: [-9, -1] }), "client-expired"],
    [
      "one of the future",
      ours.client({ hours: [1, 9] }),
      "client-not-yet-valid",
    ],
    ["one of another CA", other.client(), "client-other-ca"],
    ["one for servers", ours.client({ usages: ["server"] }), "wrong-key-usage"],
    ["a sound one", ours.client(), "client-refused"],
  ])("%s is seen here to be so", (_name, pair, verdict) => {
    expect(verdictOf(badCertificate, pair).code).toBe(verdict);
  });
});

test("a probe that was not begun says why", () => {
  for (const code of ["offline", "no-endpoints"] as const) {
    const verdict = verdictOf({ stage: "context", code });
    expect(verdict).toMatchObject({ code, isFine: false, brokenAt: "context" });
    expect(verdict.next).not.toBe("");
  }
});
