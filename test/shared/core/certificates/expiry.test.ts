import { expect, test } from "vitest";
import {
  dayMs,
  expiryState,
} from "../../../../shared/core/certificates/expiry.ts";

const notBefore = new Date("2026-11-24T12:00:00Z");

test.each([
  // Life and what is left of it, in days.
  [365, 31, "valid"],
  [365, 30, "expires soon"],
  [30, 29, "valid"],
  [30, 11, "valid"],
  [30, 10, "expires soon"],
  [3650, 31, "valid"],
  [3650, 14, "expires soon"],
  [1, 1, "expires soon"],
  [2, 1.5, "valid"],
  [90, -1, "expired"],
  [90, 91, "not yet valid"],
])("of %d days %d are left: %s", (life, left, state) => {
  const notAfter = new Date(notBefore.getTime() + life * dayMs);
  const now = new Date(notAfter.getTime() - left * dayMs);
  expect(expiryState({ notBefore, notAfter }, now)).toBe(state);
});
