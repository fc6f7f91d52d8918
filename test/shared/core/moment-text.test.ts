import { expect, test } from "vitest";
import {
  lifeText,
  momentAndDistance,
  momentText,
  nearText,
} from "../../../shared/core/moment-text.ts";

test("a moment is said to the minute, and in which time", () => {
  expect(momentText(new Date("2026-11-24T19:52:31.123Z"))).toBe(
    "2026-11-24 19:52 UTC",
  );
});

const now = new Date("2026-11-24T23:13:00Z");

test.each([
  [30, "for 30 s, until 23:13 UTC"],
  [59.9, "for 1 min, until 23:13 UTC"],
  [15 * 60, "for 15 min, until 23:28 UTC"],
  [3600, "for 1 h, until 2026-11-25 00:13 UTC"],
  [3598, "for 1 h, until 2026-11-25 00:12 UTC"],
  [5400, "for 1 h 30 min, until 2026-11-25 00:43 UTC"],
  [24 * 3600 - 5, "for 24 h, until 2026-11-25 23:12 UTC"],
  [24 * 3600, "for 24 h, until 2026-11-25 23:13 UTC"],
  [90 * 24 * 3600, "for 90 days, until 2027-02-22 23:13 UTC"],
  [90 * 24 * 3600 - 5, "for 90 days, until 2027-02-22 23:12 UTC"],
  [-5, "for 0 s, until 23:12 UTC"],
])("%d seconds from now are said for how long and until when", (s, text) => {
  expect(lifeText(new Date(now.getTime() + s * 1000), now)).toBe(text);
});

test.each([
  [12 * 24 * 3600, "in 12 days"],
  [89.9 * 24 * 3600, "in 90 days"],
  [120 * 24 * 3600, "in 120 days"],
  [121 * 24 * 3600, "2027-03-25"],
  [5400, "in 1 h 30 min"],
  [0, "now"],
  [-0.4, "now"],
  [0.4, "now"],
  [-1, "1 s ago"],
  [-3 * 24 * 3600, "3 days ago"],
  [-121 * 24 * 3600, "2026-07-26"],
])("%d seconds from now are counted in days, or are a date", (s, text) => {
  expect(nearText(new Date(now.getTime() + s * 1000), now)).toBe(text);
});

test("a moment has its distance where that says more than its date", () => {
  const after = (days: number) => new Date(now.getTime() + days * 86_400_000);
  expect(momentAndDistance(after(12), now)).toBe(
    "2026-12-06 23:13 UTC (in 12 days)",
  );
  expect(momentAndDistance(after(365), now)).toBe("2027-11-24 23:13 UTC");
});
