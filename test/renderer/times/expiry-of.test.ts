import { expect, test } from "vitest";
import { expiryOf } from "../../../renderer/features/times/expiry-of.ts";

const notBefore = "2026-01-01T00:00:00.000Z";
const now = Date.parse("2026-11-30T12:00:00.500Z");

test.each([
  [null, "later"],
  ["2026-11-30T12:00:00Z", "ended"],
  ["2026-12-30T12:00:00Z", "soon"],
  ["2026-12-30T12:00:00.500Z", "soon"],
  ["2026-12-30T12:00:00.501Z", "later"],
  ["2027-11-30T12:00:00Z", "later"],
  // As text it is far off.
  ["2026-12-30T13:00:00+02:00", "soon"],
])("a certificate until %s ends %s", (notAfter, expiry) => {
  expect(expiryOf({ notBefore, notAfter }, now)).toBe(expiry);
});
