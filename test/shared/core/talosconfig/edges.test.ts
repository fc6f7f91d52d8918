import { readYaml } from "../../../../shared/core/talosconfig/yaml/yaml-node.ts";
import { readYamlText } from "../../../../shared/core/talosconfig/yaml/yaml-text.ts";
import { judgeName } from "../../../../shared/core/talosconfig/context-name.ts";
import { parseTalosconfig } from "../../../../shared/core/talosconfig/parse.ts";
import { classifyFile } from "../../../../shared/core/imports/classify-file.ts";
import { describe, expect } from "vitest";
import { atTheEdge, expectRefusal } from "../../../doubles/at-the-edge.ts";

const bytesOf = (text: string) => new TextEncoder().encode(text);
const taken = (answer: { readonly ok: boolean }) =>
  expect(answer).toMatchObject({ ok: true });

describe("a file is counted before it is parsed", () => {
  const read = readYamlText;

  atTheEdge("input", {
    make: (bytes) => new Uint8Array(bytes).fill("a".charCodeAt(0)),
    read,
    taken,
    refused: (answer) => expectRefusal(answer, "larger than 32 MiB"),
  });
  atTheEdge("yamlDepth", {
    make: (levels) => bytesOf("[".repeat(levels)),
    read,
    taken,
    refused: (answer) => expectRefusal(answer, "nested too deeply"),
  });
  atTheEdge("yamlEntries", {
    make: (entries) => bytesOf(`contexts:\n${"- b\n".repeat(entries - 1)}`),
    read,
    taken,
    refused: (answer) => expectRefusal(answer, "more than 600000 keys"),
  });
  atTheEdge("yamlOtherEntries", {
    make: (entries) => bytesOf(`a:\n${"- b\n".repeat(entries - 1)}`),
    read,
    taken,
    refused: (answer) => expectRefusal(answer, "more than 60000 keys"),
  });
  atTheEdge("yamlCost", {
    make: (quarters) => bytesOf('"'.repeat(quarters)),
    read,
    taken,
    refused: (answer) => expectRefusal(answer, "far more lines, quotes"),
  });
});

describe("what is followed is counted while it is followed", () => {
  const read = readYaml;

  atTheEdge("yamlFollowed", {
    // The outermost is inside of none.
    make: (levels) =>
      bytesOf(`contexts: ${"[".repeat(levels)}${"]".repeat(levels)}`),
    read,
    taken,
    refused: (answer) => expectRefusal(answer, "grows beyond all bounds"),
  });
  atTheEdge("yamlNodes", {
    make: (nodes) => {
      const items = 998;
      const first = `- &x [${"a,".repeat(items)}]\n`;
      // The document, the list itself, and with each alias the list again.
      const left = nodes - 1 - (1 + items);
      const aliases = Math.floor(left / (items + 2));
      const rest = left - aliases * (items + 2);
      return bytesOf(first + "- *x\n".repeat(aliases) + "- a\n".repeat(rest));
    },
    read,
    taken,
    refused: (answer) => expectRefusal(answer, "grows beyond all bounds"),
    // So far it has to be followed.
    cheapMs: 3000,
  });
});

describe("a context has as much as any context has", () => {
  const read = (text: string) => parseTalosconfig(bytesOf(text));
  const context = (field: string, value: string) =>
    `contexts: {a: {${field}: ${value}}}`;

  atTheEdge("contexts", {
    make: (count) =>
      `contexts:\n${Array.from({ length: count }, (_, at) => `  a${String(at)}: {}\n`).join("")}`,
    read,
    taken,
    refused: (answer) => expectRefusal(answer, "more than 10000 contexts"),
    // It is YAML within the bounds of YAML, and has been parsed.
    cheapMs: 3000,
  });
  atTheEdge("nameLength", {
    make: (length) => "a".repeat(length),
    read: judgeName,
    taken: (verdict) => expect(verdict).toEqual({ kind: "fit" }),
    refused: (verdict) =>
      expect(verdict).toEqual({
        kind: "unfit",
        reason: "has at most 1000 characters",
        suggestion: "a".repeat(64),
      }),
  });
  atTheEdge("contextField", {
    make: (length) => context("ca", "Q".repeat(length)),
    read,
    taken,
    refused: (answer) =>
      expectRefusal(answer, 'context "a" has more than 512 KiB in "ca"'),
  });
  atTheEdge("contextText", {
    make: (length) => context("cluster", "a".repeat(length)),
    read,
    taken,
    refused: (answer) => expectRefusal(answer, "more than 4,096 characters"),
  });
  atTheEdge("contextAddresses", {
    make: (count) => context("nodes", `[${"a,".repeat(count)}]`),
    read,
    taken,
    refused: (answer) => expectRefusal(answer, "more than 5,000 nodes"),
  });
});

describe("a PEM file has as much as any bundle has", () => {
  atTheEdge("pemBlocks", {
    make: (blocks) =>
      bytesOf(
        "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n".repeat(
          blocks,
        ),
      ),
    read: classifyFile,
    taken: ({ kind }) => expect(kind).toBe("pem"),
    refused: (file) =>
      expect(file).toMatchObject({
        kind: "broken",
        isUnread: true,
        error: {
          message: "The file has more than 10000 certificates and keys.",
          next: "Check that this is the right file, or take out of it what you need.",
        },
      }),
  });
});
