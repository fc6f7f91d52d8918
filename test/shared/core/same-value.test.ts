import { expect, test } from "vitest";
import { sameValue } from "../../../shared/core/same-value.ts";
import { Secret } from "../../../shared/core/secret.ts";

const at = new Date(0);

test.each([
  ["the order of keys", { a: 1, b: [2] }, { b: [2], a: 1 }],
  ["an absent key and undefined", { a: 1 }, { a: 1, b: undefined }],
  ["an absent key and an empty map", { a: 1 }, { a: 1, b: new Map() }],
  ["two moments that are one", { at }, { at: new Date(0) }],
  ["two holders of one secret", new Secret("s"), new Secret("s")],
  ["maps in another order", new Map([["a", 1], ["b", 2]]), new Map([["b", 2], ["a", 1]])], // prettier-ignore
])("%s says the same", (_, one, other) => {
  expect(sameValue(one, other)).toBe(true);
  expect(sameValue(other, one)).toBe(true);
});

test.each([
  ["the order of a list", [1, 2], [2, 1]],
  ["null and an absent key", { a: null }, {}],
  ["an empty list and an absent key", { a: [] }, {}],
  ["a list and an object with its keys", ["x"], { 0: "x" }],
  ["a number and its text", { a: 1 }, { a: "1" }],
  ["another secret", new Secret("s"), new Secret("t")],
  ["a secret and its text", new Secret("s"), "s"],
  ["a moment and its text", at, at.toISOString()],
  [
    "what is of the name target, deep inside",
    { a: { target: 1 } },
    { a: { target: 2 } },
  ],
  ["nothing and a secret", {}, new Secret("s")],
  ["nothing and a moment", {}, at],
  ["nothing and a map", {}, new Map([["a", 1]])],
  ["a key that every object has", {}, { toString: 1 }],
])("%s does not", (_, one, other) => {
  expect(sameValue(one, other)).toBe(false);
  expect(sameValue(other, one)).toBe(false);
});
