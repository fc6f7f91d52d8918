import { expect, test } from "vitest";
import { momentText } from "../../../shared/core/moment-text.ts";

test("a moment is said to the minute, and in which time", () => {
  expect(momentText(new Date("2026-11-24T19:52:31.123Z"))).toBe(
    "2026-11-24 19:52 UTC",
  );
});
