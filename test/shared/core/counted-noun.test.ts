import { expect, test } from "vitest";
import { countOf, withCommas } from "../../../shared/core/counted-noun.ts";

test("one is singular, everything else plural, and long counts have commas", () => {
  expect(countOf(1, "context")).toBe("1 context");
  expect(countOf(0, "context")).toBe("0 contexts");
  expect(countOf(10_000, "context")).toBe("10,000 contexts");
  expect(countOf(1, "session is", "sessions are")).toBe("1 session is");
  expect(countOf(2, "session is", "sessions are")).toBe("2 sessions are");
});

test("a count has a comma before every three digits", () => {
  for (const count of [
    0, 7, 999, 1000, 12_345, 999_999, 1_000_000, 1_234_567_890,
  ])
    expect(withCommas(count)).toBe(count.toLocaleString("en"));
});
