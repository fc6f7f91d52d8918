import { expect, test } from "vitest";
import { momentText } from "../../../shared/core/moment-text.ts";
import { splitAtMoments } from "../../../renderer/features/times/split-at-moments.ts";

const momentsIn = (text: string) =>
  splitAtMoments(text).flatMap(({ moment }) => moment ?? []);

test("a moment of the core's sentences is found as what it is, in every zone", () => {
  const parts = splitAtMoments("It ended 2026-12-27 20:17 UTC+05:30.");
  expect(parts.map(({ text }) => text)).toEqual([
    "It ended ",
    "2026-12-27 20:17 UTC+05:30",
    ".",
  ]);
  expect(parts[1]?.moment).toBe("2026-12-27T20:17:00+05:30");
  expect(momentsIn("2026-12-27 20:17 UTC")).toEqual(["2026-12-27T20:17:00Z"]);
  const now = new Date("2026-12-27T20:17:00Z");
  expect(momentsIn(`from ${momentText(now)} on`).map((one) => Date.parse(one))).toEqual([now.getTime()]); // prettier-ignore
});

test("what is no whole moment stays text", () => {
  for (const text of ["", "2026-12-27", "20:17 UTC", "2026-12-27 20:17"])
    expect(momentsIn(text)).toEqual([]);
});
