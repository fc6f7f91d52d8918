import { expect, test } from "vitest";
import { matchesGlob } from "../../../../shared/core/talosconfig/glob.ts";

test.each([
  ["prod", "prod", true],
  ["prod", "prod-1", false],
  ["*", "", true],
  ["*", "anything", true],
  ["prod-*", "prod-", true],
  ["*-1", "prod-1", true],
  ["p*d*1", "prod-1", true],
  ["a*a", "a", false],
  ["p?od", "prod", false],
  ["[p]rod", "prod", false],
  ["", "", true],
])("%j against %j: %s", (pattern, name, expected) => {
  expect(matchesGlob(pattern, name)).toBe(expected);
});
