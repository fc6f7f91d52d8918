// What every reply passes on its way to a page, and the policy that a page is served with.
// Keep: The last net, not the first: no handler may count on it; what it misses is a leak.
import { inSlices } from "../../core/work-in-slices.ts";
import { Secret } from "../../core/secret.ts";

const shown = "[redacted]";

/** A key as it is written; an age identity in either case, as bech32 has it, and of either kind. */
const keyShapes =
  /AGE-(?:SECRET-KEY|PLUGIN)-[0-9A-Z-]*|-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z0-9 ]*PRIVATE KEY-----|$)/gi;
/**
 * The beginning of a key in DER, one character a byte: PKCS #8 (RFC 5958), PKCS #1 of RSA (RFC 8017), SEC 1 of elliptic
 * curves (RFC 5915). What else begins with a version, such as a request for a certificate, goes on in another way.
 */
const derShapes =
  // oxlint-disable-next-line no-control-regex
  /\x30[\s\S]{1,4}?\x02\x01[\x00\x01](?:\x30[\s\S]{1,3}?\x06|\x02\x82|\x02\x81)|\x30[\s\S]{1,2}\x02\x01\x01\x04[\x14-\x42]/;
const pemMark = /PRIVATE KEY-----|AGE-(?:SECRET-KEY|PLUGIN)-/i;

/** Base64 in both alphabets and hexadecimal digits, in one piece, in lines, or with colons between them. */
const encodedShapes = /(?:[A-Za-z0-9+/_=-]|[\s:,]|\\[nrt]){56,}/g;
/** Shorter than this no key is, in any of these forms. */
const shortestEncoded = 56;
/** 32 bytes at most, of which no key has a shape: most of a long list is these. */
const fingerprint = /^[0-9a-f]{1,64}$/;
/** A talosconfig in base64 holds a key in base64 that may be a PEM; nothing honest goes deeper. */
const deepest = 4;

/**
 * The last net before the wall: a copy of a reply without anything that has the shape of a key. Handlers send views
 * that hold none; this is for the day when one does not. Functions, bytes and exotic objects do not cross.
 */
export function redact(value: unknown): unknown {
  if (typeof value === "string") return redactText(value);
  if (typeof value === "object" && value !== null) return redactObject(value);
  return typeof value === "function" || typeof value === "symbol"
    ? null
    : value;
}

/** The same of a whole reply: its lists are looked through in slices, so that one of ten thousand rows holds nobody up. */
export async function redactReply(value: unknown): Promise<unknown> {
  if (typeof value !== "object" || value === null) return redact(value);
  const whole = redactWhole(value);
  if (whole !== undefined) return whole;
  if (Array.isArray(value)) return inSlices(value, redact);
  const entries: [string, unknown][] = [];
  for (const [key, one] of Object.entries(value))
    entries.push([redactText(key), await redactReply(one)]);
  return Object.fromEntries(entries);
}

function redactObject(value: object): unknown {
  const whole = redactWhole(value);
  if (whole !== undefined) return whole;
  if (Array.isArray(value)) return value.map(redact);
  // What is looked at from here on is what is sent. Copied in one piece: ten thousand rows take half of the time so.
  const copy: Record<string, unknown> = { ...value };
  const keys = Object.keys(copy);
  if (keys.some((key) => redactText(key) !== key))
    return Object.fromEntries(
      keys.map((key) => [redactText(key), redact(copy[key])]),
    );
  for (const key of keys) copy[key] = redact(copy[key]);
  return copy;
}

/** What stands for an object as a whole; undefined: its parts are looked at. */
function redactWhole(value: object): string | null | undefined {
  if (value instanceof Secret) return shown;
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Map || value instanceof Set) return null;
  return isBytes(value) || holdsKeyAsNumbers(value) ? shown : undefined;
}

/** A text without the keys in it: as they are written, encoded, or escaped. */
export function redactText(text: string): string {
  if (text.length < shortestEncoded && !pemMark.test(text)) return text;
  if (fingerprint.test(text)) return text;
  const plain = pemMark.test(text) ? text.replace(keyShapes, shown) : text;
  if (unescaped(plain).some((one) => pemMark.test(one))) return shown;
  return plain.replace(encodedShapes, (run) =>
    isEncodedKey(run, deepest) ? shown : run,
  );
}

function isBytes(value: object): boolean {
  return (
    ArrayBuffer.isView(value) ||
    value instanceof ArrayBuffer ||
    value instanceof SharedArrayBuffer
  );
}

/** Bytes that were copied into a list, or into an object by their numbers. */
function holdsKeyAsNumbers(value: object): boolean {
  const numbers: unknown[] = Array.isArray(value)
    ? value
    : Object.values(value);
  const isByte = (one: unknown) =>
    typeof one === "number" && Number.isInteger(one) && one >= 0 && one < 256;
  return (
    numbers.length >= shortestEncoded / 2 &&
    numbers.every(isByte) &&
    isKey(Buffer.from(numbers as number[]).toString("latin1"), deepest)
  );
}

/** The text as an address, a string of JSON or UTF-16 would be read; only those that say something else. */
function unescaped(text: string): readonly string[] {
  const fromHex = (_: string, digits: string) =>
    String.fromCodePoint(Number.parseInt(digits, 16));
  const readings = [
    text.replace(/%([0-9a-f]{2})/gi, fromHex),
    text.replace(/\\(?:u00|x)([0-9a-f]{2})/gi, fromHex),
    text.replace(/&#x([0-9a-f]{2});/gi, fromHex),
    text.replaceAll("\0", ""),
  ];
  return readings.filter((one) => one !== text);
}

/** Where a run begins in its encoding is not known: other text may stand before it. */
function isEncodedKey(run: string, depth: number): boolean {
  const solid = run.replace(/\\[nrt]|[\s:,=]/g, "");
  if (solid.length < shortestEncoded) return false;
  const offsets = [0, 1, 2, 3];
  const decoded = [
    ...offsets.map((from) => Buffer.from(solid.slice(from), "base64")),
    ...hexRuns(solid).flatMap((hex) => [
      Buffer.from(hex, "hex"),
      Buffer.from(hex.slice(1), "hex"),
    ]),
  ];
  return decoded.some((bytes) => isKey(bytes.toString("latin1"), depth));
}

function hexRuns(text: string): readonly string[] {
  return text.match(/[0-9a-f]{56,}/gi) ?? [];
}

/** `text` is bytes, one a character. */
function isKey(text: string, depth: number): boolean {
  const tight = text.replaceAll("\0", "");
  if (pemMark.test(tight) || derShapes.test(text)) return true;
  if (depth === 0) return false;
  const runs = tight.match(encodedShapes) ?? [];
  return runs.some((run) => isEncodedKey(run, depth - 1));
}
