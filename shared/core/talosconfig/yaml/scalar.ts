import { quoteOfWord } from "./plain-type.ts";

// How go-yaml writes one string (internal/libyaml/emitter.go, yaml_emitter_analyze_scalar and the
// writers below it), for block context, unlimited width and unicode allowed: what Talos uses.

export type ScalarStyle = "plain" | "single" | "double" | "literal";

interface Analysis {
  readonly isPlainAllowed: boolean;
  readonly isSingleAllowed: boolean;
  readonly isBlockAllowed: boolean;
  readonly isMultiline: boolean;
}

const firstIndicators = new Set("#,[]{}&*!|>'\"%@`");
const lineBreaks = new Set(["\r", "\n", "\u0085", "\u2028", "\u2029"]);

/** A line break of YAML 1.1, which go-yaml writes by. */
export function isBreak(rune: string): boolean {
  return lineBreaks.has(rune);
}

/** go-yaml's idea of printable: no control characters, no BOM, nothing beyond the basic plane. */
function isPrintable(rune: string): boolean {
  const code = rune.codePointAt(0) ?? 0;
  if (code === 0x0a || (code >= 0x20 && code <= 0x7e)) return true;
  return (
    code >= 0xa0 &&
    code < 0xfffe &&
    code !== 0xfeff &&
    !(code >= 0xd800 && code <= 0xdfff)
  );
}

/** Most of a talosconfig, base64 above all: nothing in it is punctuation to YAML, wherever it stands. */
const ordinary = /^[A-Za-z0-9_+/.][A-Za-z0-9_+/=.-]*$/;

function isOrdinary(text: string): boolean {
  return (
    ordinary.test(text) && !text.startsWith("...") && quoteOfWord(text) === null
  );
}

/** The style go-yaml chooses. A key on one line (`isKey`) cannot be a literal block. */
export function styleOf(text: string, isKey: boolean): ScalarStyle {
  if (isOrdinary(text)) return "plain";
  const analysis = analyze(text);
  const preferred = text.includes("\n")
    ? "literal"
    : (quoteOfWord(text) ?? "plain");
  if (preferred === "literal")
    return analysis.isBlockAllowed && !isKey ? "literal" : "double";
  if (preferred === "plain" && analysis.isPlainAllowed) return "plain";
  if (preferred !== "double" && analysis.isSingleAllowed) return "single";
  return "double";
}

/** True when a key must be written as `? key`: over several lines or longer than 128 bytes. */
export function needsExplicitKey(text: string): boolean {
  const longestKeyBytes = 128;
  return utf8Length(text) > longestKeyBytes || analyze(text).isMultiline;
}

function utf8Length(text: string): number {
  return new TextEncoder().encode(text).length;
}

function analyze(text: string): Analysis {
  const runes = [...text];
  const [first = "", last = ""] = [runes[0], runes.at(-1)];
  if (runes.length === 0)
    return {
      isPlainAllowed: true,
      isSingleAllowed: true,
      isBlockAllowed: false,
      isMultiline: false,
    };
  const hasTab = text.includes("\t");
  const hasBreak = runes.some(isBreak);
  const hasSpecial = runes.some((rune) => rune !== "\t" && !isPrintable(rune));
  const isOdd = hasSpecial || hasPair(runes, isBlank, isBreak);
  const hasBreakSpace = hasPair(runes, isBreak, isBlank);
  const isSingleAllowed = !(hasBreakSpace || isOdd || hasTab);
  const isEdgeBlank = [first, last].some((one) => isBlank(one) || isBreak(one));
  return {
    isSingleAllowed,
    isPlainAllowed:
      isSingleAllowed && !isEdgeBlank && !hasBreak && !hasIndicator(runes),
    isBlockAllowed: !(isBlank(last) || isOdd),
    isMultiline: hasBreak,
  };
}

const isBlank = (rune: string) => rune === " ";

function hasPair(
  runes: readonly string[],
  isFirst: (rune: string) => boolean,
  isSecond: (rune: string) => boolean,
): boolean {
  return runes.some(
    (rune, index) =>
      index > 0 && isSecond(rune) && isFirst(runes[index - 1] ?? ""),
  );
}

/** True when something in the text would be read as YAML's own punctuation. */
function hasIndicator(runes: readonly string[]): boolean {
  if (/^(---|\.\.\.)/.test(runes.slice(0, 3).join(""))) return true;
  return runes.some((rune, index) => {
    const after = runes[index + 1];
    const isBeforeBlank = after === undefined || /[ \t]/.test(after);
    if (index === 0)
      return firstIndicators.has(rune) || (/[?:-]/.test(rune) && isBeforeBlank);
    if (rune === ":") return isBeforeBlank;
    return rune === "#" && isBlankOrBreak(runes[index - 1] ?? "");
  });
}

function isBlankOrBreak(rune: string): boolean {
  return /[ \t\0]/.test(rune) || isBreak(rune);
}

const shortEscapes: Readonly<Record<string, string>> = {
  "\0": "\\0",
  "\u0007": "\\a",
  "\b": "\\b",
  "\t": "\\t",
  "\n": "\\n",
  "\v": "\\v",
  "\f": "\\f",
  "\r": "\\r",
  "\u001b": "\\e",
  '"': '\\"',
  "\\": "\\\\",
  "\u0085": "\\N",
  "\u2028": "\\L",
  "\u2029": "\\P",
};

/** A text in double quotes, escaped as go-yaml does. */
export function doubleQuoted(text: string): string {
  return `"${[...text].map(escaped).join("")}"`;
}

function escaped(rune: string): string {
  const short = shortEscapes[rune];
  if (short !== undefined) return short;
  if (isPrintable(rune)) return rune;
  const code = rune.codePointAt(0) ?? 0;
  const hex = (length: number) =>
    code.toString(16).toUpperCase().padStart(length, "0");
  if (code <= 0xff) return `\\x${hex(2)}`;
  return code <= 0xffff ? `\\u${hex(4)}` : `\\U${hex(8)}`;
}

/** Breaks other than `\n` may stand inside single quotes; the line after them is indented. */
export function singleQuoted(text: string, indent: string): string {
  const runes = [...text.replaceAll("'", "''")];
  const lines = runes.map((rune, index) => {
    const before = runes[index - 1];
    return before !== undefined && isBreak(before) && !isBreak(rune)
      ? indent + rune
      : rune;
  });
  return `'${lines.join("")}'`;
}
