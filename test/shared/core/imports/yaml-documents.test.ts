import { expect, test } from "vitest";
import { readDocuments } from "../../../../shared/core/imports/yaml-documents.ts";
import { limits } from "../../../../shared/core/limits.ts";

test("a file of any kind with more entries than the bound is not composed", () => {
  expect(readDocuments("a:\n- b\n").documents).toEqual([{ a: ["b"] }]);
  const hostile = `a:\n${"- b\n".repeat(limits.yamlOtherEntries.most + 1)}`;
  expect(readDocuments(hostile).documents).toEqual([]);
});

test("keys that are maps or lists are passed over, and not written out as text", () => {
  const text = "? {a: b}\n: c\n? [e]\n: f\n? ? g\n  : h\n: i\nd: e\n";
  expect(readDocuments(text).documents).toEqual([{ d: "e" }]);
});

test("a key of JavaScript's own is a key", () => {
  const [document] = readDocuments("__proto__: {a: b}\n").documents;
  expect(Object.keys(document as object)).toEqual(["__proto__"]);
});
