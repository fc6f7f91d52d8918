import { isAlias, isMap, isScalar, isSeq, visit, type Document } from "yaml";
import { composeYaml } from "../talosconfig/yaml/compose-yaml.ts";
import { whyNotParsed } from "../talosconfig/yaml/yaml-text.ts";

export interface YamlDocuments {
  /** As plain data. */
  readonly documents: readonly unknown[];
  /** Talos refuses such a file (bundle.go:41-59), because nobody knows which of the two was meant. */
  readonly hasKeyTwice: boolean;
}

/**
 * The documents of a text, up to the first that is not YAML or has an alias, which is not followed. None of a text
 * beyond the bounds.
 */
export function readDocuments(text: string): YamlDocuments {
  const documents: unknown[] = [];
  let isTwice = false;
  if (whyNotParsed(text) !== null) return { documents, hasKeyTwice: false };
  try {
    for (const document of composeYaml(text)) {
      documents.push(plain(document.contents));
      isTwice ||= hasKeyTwice(document);
    }
  } catch {
    // What stands before it is read; Talos reads nothing of such a file.
  }
  return { documents, hasKeyTwice: isTwice };
}

/**
 * A node as plain data. A key that is no scalar has no place there. The library would write it out as text, with all keys
 * inside it anew, which takes time out of all proportion to the file.
 */
function plain(node: unknown): unknown {
  if (isAlias(node)) throw new Error("an alias");
  if (isSeq(node)) return node.items.map(plain);
  if (isMap(node)) {
    const entries = node.items.flatMap(({ key, value }) =>
      isScalar(key) ? [[textOf(key.value), plain(value)] as const] : [],
    );
    return Object.fromEntries(entries);
  }
  return isScalar(node) ? node.value : null;
}

/** A text, or an empty one: all scalars are text or nothing in the schema that is read. */
export function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function hasKeyTwice(document: Document.Parsed): boolean {
  let isFound = false;
  visit(document, {
    Map: (_, { items }) => {
      const keys = items.map(({ key }) => (isScalar(key) ? key.value : key));
      isFound ||= new Set(keys).size < keys.length;
      return isFound ? visit.BREAK : undefined;
    },
  });
  return isFound;
}

/** The value of a key of a mapping; undefined for what has none. */
export function child(value: unknown, key: string): unknown {
  return typeof value === "object" &&
    value !== null &&
    Object.hasOwn(value, key)
    ? (value as Readonly<Record<string, unknown>>)[key]
    : undefined;
}

/** The entries of a mapping; none for what is none. */
export function entriesOf(
  value: unknown,
): readonly (readonly [string, unknown])[] {
  return typeof value === "object" && value !== null
    ? Object.entries(value)
    : [];
}
