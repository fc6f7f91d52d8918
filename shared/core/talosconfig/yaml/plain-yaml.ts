import { limits } from "../../limits.ts";
import { isNull, plainJson, type YamlNode } from "./yaml-tree.ts";

/** What one line says, at a column: an item of a list, or a key with or without its value. */
interface Line {
  readonly column: number;
  readonly number: number;
  /** Null: an item. */
  readonly key: string | null;
  /** Null: what is below the line. */
  readonly value: YamlNode | null;
  /** Of an item that is a map: what its first line says. */
  readonly inner?: Line;
}

/** Thrown inside this module alone: the text is left to who reads all of YAML. */
class NotPlain extends Error {}

const notPlain = new NotPlain();

/** Deeper than any file that we have a fast way for. */
const deepest = 16;
/** YAML takes a key up to 1,024 characters. */
const longestKey = 256;

/**
 * The one document of a text that has nothing in it but maps and lists in block style, and words or simple quotes for keys and
 * values, as Talos writes it, and what SOPS encrypts of it and adds to it; null for every other text, sound or not, which the library reads. It reads 10,000 contexts in
 * a twentieth of the library's time, and never more than a line that it understands: what has two readings in any
 * version of YAML is not plain. `test/.../plain-yaml.test.ts` holds it against the library.
 */
export function readPlainYaml(text: string): YamlNode | null {
  try {
    return new PlainReader(text).read();
  } catch (error) {
    if (error === notPlain) return null;
    throw error;
  }
}

class PlainReader {
  readonly #text: string;
  #at = 0;
  #number = 0;
  #made = 0;
  /** The line that is looked at; null behind the last. */
  #line: Line | null = null;

  constructor(text: string) {
    this.#text = text;
  }

  read(): YamlNode {
    this.#next();
    if (this.#line?.column !== 0) throw notPlain;
    const root = this.#block(0);
    // A line that belongs to nothing, or a list behind a map.
    if (this.#line !== null) throw notPlain;
    return root;
  }

  /** The map or list whose first line is looked at, up to the first line that stands further left. */
  #block(depth: number): YamlNode {
    const first = this.#line;
    if (!first || depth > deepest) throw notPlain;
    this.#count(1);
    return first.key === null
      ? this.#list(first, depth)
      : this.#map(first, depth);
  }

  #list({ column, number }: Line, depth: number): YamlNode {
    const items: YamlNode[] = [];
    while (this.#line?.column === column && this.#line.key === null) {
      const { value, inner } = this.#line;
      if (inner) {
        this.#line = inner;
        items.push(this.#block(depth + 1));
      } else if (value) {
        items.push(value);
        this.#count(1);
        this.#next();
      } else throw notPlain;
    }
    return { kind: "list", line: number, items };
  }

  #map({ column, number }: Line, depth: number): YamlNode {
    const entries = new Map<string, YamlNode>();
    while (this.#line?.column === column && this.#line.key !== null) {
      const { key, value } = this.#line;
      if (entries.has(key)) throw notPlain;
      this.#count(value ? 2 : 1);
      const isLines = value === literal || value === literalWithoutEnd;
      const text = isLines ? this.#lines(this.#line) : value;
      this.#next();
      entries.set(key, text ?? this.#below(column, depth));
    }
    // A line that is further right than any that is open.
    if ((this.#line?.column ?? 0) > column) throw notPlain;
    return { kind: "map", line: number, entries };
  }

  /** What stands under a key: further right, or a list in its own column. */
  #below(column: number, depth: number): YamlNode {
    const line = this.#line;
    const isBelow =
      line &&
      (line.column > column || (line.column === column && line.key === null));
    if (!isBelow) throw notPlain;
    const node = this.#block(depth + 1);
    if ((this.#line?.column ?? 0) > column) throw notPlain;
    return node;
  }

  /** The lines below `key: |` or `key: |-`, each further right by the same. Empty ones are left to the library. */
  #lines({ column, number, value }: Line): YamlNode {
    const lines: string[] = [];
    let indent = 0;
    for (;;) {
      const start = this.#at;
      const to = this.#text.indexOf("\n", start);
      const blanks = blanksAt(this.#text, start);
      if (blanks <= column && lines.length > 0) break;
      indent ||= blanks;
      // One without its end, an empty one, one that is not as far right or further.
      if (to < 0 || start + blanks === to || blanks <= column || blanks !== indent) throw notPlain; // prettier-ignore
      const line = this.#text.slice(start + blanks, to);
      if (notInLines.test(line)) throw notPlain;
      lines.push(line);
      this.#at = to + 1;
      this.#number += 1;
    }
    const text = `${lines.join("\n")}${value === literal ? "\n" : ""}`;
    return { kind: "text", line: number, text, json: text };
  }

  /** More than may be is for the library, which says so. */
  #count(nodes: number): void {
    this.#made += nodes;
    if (this.#made > limits.yamlNodes.most) throw notPlain;
  }

  /** Looks at the next line that is not empty. */
  #next(): void {
    const text = this.#text;
    let from = this.#at;
    this.#number += 1;
    while (text[from] === "\n") {
      from += 1;
      this.#number += 1;
    }
    if (from >= text.length) {
      this.#line = null;
      return;
    }
    const found = text.indexOf("\n", from);
    const to = found < 0 ? text.length : found;
    this.#at = to + 1;
    const column = blanksAt(text, from);
    this.#line = lineOf(text, from + column, to, column, this.#number);
  }
}

function blanksAt(text: string, from: number): number {
  let at = from;
  while (text[at] === " ") at += 1;
  return at - from;
}

function lineOf(
  text: string,
  start: number,
  to: number,
  column: number,
  number: number,
): Line {
  if (text[start] === "-" && text[start + 1] === " ") {
    const rest = text.slice(start + 2, to);
    if (isPair.test(rest)) {
      const inner = lineOf(text, start + 2, to, column + 2, number);
      return { column, number, key: null, value: null, inner };
    }
    const value = valueOf(rest, number);
    if (value === literal || value === literalWithoutEnd) throw notPlain;
    return { column, number, key: null, value };
  }
  const { key, end } = keyAt(text, start, to);
  if (text[end] !== ":") throw notPlain;
  if (end + 1 === to) return { column, number, key, value: null };
  if (text[end + 1] !== " ") throw notPlain;
  const value = valueOf(text.slice(end + 2, to), number);
  return { column, number, key, value };
}

/** A word with its colon, and something or nothing behind that. */
const isPair = /^[A-Za-z0-9_]+:(?: |$)/;

const isWord = /^[A-Za-z0-9_/][\w+/=.@-]*$/;

/** A key within a line, and where its colon has to be. */
function keyAt(text: string, start: number, to: number) {
  const mark = text[start];
  const isQuoted = mark === '"' || mark === "'";
  const found = text.indexOf(isQuoted ? mark : ":", start + 1);
  if (found < 0 || found >= to || found - start > longestKey) throw notPlain;
  if (isQuoted) {
    const key = inQuotes(text.slice(start, found + 1));
    return { key, end: found + 1 };
  }
  const key = text.slice(start, found);
  if (!isWord.test(key) || isNull(key)) throw notPlain;
  return { key, end: found };
}

const first = /^[A-Za-z0-9_/]/;
// Looked for, not matched as a whole: that would need a stack as deep as the value is long.
const notInPlain = /[^\w+/=.@:-]/;
/** What SOPS encrypted (aes/cipher.go), between its brackets, which say nothing in block style. */
const notInSealed = /[^\w+/=.@:,-]/;
const notInLines = /[^ -~]/;

/** A value whose text is on the lines below; what stands there is put in its place. */
const literal: YamlNode = { kind: "text", line: 0, text: "|", json: "|" };
const literalWithoutEnd: YamlNode = { ...literal };

/** The value of a line, the rest of it. Words may have colons with no blank behind them, as addresses do. */
function valueOf(value: string, line: number): YamlNode {
  switch (value.charAt(0)) {
    case '"':
    case "'": {
      const text = inQuotes(value);
      return { kind: "text", line, text, json: text };
    }
    case "[":
      if (value !== "[]") throw notPlain;
      return { kind: "list", line, items: [] };
    case "{":
      if (value !== "{}") throw notPlain;
      return { kind: "map", line, entries: new Map() };
    case "|":
      if (value === "|") return literal;
      if (value === "|-") return literalWithoutEnd;
      throw notPlain;
  }
  return wordOf(value, line);
}

function wordOf(value: string, line: number): YamlNode {
  if (value.startsWith("ENC[")) {
    const isSealed = value.endsWith("]") && !notInSealed.test(value.slice(4, -1)); // prettier-ignore
    if (!isSealed) throw notPlain;
    return { kind: "text", line, text: value, json: value };
  }
  const isPlain =
    first.test(value) && !value.endsWith(":") && !notInPlain.test(value);
  if (!isPlain || isNull(value)) throw notPlain;
  return { kind: "text", line, text: value, json: plainJson(value) };
}

// ASCII, and neither an escape nor a second pair of quotes.
const notInQuotes = /["'\\]|[^ -~]/;

function inQuotes(quoted: string): string {
  const inside = quoted.slice(1, -1);
  if (quoted.length < 2 || !quoted.endsWith(quoted[0] ?? "") || notInQuotes.test(inside)) throw notPlain; // prettier-ignore
  return inside;
}
