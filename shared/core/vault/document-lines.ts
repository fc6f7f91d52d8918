// The layout of a vault's content (write-document.ts): a line for the current context, one for each context, one for
// the facts, one for each context's metadata, one for the MAC. So one context is read without reading the others.

/** Of the content that is written now. */
export const formatNumber = 1;

/** Where the JSON of one context's two halves stands in a content. */
export class ContextLines {
  readonly #content: Uint8Array;
  readonly #from: number;
  readonly #to: number;
  readonly #metadataFrom: number;
  readonly #metadataTo: number;

  constructor(content: Uint8Array, config: Span, metadata: Span) {
    this.#content = content;
    this.#from = config.from;
    this.#to = config.to;
    this.#metadataFrom = metadata.from;
    this.#metadataTo = metadata.to;
  }

  get config(): Uint8Array {
    return this.#content.subarray(this.#from, this.#to);
  }

  get metadata(): Uint8Array {
    return this.#content.subarray(this.#metadataFrom, this.#metadataTo);
  }
}

export interface SplitDocument<Context> {
  readonly current: unknown;
  /** `x-talos-vault` without its metadata and its MAC. */
  readonly facts: unknown;
  readonly contexts: ReadonlyMap<string, Context>;
}

/** Bytes of a content, the last not included. */
interface Span {
  readonly from: number;
  readonly to: number;
}

const contextsStart = '"contexts":{';
const metadataStart = '"metadata":{';
const factsStart = '"x-talos-vault":';
/** Lines that no context has a part in. */
const otherLines = 3;
const lineFeed = 0x0a;
const quote = 0x22;
const backslash = 0x5c;
const decoder = new TextDecoder();

/** Takes an authentic content apart, and makes something of each context's lines; null when it has another format. */
export function splitDocument<Context>(
  content: Uint8Array,
  make: (lines: ContextLines) => Context,
): SplitDocument<Context> | null {
  const lines = splitLines(content);
  const count = (lines.length - otherLines) / 2;
  const facts = factsOf(content, lines[1 + count]);
  if (facts?.format !== formatNumber) return null;
  const configs = lines.slice(1, 1 + count);
  const metadata = lines.slice(2 + count, -1);
  const contexts =
    textOf(content, configs[0]) === `${contextsStart}},` && count === 1
      ? new Map<string, Context>()
      : pairUp(content, configs, metadata, make);
  const head = parseJson(`${textOf(content, lines[0]).slice(0, -1)}}`);
  const { context: current } = head as { readonly context?: unknown };
  return contexts && { current, facts, contexts };
}

/** The value of one line. What is authentic was read back before it was put in place: what is no JSON is a bug, and throws. */
export function readLine(line: Uint8Array | undefined): unknown {
  return parseJson(line ? decoder.decode(line) : "");
}

function parseJson(text: string): unknown {
  return JSON.parse(text);
}

function textOf(content: Uint8Array, line: Span | undefined): string {
  return line ? decoder.decode(content.subarray(line.from, line.to)) : "";
}

function splitLines(content: Uint8Array): readonly Span[] {
  const lines: Span[] = [];
  for (let from = 0; from < content.length;) {
    const found = content.indexOf(lineFeed, from);
    const to = found === -1 ? content.length : found;
    lines.push({ from, to });
    from = to + 1;
  }
  return lines;
}

function factsOf(
  content: Uint8Array,
  line: Span | undefined,
): { readonly format?: unknown } | null {
  const text = textOf(content, line);
  if (!text.startsWith(factsStart)) return null;
  return parseJson(`${text.slice(factsStart.length, -1)}}`) as {
    readonly format?: unknown;
  };
}

/** Both halves of each context by its name; null when the halves are not of the same contexts. */
function pairUp<Context>(
  content: Uint8Array,
  configs: readonly Span[],
  metadata: readonly Span[],
  make: (lines: ContextLines) => Context,
): ReadonlyMap<string, Context> | null {
  const contexts = new Map<string, Context>();
  const last = configs.length - 1;
  for (const [index, line] of configs.entries()) {
    const other = metadata[index];
    if (!other) return null;
    const entry = entryOf(line, contextsStart, index, last);
    const itsEntry = entryOf(other, metadataStart, index, last);
    const nameLength = lengthOfName(content, entry.from);
    const name = { from: entry.from, to: entry.from + nameLength };
    if (!isAt(content, name, itsEntry.from)) return null;
    contexts.set(
      parseJson(textOf(content, name)) as string,
      make(
        new ContextLines(
          content,
          valueOf(entry, nameLength),
          valueOf(itsEntry, nameLength),
        ),
      ),
    );
  }
  return contexts.size === metadata.length ? contexts : null;
}

/** `"name":{…}` of a line: the first begins with what opens the object, the last ends with what closes it. */
function entryOf(line: Span, start: string, index: number, last: number): Span {
  return {
    from: line.from + (index === 0 ? start.length : 0),
    to: line.to - (index === last ? 2 : 1),
  };
}

function valueOf(entry: Span, nameLength: number): Span {
  return { from: entry.from + nameLength + 1, to: entry.to };
}

/** With both quotes: it ends with the first that no backslash stands before. */
function lengthOfName(content: Uint8Array, from: number): number {
  let at = from + 1;
  while (at < content.length && content[at] !== quote)
    at += content[at] === backslash ? 2 : 1;
  return at + 1 - from;
}

/** Do the same bytes stand there? */
function isAt(content: Uint8Array, bytes: Span, at: number): boolean {
  for (let index = bytes.from; index < bytes.to; index++)
    if (content[index] !== content[at + index - bytes.from]) return false;
  return true;
}
