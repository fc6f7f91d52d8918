import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  durationText,
  durationWords,
  roughDurationWords,
  maxCertificateSeconds,
  maxSessionSeconds,
  parseDuration,
} from "../../../../shared/core/sessions/duration.ts";

describe("a duration is read as Go reads it, with days and weeks besides", () => {
  test.each([
    ["90s", 90],
    ["1h30m", 5400],
    ["1.5h", 5400],
    [".5h", 1800],
    ["1.h", 3600],
    ["2d", 172_800],
    ["1w1s", 604_801],
    ["365d", maxSessionSeconds],
    ["0h1s", 1],
  ])("%s", (text, seconds) => {
    expect(parseDuration(text)).toBe(seconds);
  });

  test.each([
    "",
    "0",
    "0s",
    "0h0m",
    "-1h",
    "+1h",
    "1",
    "h",
    ".h",
    ".",
    "1.2.3h",
    "1 h",
    "1H",
    "1y",
    "1e3s",
    "366d",
    "9".repeat(400) + "s",
    "NaNs",
    "٣h",
  ])(
    // prettier-ignore
    "%s is none",
    (text) => {
      expect(parseDuration(text)).toBeNull();
    },
  );

  test("whatever the text is, the answer is null or whole seconds within bounds", () => {
    const part = fc.constantFrom("1", ".5", "h", "m", "d", ".", "-", " ", "00");
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(part).map((all) => all.join("")),
        ),
        (text) => {
          const seconds = parseDuration(text, maxCertificateSeconds);
          if (seconds === null) return;
          expect(Number.isInteger(seconds)).toBe(true);
          expect(seconds).toBeGreaterThan(0);
          expect(seconds).toBeLessThanOrEqual(maxCertificateSeconds);
        },
      ),
      { numRuns: 5000 },
    );
  });

  test("a long text is refused, and nothing in it is tried over and over", () => {
    expect(parseDuration("1".repeat(1_000_000))).toBeNull();
  });
});

test.each([
  [295, "about 5 minutes"],
  [3545, "about 59 minutes"],
  [7 * 3600 + 7, "about 7 hours"],
  [119, "119 seconds"],
  [8100, "135 minutes"],
])("a person who is asked is told %d seconds as %s", (seconds, words) => {
  expect(roughDurationWords(seconds)).toBe(words);
});

test.each([
  [8760 * 3600, "365d", "365 days"],
  [36 * 3600, "36h", "36 hours"],
  [4 * 3600, "4h", "4 hours"],
  [5400, "90m", "90 minutes"],
  [60, "1m", "1 minute"],
  [100, "100s", "100 seconds"],
  [86_401, "86401s", "86,401 seconds"],
])("%d seconds are %s, %s", (seconds, text, words) => {
  expect(durationText(seconds)).toBe(text);
  expect(durationWords(seconds)).toBe(words);
  expect(parseDuration(text)).toBe(seconds);
});
