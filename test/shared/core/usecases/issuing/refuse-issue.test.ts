import { expect, test } from "vitest";
import { base64 } from "../../../../doubles/certificates.ts";
import { basic, ed25519, make, nameOf, subjectKeyId } from "../../../../reach/made-shape.ts"; // prettier-ignore
import { refuseIssue } from "../../../../../shared/core/usecases/issuing/refuse-issue.ts";

const now = new Date("2026-11-24T12:00:00Z");
const judgeFor = (ttlSeconds: number, roles: readonly string[]) =>
  refuseIssue(
    {
      authority: {
        certificate: new Uint8Array(),
        notAfter: new Date("2036-01-01T00:00:00Z"),
      },
      base: { endpoints: [], nodes: [] },
      roles,
      ttlSeconds,
      acceptsCustomRoles: true,
      isForced: true,
    },
    now,
  );
const judge = (...roles: string[]) => judgeFor(3600, roles);

test.each([0, -5, 0.5, NaN, Infinity, 1e12])(
  "a life of %d s is refused, whatever is forced",
  (ttlSeconds) => {
    expect(judgeFor(ttlSeconds, ["os:reader"])).toMatchObject({
      code: "context-invalid",
      next: "Choose another life.",
    });
  },
);

test.each(["team:sre", "team ä 漢", "os:reader"])("%s is a role", (role) => {
  expect(judge(role)).toBeNull();
});

test.each([
  ["an escape", "team\u001b[2J"],
  ["NUL", "os:admin\0"],
  ["an end of line", "a\nb"],
  ["DEL", "a\u007fb"],
  ["a C1 control", "a\u009bb"],
  ["half a character", "a\ud800"],
])("a role with %s is refused, whatever is forced", (_, role) => {
  const refusal = judge("os:reader", role);
  expect(refusal).toMatchObject({ code: "context-invalid" });
  expect(refusal?.message).not.toContain(role);
});

test("a CA that was made again from the key of the context's is no other CA", () => {
  const key = ed25519();
  const made = (id: string, own = key) =>
    make({ name: nameOf("talos"), key: own, extensions: [basic(true), subjectKeyId(id)] }); // prettier-ignore
  const [known, again, other] = [made("1"), made("2"), made("1", ed25519())];
  const judgeWith = (certificate: Uint8Array) =>
    refuseIssue(
      {
        authority: { certificate, notAfter: new Date("2036-01-01T00:00:00Z") },
        base: { endpoints: [], nodes: [], ca: base64(known.pem) },
        roles: ["os:reader"],
        ttlSeconds: 3600,
        acceptsCustomRoles: false,
        isForced: false,
      },
      now,
    );
  expect(judgeWith(known.der)).toBeNull();
  expect(judgeWith(again.der)).toBeNull();
  expect(judgeWith(other.der)?.message).toContain("not the CA");
});
