import * as v from "valibot";
import { limits } from "../limits.ts";
import { hmacSha256Hex, sha256Hex } from "../pki/primitives/hash-and-hmac.ts";
import { factNames, factsSchema, type AuditEvent } from "./event.ts";
import { momentSchema } from "../schemas/moment.ts";

/** Of the lines; a log of a newer one is neither read nor continued. */
export const auditFormat = 1;

const hexadecimal = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));

const lineSchema = v.object({
  /** From 1 on, without a gap. */
  n: v.pipe(v.number(), v.integer(), v.minValue(1)),
  /** SHA-256 of the bytes of the line before, without its line feed; of the first line zeros. */
  prev: hexadecimal,
  time: momentSchema,
  event: v.string(),
  ...factsSchema.entries,
  /** HMAC-SHA-256 of the bytes before `,"seal"` with this line's key; null: nobody had a first key yet. */
  seal: v.nullable(hexadecimal),
});

/** One line, as it was read. */
export type AuditLine = Readonly<v.InferOutput<typeof lineSchema>>;

/** What the first line was written after. */
export const nothingBefore = "0".repeat(64);

const lineFeed = 0x0a;
const encoder = new TextEncoder();
const decoder = new TextDecoder();
const unsealedEnd = `,"seal":null}`;
const sealedEndLength = `,"seal":"${nothingBefore}"}`.length;

/**
 * The bytes of a line, without a line feed.
 * @param key of this line; null: it is not sealed
 */
export function writeAuditLine(
  { n, prev, time }: Pick<AuditLine, "n" | "prev" | "time">,
  event: AuditEvent,
  key: Uint8Array | null,
): Uint8Array {
  const facts = Object.fromEntries(
    factNames.flatMap((name) =>
      event[name] === undefined ? [] : [[name, event[name]]],
    ),
  );
  const whole = JSON.stringify({ n, prev, time, event: event.event, ...facts });
  const said = whole.slice(0, -1);
  const seal = key && hmacSha256Hex(key, encoder.encode(said));
  return encoder.encode(
    said + (seal === null ? unsealedEnd : `,"seal":"${seal}"}`),
  );
}

/** Null for what is no line of ours. */
export function readAuditLine(bytes: Uint8Array): AuditLine | null {
  if (bytes.length > limits.recordLine.most) return null;
  try {
    const value: unknown = JSON.parse(decoder.decode(bytes));
    const read = v.safeParse(lineSchema, value);
    return read.success ? read.output : null;
  } catch {
    return null;
  }
}

/**
 * Whether a line repeats one that was read: it is carried on from an archive that is still there.
 * @param first number of the first line that was read; null: none was
 */
export function isRepeated(
  line: AuditLine | null,
  first: number | null,
): boolean {
  return first !== null && (line?.carried ?? 0) >= first;
}

/** What the next line says that it was written after. */
export function hashOfLine(bytes: Uint8Array): string {
  return sha256Hex(bytes);
}

/** Whether a line bears the seal of this key. */
export function isSealedWith(
  bytes: Uint8Array,
  { seal }: AuditLine,
  key: Uint8Array,
): boolean {
  const said = bytes.subarray(0, bytes.length - sealedEndLength);
  return seal !== null && hmacSha256Hex(key, said) === seal;
}

/** Of a line of ours its word is before this. */
const eventWithin = 192;
const eventShape =
  /^\{"n":\d+,"prev":"[0-9a-f]{64}","time":"[^"]{0,40}","event":"([a-z.-]+)"/;

/** The word of an event without reading the whole line; null: it is no line of ours. */
export function eventOfLine(line: Uint8Array): string | null {
  const begin = decoder.decode(line.subarray(0, eventWithin));
  return eventShape.exec(begin)?.[1] ?? null;
}

/** Lines without line feeds, and how many bytes they have with them. */
export function wholeLines(bytes: Uint8Array): {
  readonly lines: Uint8Array[];
  readonly length: number;
} {
  const lines: Uint8Array[] = [];
  let start = 0;
  for (
    let at = bytes.indexOf(lineFeed);
    at !== -1;
    at = bytes.indexOf(lineFeed, start)
  ) {
    lines.push(bytes.subarray(start, at));
    start = at + 1;
  }
  return { lines, length: start };
}
