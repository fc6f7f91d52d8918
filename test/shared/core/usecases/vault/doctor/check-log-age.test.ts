import { expect, test } from "vitest";
import { logAgeChecks } from "../../../../../../shared/core/usecases/vault/doctor/check-log-age.ts";

const began = new Date("2026-01-01T00:00:00Z");
const after = (days: number) => new Date(began.getTime() + days * 86_400_000);

test.each([
  ["never, as long as nobody says when", 0, began, after(10_000), []],
  ["not before it is that old", 30, began, after(30), []],
  ["once it is older", 30, began, after(30.1), ["audit-old"]],
  ["not where there is no log", 30, null, after(31), []],
] as const)(
  "a log is to be archived: %s",
  (_when, most, since, now, expected) => {
    const checks = logAgeChecks(most, since, now, "Archive it.");
    expect(checks.map(({ code }) => code)).toEqual(expected);
  },
);
