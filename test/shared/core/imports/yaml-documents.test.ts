import { expect, test } from "vitest";
import { readDocuments } from "../../../../shared/core/imports/yaml-documents.ts";
import { classifyFile } from "../../../../shared/core/imports/classify-file.ts";
import { inspectFile } from "../../../../shared/core/usecases/imports/inspect-file.ts";
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

const bytesOf = (text: string) => new TextEncoder().encode(text);

test("a file with a talosconfig's word, and nothing else of one, is composed once", () => {
  const items = "- b\n".repeat(limits.yamlOtherEntries.most + 1);
  expect(classifyFile(bytesOf(`# contexts\na:\n${items}`))).toMatchObject({
    kind: "broken",
    isUnread: true,
    error: { message: "The file has more than 60000 keys and list items." },
  });
});

test("certificates in the fields of a file are counted like those of a PEM file, before they are read", () => {
  const block =
    "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";
  const inspect = (blocks: number) => {
    const field = Buffer.from(block.repeat(blocks)).toString("base64");
    const bytes = bytesOf(`machine:\n  acceptedCAs:\n    - crt: ${field}\n`);
    const classified = classifyFile(bytes);
    return inspectFile({ bytes, classified }, new Date(), "FILE");
  };
  expect(inspect(limits.pemBlocks.most)).toMatchObject({
    error: { code: "credential-unusable" },
  });
  expect(inspect(limits.pemBlocks.most + 1)).toMatchObject({
    error: { message: "The file has more than 10000 certificates and keys." },
  });
});
