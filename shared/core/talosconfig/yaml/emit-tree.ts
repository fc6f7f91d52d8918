import { emitKey, emitScalar } from "./emit.ts";
import { quoteOfWord } from "./plain-type.ts";
import { doubleQuoted } from "./scalar.ts";
import type { YamlNode } from "./yaml-tree.ts";

/** A document all of whose values are texts, keys in their order. */
export type TextTree = string | readonly TextTree[] | TextMap;
export type TextMap = ReadonlyMap<string, TextTree>;

/** Null for what has a value that is no text, or a list inside a list. */
export function textTreeOf(node: YamlNode): TextTree | null {
  switch (node.kind) {
    case "null":
      return null;
    case "text":
      return typeof node.json === "string" ? node.text : null;
    case "list": {
      const items = node.items.map(textTreeOf);
      return items.every((one) => one !== null && !isList(one))
        ? (items as readonly TextTree[])
        : null;
    }
    case "map": {
      const entries = [...node.entries].map(
        ([key, value]) => [key, textTreeOf(value)] as const,
      );
      return entries.every(([, value]) => value !== null)
        ? new Map(entries as readonly (readonly [string, TextTree])[])
        : null;
    }
  }
}

export function isTextMap(tree: TextTree | null | undefined): tree is TextMap {
  return tree instanceof Map;
}

function isList(tree: TextTree): tree is readonly TextTree[] {
  return Array.isArray(tree);
}

const step = 4;
const dash = "- ";
const pad = (columns: number) => " ".repeat(columns);
/** Where what is inside of something begins: go-yaml keeps to its steps, also behind a dash. */
const inside = (indent: number) => step * Math.floor((indent + step) / step);

/**
 * As SOPS writes it: go-yaml v3 with four spaces (store/yaml: indentation). Talos' newer go-yaml differs in the quotes of words
 * that were booleans once.
 */
export function emitTree(root: TextMap): string {
  return `${mapLines(root, 0).join("\n")}\n`;
}

function mapLines(map: TextMap, indent: number): string[] {
  return [...map].flatMap(([key, value]) => {
    const [first = "", ...rest] = valueLines(value, indent);
    return [
      `${pad(indent)}${word(key) ?? emitKey(key, inside(indent))}:${first}`,
      ...rest,
    ];
  });
}

/** What follows the colon of a key at `indent`, and the lines below it. */
function valueLines(value: TextTree, indent: number): string[] {
  if (typeof value === "string")
    return [` ${word(value) ?? emitScalar(value, inside(indent))}`];
  if (isList(value))
    return value.length === 0
      ? [" []"]
      : ["", ...value.flatMap((one) => itemLines(one, inside(indent)))];
  return value.size === 0 ? [" {}"] : ["", ...mapLines(value, inside(indent))];
}

function itemLines(item: TextTree, indent: number): string[] {
  const inner = indent + dash.length;
  if (typeof item === "string")
    return [`${pad(indent)}${dash}${word(item) ?? emitScalar(item, inner)}`];
  if (isList(item) || item.size === 0)
    return [`${pad(indent)}${dash}${isList(item) ? "[]" : "{}"}`];
  const [first = "", ...rest] = mapLines(item, inner);
  return [`${pad(indent)}${dash}${first.slice(inner)}`, ...rest];
}

/** A word that would be read as something else, in quotes (go-yaml v3, encode.go: stringv); null: any other text. */
function word(text: string): string | null {
  return quoteOfWord(text) === null ? null : doubleQuoted(text);
}
