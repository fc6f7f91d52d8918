// The layout of a vault's content (write-document.ts): a line for the current context, one for each context, one for
// the facts, one for each context's metadata, one for the MAC. So one context is read without reading the others.
import { isSliceOverAt, othersTurn } from "../work-in-slices.ts";

/** The newest format that is known. */
export const formatNumber = 5;
/** Of a content that holds nothing which programs of before do not know; they go on opening it. */
export const firstFormat = 1;
/** Of one with removed contexts. */
export const formatWithRemoved = 2;
/** Of one beside which small changes may lie: who does not know of them would lose them. */
export const formatWithEdits = 3;
/** Of one with requests for access; small changes may lie beside it too. */
export const formatWithRequests = 4;
/** Of one with keys for files of SOPS. */
export const formatWithSopsKeys = 5;

/** Are the lines of a content of this format laid out as today's are? All that were released are. */
export function hasTodaysLayout(format: unknown): boolean {
  return (
    format === firstFormat ||
    format === formatWithRemoved ||
    format === formatWithEdits ||
    format === formatWithRequests ||
    format === formatWithSopsKeys
  );
}

/** Where the JSON of one context's two halves stands in a content. */
export class ContextLines {
  readonly #name: string;
  readonly #content: Uint8Array;
  /** Of the quoted name and what follows it, before either half. */
  readonly #nameLength: number;
  readonly #from: number;
  readonly #to: number;
  readonly #metadataFrom: number;
  readonly #metadataTo: number;

  constructor(
    name: string,
    content: Uint8Array,
    nameLength: number,
    from: number,
    to: number,
    metadataFrom: number,
    metadataTo: number,
  ) {
    this.#name = name;
    this.#content = content;
    this.#nameLength = nameLength;
    this.#from = from;
    this.#to = to;
    this.#metadataFrom = metadataFrom;
    this.#metadataTo = metadataTo;
  }

  get config(): Uint8Array {
    return this.#content.subarray(this.#from, this.#to);
  }

  get metadata(): Uint8Array {
    return this.#content.subarray(this.#metadataFrom, this.#metadataTo);
  }

  /** Was it read under this name? */
  isNamed(name: string): boolean {
    return this.#name === name;
  }

  /** Did it stand right behind the other, with nothing but a comma and the end of a line between them? */
  isBehind(other: ContextLines): boolean {
    const gap = 2 + this.#nameLength;
    return (
      this.#content === other.#content &&
      this.#from === other.#to + gap &&
      this.#metadataFrom === other.#metadataTo + gap
    );
  }

  /** From this context's name to the other's end, for contexts that stood one behind another. */
  configsTo(last: ContextLines): Uint8Array {
    return this.#content.subarray(this.#from - this.#nameLength, last.#to);
  }

  /** As `configsTo`. */
  metadataTo(last: ContextLines): Uint8Array {
    const from = this.#metadataFrom - this.#nameLength;
    return this.#content.subarray(from, last.#metadataTo);
  }

  /** Do both halves say the same, byte for byte? */
  equals(other: ContextLines): boolean {
    const [length, rest] = [
      this.#to - this.#from,
      this.#metadataTo - this.#metadataFrom,
    ];
    return (
      length === other.#to - other.#from &&
      rest === other.#metadataTo - other.#metadataFrom &&
      isSameAt(this.#content, this.#from, other.#content, other.#from, length) &&
      isSameAt(this.#content, this.#metadataFrom, other.#content, other.#metadataFrom, rest) // prettier-ignore
    );
  }
}

/** Without views of the bytes: they would cost more than the look at them. */
function isSameAt(
  a: Uint8Array,
  from: number,
  b: Uint8Array,
  at: number,
  length: number,
): boolean {
  for (let index = 0; index < length; index++)
    if (a[from + index] !== b[at + index]) return false;
  return true;
}

export interface SplitDocument<Context> {
  readonly current: unknown;
  /** `x-talos-vault` without its metadata and its MAC. */
  readonly facts: unknown;
  readonly contexts: ReadonlyMap<string, Context>;
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
export async function splitDocument<Context>(
  content: Uint8Array,
  make: (lines: ContextLines) => Context,
): Promise<SplitDocument<Context> | null> {
  const lines = new Lines(content);
  const count = (lines.count - otherLines) / 2;
  const facts = factsOf(lines.text(1 + count));
  if (!hasTodaysLayout(facts?.format)) return null;
  const contexts =
    count === 1 && lines.text(1) === `${contextsStart}},`
      ? new Map<string, Context>()
      : await pairUp(content, lines, count, make);
  const head = parseJson(`${lines.text(0).slice(0, -1)}}`);
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

function textOf(content: Uint8Array, from: number, to: number): string {
  return decoder.decode(content.subarray(from, to));
}

/** Where the lines of a content end: a number for each, since there are tens of thousands. */
class Lines {
  readonly #content: Uint8Array;
  readonly #ends: number[] = [];

  constructor(content: Uint8Array) {
    this.#content = content;
    for (let from = 0; from < content.length;) {
      const found = content.indexOf(lineFeed, from);
      const to = found === -1 ? content.length : found;
      this.#ends.push(to);
      from = to + 1;
    }
  }

  get count(): number {
    return this.#ends.length;
  }

  from(line: number): number {
    return line === 0 ? 0 : this.to(line - 1) + 1;
  }

  /** Its line feed not included. One that is not there is empty. */
  to(line: number): number {
    return this.#ends[line] ?? this.#content.length;
  }

  text(line: number): string {
    return textOf(this.#content, this.from(line), this.to(line));
  }
}

function factsOf(text: string): { readonly format?: unknown } | null {
  if (!text.startsWith(factsStart)) return null;
  return parseJson(`${text.slice(factsStart.length, -1)}}`) as {
    readonly format?: unknown;
  };
}

/**
 * Both halves of each context by its name, `"name":{…}` in each; null when the halves are not of the same contexts. The
 * first line begins with what opens the object, the last ends with what closes it.
 */
async function pairUp<Context>(
  content: Uint8Array,
  lines: Lines,
  count: number,
  make: (lines: ContextLines) => Context,
): Promise<ReadonlyMap<string, Context> | null> {
  const contexts = new Map<string, Context>();
  for (let index = 0; index < count; index++) {
    if (isSliceOverAt(index)) await othersTurn();
    const [line, other] = [1 + index, 2 + count + index];
    const end = index === count - 1 ? 2 : 1;
    const from = lines.from(line) + (index === 0 ? contextsStart.length : 0);
    const at = lines.from(other) + (index === 0 ? metadataStart.length : 0);
    const length = lengthOfName(content, from);
    if (!isSameAt(content, from, content, at, length)) return null;
    const name = parseJson(textOf(content, from, from + length)) as string;
    const start = length + 1;
    contexts.set(
      name,
      make(
        new ContextLines(
          name,
          content,
          start,
          from + start,
          lines.to(line) - end,
          at + start,
          lines.to(other) - end,
        ),
      ),
    );
  }
  return contexts.size === count ? contexts : null;
}

/** With both quotes: it ends with the first that no backslash stands before. */
function lengthOfName(content: Uint8Array, from: number): number {
  let at = from + 1;
  while (at < content.length && content[at] !== quote)
    at += content[at] === backslash ? 2 : 1;
  return at + 1 - from;
}
