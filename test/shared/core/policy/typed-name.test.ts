import { expect, test } from "vitest";
import { openQuestions } from "../../../../shared/core/policy/confirmation.ts";

const isOpen = (name: string, confirmation: string) =>
  openQuestions(name, { reason: "r", confirmation }).length > 0;

test("a guarded context's name is typed as it is, or as it is spelled where it cannot be typed", () => {
  expect(isOpen("prod", "prod")).toBe(false);
  expect(isOpen("prod\u202eue", "prod⟨U+202E⟩ue")).toBe(false);
  expect(isOpen("prоd", "pr⟨U+043E⟩d")).toBe(false);
});

test("the name that it looks like does not confirm it", () => {
  expect(isOpen("prоd", "prod")).toBe(true);
  expect(isOpen("prod\u202eue", "produe")).toBe(true);
  expect(isOpen("prod", "prоd")).toBe(true);
  expect(isOpen("prod", "")).toBe(true);
});
