import { expect, test } from "vitest";
import {
  countText,
  expiringWith,
  type Expiring,
} from "../../../renderer/features/renewal/expiry/expiring.ts";

const now = Date.parse("2027-01-01T00:00:00Z");
const rows = (ended: number, coming: number): readonly Expiring[] =>
  [...Array<number>(ended).fill(-1), ...Array<number>(coming).fill(1)].map(
    (hours, index) => ({
      key: String(index),
      name: "prod",
      id: "prod",
      kind: "context",
      end: now + hours * 3_600_000,
      state: hours < 0 ? "ended" : "later",
    }),
  );

test.each([
  [0, 1, "1 ends within 1 year"],
  [0, 2, "2 end within 1 year"],
  [1, 0, "1 has ended"],
  [2, 0, "2 have ended"],
  [1, 3, "3 end within 1 year, 1 has ended"],
])("%d ended and %d to come: %s", (ended, coming, text) => {
  expect(countText(rows(ended, coming), "1 year")).toBe(text);
});

test("what ends is found by its name, and a CA by its contexts", () => {
  const [one] = rows(0, 1);
  if (!one) throw new Error("there is none");
  const all: readonly Expiring[] = [
    { ...one, name: "prod-eu" },
    { ...one, name: "c2ab", kind: "authority", contexts: ["prod-eu", "lab"] },
  ];
  const found = (words: string) =>
    expiringWith(all, words).map(({ name }) => name);
  expect(found("")).toEqual(["prod-eu", "c2ab"]);
  expect(found("EU prod")).toEqual(["prod-eu", "c2ab"]);
  expect(found("lab")).toEqual(["c2ab"]);
  expect(found("staging")).toEqual([]);
});
