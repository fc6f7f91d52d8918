import { printable } from "../../text/printable.ts";
import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  Lexer,
  LineCounter,
  visit,
} from "yaml";
import type { Alias, Document, ParsedNode, Scalar } from "yaml";
import { decodeGoBase64 } from "../go-base64.ts";
import { composeYaml, NotYaml } from "./compose-yaml.ts";
import { readPlainYaml } from "./plain-yaml.ts";
import { isNull, plainJson, type YamlNode } from "./yaml-tree.ts";
import { readYamlText } from "./yaml-text.ts";
import { failure, success, type Result } from "../../result.ts";
import { invalid } from "./yaml-text.ts";
import { limits } from "../../limits.ts";

/** Nodes made by following aliases; a file that needs more is a bomb. */
const mostNodes = limits.yamlNodes.most;
const deepest = limits.yamlFollowed.most;

/** A reason to refuse the file. Thrown inside this module alone and made a value at its door. */
class Refusal extends Error {}

export interface YamlDocument {
  readonly root: YamlNode;
  /** Lines at which further documents with something in them begin: go-yaml reads the first one and forgets the others. */
  readonly otherDocuments: readonly number[];
  /** Lines of comments that have words. */
  readonly comments: readonly number[];
  /** Lines of entries that go-yaml drops, because their key is null. */
  readonly dropped: readonly number[];
  /**
   * The first tag that is not YAML's own, `!vault` or `!env`: another tool puts a value there. go-yaml drops the tag and takes
   * the text beside it.
   */
  readonly foreignTag: { readonly tag: string; readonly line: number } | null;
}

/** Reads the first document of a YAML file. Errors: `talosconfig-invalid`, naming the line. */
export function readYaml(bytes: Uint8Array): Result<YamlDocument> {
  const text = readYamlText(bytes);
  return text.ok ? readYamlOf(text.value) : text;
}

/** The same for a text that `readYamlText` gave. */
export function readYamlOf(text: string): Result<YamlDocument> {
  try {
    return success(compose(text));
  } catch (error) {
    if (error instanceof Refusal)
      return failure(
        invalid(
          error.message,
          "talosctl would not read it either: check the file.",
        ),
      );
    throw error;
  }
}

function compose(text: string): YamlDocument {
  const plain = readPlainYaml(text);
  return plain ? { root: plain, ...nothingElse } : composeAll(text);
}

const nothingElse = {
  otherDocuments: [],
  comments: [],
  dropped: [],
  foreignTag: null,
} as const;

function composeAll(text: string): YamlDocument {
  const lines = new LineCounter();
  const documents = composeYaml(text, lines);
  const document = firstOf(documents, lines);
  const { explicit, version } = document.directives.yaml;
  if (explicit && version !== "1.1")
    throw new Refusal(
      `The file says %YAML ${version}, and Talos reads 1.1 alone.`,
    );
  const converter = new Converter(document, lines);
  const root = converter.convert(document.contents, 0);
  const { dropped, foreignTag } = converter;
  const otherDocuments = beginningsOf(documents, lines);
  const comments = commentsIn(text, lines);
  return { root, otherDocuments, comments, dropped, foreignTag };
}

function firstOf(
  documents: Generator<Document.Parsed, void>,
  lines: LineCounter,
): Document.Parsed {
  try {
    const first = documents.next();
    if (first.done !== true) return first.value;
  } catch (error) {
    if (error instanceof RangeError)
      throw new Refusal("The file is nested too deeply.");
    if (!(error instanceof NotYaml)) throw error;
    const { line } = lines.linePos(error.offset);
    throw new Refusal(`The file is not valid YAML (line ${String(line)}).`);
  }
  throw new Refusal("The file is empty.");
}

function beginningsOf(
  documents: Iterable<Document.Parsed>,
  lines: LineCounter,
): readonly number[] {
  const found: number[] = [];
  try {
    for (const { contents, range } of documents) {
      const isEmpty =
        contents === null ||
        (isScalar(contents) &&
          contents.type === "PLAIN" &&
          contents.source === "");
      if (!isEmpty)
        found.push(lines.linePos(contents?.range[0] ?? range[0]).line);
    }
  } catch (error) {
    const { offset } = error instanceof NotYaml ? error : { offset: 0 };
    found.push(lines.linePos(offset).line);
  }
  return found;
}

// What the lexer puts between its tokens, and is no text of the file (yaml's parse/cst.ts).
const scalarMark = "\u001f";
const otherMarks = new Set(["\u0002", "\u0018"]);

function commentsIn(text: string, lines: LineCounter): readonly number[] {
  const found: number[] = [];
  // Base64 has no such character: most talosconfigs need no second look.
  if (!text.includes("#")) return found;
  let offset = 0;
  let isScalarNext = false;
  for (const token of new Lexer().lex(text)) {
    if (!isScalarNext && /^#[#\s-]*[^#\s-]/.test(token))
      found.push(lines.linePos(offset).line);
    isScalarNext = token === scalarMark;
    if (!isScalarNext && !otherMarks.has(token)) offset += token.length;
  }
  return found;
}

const ownTags = "tag:yaml.org,2002:";

type AnyNode = ParsedNode | null;

class Converter {
  readonly #lines: LineCounter;
  readonly #targets: ReadonlyMap<Alias, AnyNode>;
  readonly dropped: number[] = [];
  foreignTag: YamlDocument["foreignTag"] = null;
  #made = 0;

  constructor(document: Document.Parsed, lines: LineCounter) {
    this.#lines = lines;
    this.#targets = aliasTargets(document);
  }

  convert(node: AnyNode, depth: number): YamlNode {
    const line = this.#line(node);
    if (++this.#made > mostNodes || depth > deepest)
      throw new Refusal(
        `The file grows beyond all bounds when it is read (line ${String(line)}).`,
      );
    if (node === null) return { kind: "null", line };
    if (isAlias(node)) {
      const target = this.#targets.get(node);
      if (target === undefined)
        throw new Refusal(
          `Line ${String(line)} refers to an anchor that is not there.`,
        );
      return this.convert(target, depth + 1);
    }
    const { tag } = node;
    if (tag !== undefined && tag !== "!" && !tag.startsWith(ownTags))
      this.foreignTag ??= { tag: shown(tag), line };
    if (isScalar(node)) return scalarNode(node, line);
    if (isSeq(node)) {
      const items = node.items.map((item) =>
        this.convert(item as AnyNode, depth + 1),
      );
      return { kind: "list", line, items };
    }
    return { kind: "map", line, entries: this.#entries(node, depth) };
  }

  #entries(node: ParsedNode, depth: number): Map<string, YamlNode> {
    const entries = new Map<string, YamlNode>();
    const merged: YamlNode[] = [];
    if (!isMap(node)) return entries;
    for (const pair of node.items) {
      const { key } = pair;
      const value = this.convert(pair.value, depth + 1);
      if (isMergeKey(key))
        merged.push(...(value.kind === "list" ? value.items : [value]));
      else this.#add(entries, this.convert(key, depth + 1), value);
    }
    for (const source of merged) {
      if (source.kind !== "map")
        throw new Refusal(
          `Line ${String(source.line)} merges what is not a map.`,
        );
      for (const [key, value] of source.entries)
        if (!entries.has(key)) entries.set(key, value);
    }
    return entries;
  }

  /** Go drops an entry whose key is null, and refuses a key that comes twice. */
  #add(entries: Map<string, YamlNode>, key: YamlNode, value: YamlNode): void {
    if (key.kind === "null") {
      if (value.kind !== "null") this.dropped.push(key.line);
      return;
    }
    if (key.kind !== "text")
      throw new Refusal(`Line ${String(key.line)} has a key that is not text.`);
    if (entries.has(key.text))
      throw new Refusal(
        `The key "${shown(key.text)}" comes twice (line ${String(key.line)}).`,
      );
    entries.set(key.text, value);
  }

  #line(node: AnyNode): number {
    return node?.range ? this.#lines.linePos(node.range[0]).line : 1;
  }
}

/** For each alias the last node before it with that anchor, found in one walk instead of one per alias. */
function aliasTargets(document: Document.Parsed): ReadonlyMap<Alias, AnyNode> {
  const anchors = new Map<string, AnyNode>();
  const targets = new Map<Alias, AnyNode>();
  visit(document, {
    Alias: (_, alias) => {
      const target = anchors.get(alias.source);
      if (target !== undefined) targets.set(alias, target);
    },
    Value: (_, node) => {
      if (node.anchor !== undefined) anchors.set(node.anchor, node as AnyNode);
    },
  });
  return targets;
}

function isMergeKey(key: AnyNode): boolean {
  return isScalar(key) && key.type === "PLAIN" && key.value === "<<";
}

function scalarNode(node: Scalar, line: number): YamlNode {
  const text = node.source ?? "";
  const isPlain = node.type === "PLAIN" && node.tag === undefined;
  if ((isPlain && isNull(text)) || node.tag === "tag:yaml.org,2002:null")
    return { kind: "null", line };
  if (/\p{Surrogate}/u.test(text))
    throw new Refusal(
      `Line ${String(line)} has half of a character (a lone surrogate).`,
    );
  if (node.tag === "tag:yaml.org,2002:binary")
    return { kind: "text", line, ...binary(text, line) };
  return { kind: "text", line, text, json: isPlain ? plainJson(text) : text };
}

function binary(source: string, line: number) {
  const decoded = decodeGoBase64(source.replaceAll(" ", ""));
  if (!decoded.ok)
    throw new Refusal(`Line ${String(line)} has !!binary that is not base64.`);
  const text = new TextDecoder("utf-8").decode(decoded.bytes);
  return { text, json: text };
}

/** A key for a message: short, and unable to steer a terminal. */
export function shown(key: string): string {
  const longest = 80;
  const text = key.length > longest ? `${key.slice(0, longest)}…` : key;
  return printable(text);
}
