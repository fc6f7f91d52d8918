import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { examineContext } from "../../../../shared/core/certificates/examine-context.ts";
import { Secret } from "../../../../shared/core/secret.ts";
import { parseTalosconfig } from "../../../../shared/core/talosconfig/parse.ts";
import type { TalosContext } from "../../../../shared/core/talosconfig/types.ts";
import {
  base64,
  contextOf,
  TestAuthority,
  type Pair,
} from "../../../doubles/certificates.ts";
import { describeWithShared, sharedPath } from "../../../shared-material.ts";

let authority: TestAuthority;
let other: TestAuthority;
let pair: Pair;
const day = 24 * 60 * 60 * 1000;
/** A minute from here, when what is made below has begun to be valid. */
const now = new Date(Date.now() + 60_000);
const later = (days: number) => new Date(now.getTime() + days * day);

beforeAll(() => {
  authority = new TestAuthority();
  other = new TestAuthority("p256", 1);
  pair = authority.client();
});

afterAll(() => {
  authority.dispose();
  other.dispose();
});

const clean = () => contextOf(authority.pair.crt, pair);
const codes = (context: TalosContext, at = now) =>
  examineContext(context, at)
    .filter(({ severity }) => severity !== "info")
    .map(({ code }) => code);

test("a talosconfig of a service account in a cluster is recognised", () => {
  const inCluster = { ...clean(), endpoints: ["talos.default"] };
  expect(codes(inCluster)).toContain("service-account");
  expect(codes(clean())).not.toContain("service-account");
});

describe("a sound context", () => {
  test("has nothing against it but that it is os:admin", () => {
    expect(examineContext(clean(), now).map(({ code }) => code)).toEqual([
      "admin",
    ]);
  });

  test("is sound with a key labelled as Talos labels it", () => {
    const key = pair.key.replaceAll("PRIVATE KEY", "ED25519 PRIVATE KEY");
    expect(codes({ ...clean(), key: new Secret(base64(key)) })).toEqual([]);
  });

  test.each(["p256", "rsa2048"] as const)(
    "is sound under %s as well",
    (kind) => {
      const own = new TestAuthority(kind);
      expect(codes(contextOf(own.pair.crt, own.client({ key: kind })))).toEqual(
        [],
      );
      own.dispose();
    },
  );
});

describe("what is wrong is named, with advice", () => {
  const cases: Readonly<Record<string, () => TalosContext>> = {
    "not-base64": () => ({ ...clean(), ca: "!!!" }),
    "not-pem": () => ({ ...clean(), ca: base64("hello") }),
    "not-a-certificate": () => ({
      ...clean(),
      ca: base64(
        "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
      ),
    }),
    "half-a-pair": () => ({
      endpoints: ["a"],
      nodes: [],
      ca: base64(authority.pair.crt),
      crt: base64(pair.crt),
    }),
    "basic-auth": () => ({
      endpoints: ["a"],
      nodes: [],
      auth: { basic: { username: "u", password: new Secret("p") } },
    }),
    "no-credential": () => ({ endpoints: ["a"], nodes: [] }),
    "no-ca": () => {
      const { ca: _, ...rest } = clean();
      return rest;
    },
    "other-ca": () => contextOf(other.pair.crt, pair),
    "other-key": () =>
      contextOf(authority.pair.crt, { ...pair, key: authority.client().key }),
    "not-a-key": () => ({ ...clean(), key: new Secret(base64(pair.crt)) }),
    "key-encrypted": () => ({
      ...clean(),
      key: new Secret(
        base64(
          "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n",
        ),
      ),
    }),
    "wrong-key-usage": () =>
      contextOf(
        authority.pair.crt,
        authority.client({ extendedKeyUsage: "serverAuth,clientAuth" }),
      ),
    "is-authority": () =>
      contextOf(authority.pair.crt, authority.client({ isCa: true })),
    "weak-key": () =>
      contextOf(authority.pair.crt, authority.client({ key: "rsa1024" })),
    "very-long-life": () =>
      contextOf(authority.pair.crt, authority.client({ days: 3000 })),
    "no-role": () =>
      contextOf(authority.pair.crt, authority.client({ roles: [] })),
    "unknown-role": () =>
      contextOf(authority.pair.crt, authority.client({ roles: ["os:amdin"] })),
    impersonator: () =>
      contextOf(
        authority.pair.crt,
        authority.client({ roles: ["os:impersonator"] }),
      ),
    "no-endpoints": () => ({ ...clean(), endpoints: [] }),
    "no-nodes": () => ({ ...clean(), nodes: [] }),
    endpoint: () => ({ ...clean(), endpoints: ["[fd00::1]"] }),
    "https-endpoint": () => ({ ...clean(), endpoints: ["https://10.0.0.1"] }),
    node: () => ({ ...clean(), nodes: ["10.0.0.1:50000"] }),
    "proxy-url": () => ({ ...clean(), proxyUrl: "ftp://x" }),
  };

  test.each(Object.entries(cases))("%s", (code, make) => {
    const context = make();
    const found = examineContext(context, now).find((one) => one.code === code);
    expect(found).toMatchObject({
      message: expect.stringMatching(/\.$/) as string,
      next: expect.stringMatching(/[.…]$/) as string,
    });
    expect(JSON.stringify(found)).not.toContain(
      context.key?.reveal() ?? "no key",
    );
  });

  test("an address that is to be written anew can be, where that is said", () => {
    const addresses = {
      "no-endpoints": [],
      endpoint: ["[fd00::1]"],
      "https-endpoint": ["https://10.0.0.1"],
    };
    for (const [code, endpoints] of Object.entries(addresses)) {
      const found = examineContext({ ...clean(), endpoints }, now);
      expect(found.find((one) => one.code === code)?.actions, code).toEqual([
        "endpoints",
      ]);
    }
  });

  test("expiry: soon, over, not yet, and the CA's own", () => {
    expect(codes(clean(), later(60))).toEqual(["expires-soon"]);
    expect(codes(clean(), later(81))).toEqual(["expired"]);
    expect(codes(clean(), later(-1))).toEqual(["not-yet-valid"]);
    expect(
      codes(contextOf(other.pair.crt, other.client()), later(3)),
    ).toContain("ca-expired");
    expect(codes(contextOf(other.pair.crt, other.client()))).toContain(
      "ca-expires-soon",
    );
    for (const at of [later(60), later(81)])
      for (const { message } of examineContext(clean(), at))
        expect(message).not.toMatch(/T\d\d:/);
  });

  test("a long life and Omni's logins are remarks", () => {
    const year = contextOf(
      authority.pair.crt,
      authority.client({ days: 365, roles: ["os:reader"] }),
    );
    expect(
      examineContext(year, now).map(({ code, severity }) => [code, severity]),
    ).toEqual([["long-life", "info"]]);
    const omni = {
      endpoints: ["https://omni.example.com"],
      nodes: [],
      auth: { siderov1: { identity: "me@example.com" } },
    };
    expect(
      examineContext(omni, now).map(({ code, severity }) => [code, severity]),
    ).toEqual([
      ["siderov1", "info"],
      ["no-nodes", "info"],
    ]);
  });
});

describeWithShared(
  "files of the real talosctl",
  ["fixtures/prod/talosconfig", "fixtures/expired-os-reader.yaml"],
  () => {
    const contexts = (path: string) => {
      const parsed = parseTalosconfig(
        new Uint8Array(readFileSync(sharedPath(path))),
      );
      if (!parsed.ok) throw new Error(parsed.error.message);
      return parsed.value.config.contexts;
    };
    const at = new Date("2026-11-24T12:00:00Z");

    test("its admin certificate is sound", () => {
      const prod = contexts("fixtures/prod/talosconfig").get("prod");
      expect(prod && codes(prod, at)).toEqual([]);
    });

    test("its expired ones are expired", () => {
      const all = contexts("fixtures/expired-os-reader.yaml");
      const found = [...all].map(
        ([name, context]) => [name, codes(context, at)] as const,
      );
      expect(found.some(([, list]) => list.includes("expired"))).toBe(true);
      expect(found.find(([name]) => name === "prod")?.[1]).toEqual([]);
    });
  },
);

test("header lines hide a CA from talosctl, and not a certificate or a key", () => {
  const withHeaders = (text: string) =>
    text.replace(/(-----BEGIN [^\n]*\n)/, "$1X-Note: mine\n\n");
  const { crt, key } = pair;
  const headed = { crt: withHeaders(crt), key: withHeaders(key) };
  expect(codes(contextOf(authority.pair.crt, headed))).toEqual([]);
  const hidden = withHeaders(authority.pair.crt);
  expect(codes(contextOf(hidden, pair))).toEqual(["not-pem"]);
  expect(codes(contextOf(hidden + authority.pair.crt, pair))).toEqual([]);
});
