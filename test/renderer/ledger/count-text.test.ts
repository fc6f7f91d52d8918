import { expect, test } from "vitest";
import { countText } from "../../../renderer/features/ledger/count-text.ts";

test("what was only removed was not issued here", () => {
  expect(countText({ total: 216, removed: 209, valid: 5 })).toBe(
    "7 issued or exported, 209 removed or replaced, 5 still valid",
  );
  expect(countText({ total: 2, removed: 0, valid: 1 })).toBe(
    "2 issued or exported, 1 still valid",
  );
});
