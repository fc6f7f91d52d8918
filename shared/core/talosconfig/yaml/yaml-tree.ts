import type { JsonValue } from "../../json.ts";

/** YAML as go-yaml sees it: three kinds of node and null, aliases and merge keys already followed. */
export type YamlNode =
  | { readonly kind: "null"; readonly line: number }
  | {
      readonly kind: "text";
      readonly line: number;
      readonly text: string;
      readonly json: JsonValue;
    }
  | {
      readonly kind: "list";
      readonly line: number;
      readonly items: readonly YamlNode[];
    }
  | {
      readonly kind: "map";
      readonly line: number;
      readonly entries: ReadonlyMap<string, YamlNode>;
    };

const nulls = new Set(["", "~", "null", "Null", "NULL"]);
const longestNull = "null".length;

/** Is a scalar without quotes and tag no text but null? */
export function isNull(text: string): boolean {
  return text.length <= longestNull && nulls.has(text);
}

/** No number that JSON spells is longer. Base64 is, and takes some time to be found no number. */
const longestNumber = 32;

/** A value of an unknown key, for keeping: only what JSON spells the same way becomes anything but text. */
export function plainJson(text: string): JsonValue {
  if (text === "true" || text === "false") return text === "true";
  if (text.length > longestNumber) return text;
  const number = Number(text);
  return String(number) === text && Number.isFinite(number) ? number : text;
}

/** An unknown value for keeping. */
export function toJson(node: YamlNode): JsonValue {
  switch (node.kind) {
    case "null":
      return null;
    case "text":
      return node.json;
    case "list":
      return node.items.map(toJson);
    case "map":
      return Object.fromEntries(
        [...node.entries].map(([key, value]) => [key, toJson(value)]),
      );
  }
}
