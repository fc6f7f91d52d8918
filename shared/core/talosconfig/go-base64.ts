import { fromBase64 } from "../pki/base64.ts";

export type Base64Result =
  | { readonly ok: true; readonly bytes: Uint8Array }
  | { readonly ok: false; readonly offset: number };

const alphabet =
  "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const invalid = 255;
const valueOf = new Uint8Array(128).fill(invalid);
for (let index = 0; index < alphabet.length; index++)
  valueOf[alphabet.charCodeAt(index)] = index;

/**
 * Decodes base64 as Go's encoding/base64.StdEncoding does, which is what Talos reads `ca`, `crt` and `key`
 * with (config.go:37-39): standard alphabet, padding required, line ends ignored, nothing else forgiven.
 * Buffer.from would accept blanks, missing padding and the URL alphabet. `offset` is Go's: the byte at
 * which the broken group of four is noticed.
 */
export function decodeGoBase64(text: string): Base64Result {
  return isPlain(text)
    ? { ok: true, bytes: fromBase64(text) }
    : decodeSlowly(text);
}

/** Whole groups of four, in which nothing stands that only some decoders forgive: what every talosconfig has. */
export function isPlain(text: string): boolean {
  return text.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(text);
}

/** Character by character, to say where it is broken. */
function decodeSlowly(text: string): Base64Result {
  const out = new Uint8Array(Math.floor((text.length * 3) / 4));
  let length = 0;
  let at = 0;
  for (;;) {
    const group = readGroup(text, at);
    if (group.kind === "end") return { ok: true, bytes: out.slice(0, length) };
    if (group.kind === "broken") return { ok: false, offset: group.offset };
    const { values, next } = group;
    const [a = 0, b = 0, c = 0, d = 0] = values;
    const bits = (a << 18) | (b << 12) | (c << 6) | d;
    out[length] = bits >> 16;
    if (values.length > 2) out[length + 1] = (bits >> 8) & 255;
    if (values.length > 3) out[length + 2] = bits & 255;
    length += values.length - 1;
    at = next;
    if (values.length === 4) continue;
    const rest = skipLineEnds(text, at);
    return rest < text.length
      ? { ok: false, offset: rest }
      : { ok: true, bytes: out.slice(0, length) };
  }
}

type Group =
  | { readonly kind: "end" }
  | { readonly kind: "broken"; readonly offset: number }
  | {
      readonly kind: "values";
      readonly values: readonly number[];
      readonly next: number;
    };

/** Reads up to four characters, line ends not counted; two or three values mean that padding followed. */
function readGroup(text: string, start: number): Group {
  const values: number[] = [];
  let at = start;
  while (values.length < 4) {
    at = skipLineEnds(text, at);
    if (at >= text.length)
      return values.length === 0
        ? { kind: "end" }
        : { kind: "broken", offset: at - values.length };
    const character = text[at] ?? "";
    if (character === "=") return readPadding(text, at, values);
    const value = valueOf[character.charCodeAt(0)] ?? invalid;
    if (value === invalid) return { kind: "broken", offset: at };
    values.push(value);
    at++;
  }
  return { kind: "values", values, next: at };
}

function readPadding(
  text: string,
  at: number,
  values: readonly number[],
): Group {
  if (values.length < 2) return { kind: "broken", offset: at };
  if (values.length === 3) return { kind: "values", values, next: at + 1 };
  const second = skipLineEnds(text, at + 1);
  if (second >= text.length) return { kind: "broken", offset: text.length };
  if (text[second] !== "=") return { kind: "broken", offset: second };
  return { kind: "values", values, next: second + 1 };
}

function skipLineEnds(text: string, start: number): number {
  let at = start;
  while (text[at] === "\n" || text[at] === "\r") at++;
  return at;
}
