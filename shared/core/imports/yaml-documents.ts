import { isScalar, parseAllDocuments, visit, type Document } from "yaml";

export interface YamlDocuments {
  /** Every document as plain data; null for one that is not YAML. */
  readonly documents: readonly unknown[];
  /** Talos refuses such a file (bundle.go:41-59), because nobody knows which of the two was meant. */
  readonly hasKeyTwice: boolean;
}

const nothing: YamlDocuments = { documents: [], hasKeyTwice: false };

/** The documents of a text; none for text that is not YAML. Aliases are not followed. */
export function readDocuments(text: string): YamlDocuments {
  try {
    const parsed = parseAllDocuments(text, {
      schema: "failsafe",
      // The library compares each key with all before it: see hasKeyTwice.
      uniqueKeys: false,
      logLevel: "silent",
    });
    if (!Array.isArray(parsed)) return nothing;
    return {
      documents: parsed.map((document) =>
        document.errors.length > 0
          ? null
          : (document.toJS({ maxAliasCount: 0 }) as unknown),
      ),
      hasKeyTwice: parsed.some(hasKeyTwice),
    };
  } catch {
    return nothing;
  }
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
