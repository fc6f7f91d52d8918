import { expect, test } from "vitest";
import { readDocuments } from "../../../../shared/core/imports/yaml-documents.ts";
import { classifyFile } from "../../../../shared/core/imports/classify.ts";
import { readYamlText } from "../../../../shared/core/talosconfig/yaml-text.ts";
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

test("what is no talosconfig is refused at a tenth of its entries, with the number", () => {
  const text = (more: number) =>
    `a:\n${"- b\n".repeat(limits.yamlOtherEntries.most - 1 + more)}`;
  const read = (more: number) =>
    readYamlText(new TextEncoder().encode(text(more)));
  expect(read(0).ok).toBe(true);
  expect(read(1)).toMatchObject({
    error: { message: "The file has more than 60000 keys and list items." },
  });
});

test("a file with more certificates than the bound is not taken apart", () => {
  const block =
    "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";
  const kind = (count: number) =>
    classifyFile(new TextEncoder().encode(block.repeat(count))).kind;
  expect(kind(limits.pemBlocks.most)).toBe("pem");
  expect(kind(limits.pemBlocks.most + 1)).toBe("broken");
});
