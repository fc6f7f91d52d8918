import { isScalar, visit, type Document } from "yaml";
import { composeYaml } from "../talosconfig/compose-yaml.ts";

export interface YamlDocuments {
  /** As plain data. */
  readonly documents: readonly unknown[];
  /** Talos refuses such a file (bundle.go:41-59), because nobody knows which of the two was meant. */
  readonly hasKeyTwice: boolean;
}

/** The documents of a text, up to the first that is not YAML. Aliases are not followed. */
export function readDocuments(text: string): YamlDocuments {
  const documents: unknown[] = [];
  let isTwice = false;
  try {
    for (const document of composeYaml(text)) {
      documents.push(document.toJS({ maxAliasCount: 0 }));
      isTwice ||= hasKeyTwice(document);
    }
  } catch {
    // What stands before it is read; Talos reads nothing of such a file.
  }
  return { documents, hasKeyTwice: isTwice };
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
