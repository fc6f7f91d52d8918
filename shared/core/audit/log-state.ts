import * as v from "valibot";
import { joined } from "../bytes.ts";
import { limits } from "../limits.ts";
import { fromBase64, toBase64 } from "../pki/base64.ts";
import type { AuditEvent } from "./event.ts";
import {
  auditFormat,
  hashOfLine,
  nothingBefore,
  readAuditLine,
  writeAuditLine,
} from "./line.ts";
import { nextKey, type SealStart } from "./seal.ts";

const stateSchema = v.object({
  format: v.number(),
  n: v.pipe(v.number(), v.integer(), v.minValue(0)),
  hash: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
  bytes: v.pipe(v.number(), v.integer(), v.minValue(0)),
  seal: v.nullable(
    v.object({
      key: v.pipe(v.string(), v.base64()),
      recipient: v.string(),
      isProof: v.boolean(),
    }),
  ),
});

/** What has to be known to write the next line. */
export interface LogState {
  /** Of the last line; 0: there is none. */
  readonly n: number;
  /** What the next line says that it was written after. */
  readonly hash: string;
  /** How long the log's file is with that line. */
  readonly bytes: number;
  /** Null: nobody had a first key yet. */
  readonly seal: {
    /** Of the next line: none of what is written can be sealed again with it. */
    readonly key: Uint8Array;
    /** The recovery key's public half. */
    readonly recipient: string;
    /** The first key came from the recovery key itself. */
    readonly isProof: boolean;
  } | null;
}

export const emptyLog: LogState = {
  n: 0,
  hash: nothingBefore,
  bytes: 0,
  seal: null,
};

/** Always so long, so that one write in place takes the old key away: within one sector of any disk. */
export const stateLength = 512;

export function writeLogState({ n, hash, bytes, seal }: LogState): string {
  const text = JSON.stringify({
    format: auditFormat,
    n,
    hash,
    bytes,
    seal: seal && { ...seal, key: toBase64(seal.key) },
  });
  return `${text.padEnd(stateLength - 1)}\n`;
}

/** `newer`: a newer release writes this log. Null: it is none of ours, or torn. */
export function readLogState(text: string): LogState | "newer" | null {
  try {
    const read = v.safeParse(stateSchema, JSON.parse(text));
    if (!read.success) return null;
    const { format, seal, ...rest } = read.output;
    if (format > auditFormat) return "newer";
    const key = seal && fromBase64(seal.key);
    return { ...rest, seal: seal && key && { ...seal, key } };
  } catch {
    return null;
  }
}

/** Lines that were written, and what has to be known for the next one. */
export interface Extended {
  /** With their line feeds. */
  readonly bytes: Uint8Array;
  readonly state: LogState;
}

const lineFeed = new Uint8Array([0x0a]);

/**
 * The lines of these events, after those that there are. Of an event that is too long to be read again (names that a client
 * of a gateway sends) the line says how many bytes it would have had, and what it is about if that is short enough.
 */
export function extendLog(
  before: LogState,
  events: readonly AuditEvent[],
  now: Date,
): Extended {
  let state = before;
  const written: Uint8Array[] = [];
  for (const event of events) {
    const time = (event.at ?? now).toISOString();
    const place = { n: state.n + 1, prev: state.hash, time };
    const line = readableLine(place, event, state.seal?.key ?? null);
    written.push(line, lineFeed);
    state = after(state, line);
  }
  return { bytes: joined(written), state };
}

/** One that nobody reads is told as changed for ever. */
function readableLine(
  place: Parameters<typeof writeAuditLine>[0],
  event: AuditEvent,
  key: Uint8Array | null,
): Uint8Array {
  const line = writeAuditLine(place, event, key);
  if (isReadable(line)) return line;
  const detail = { tooLong: line.length };
  const { reason: _reason, ...about } = event;
  const shorter = writeAuditLine(place, { ...about, detail }, key);
  return isReadable(shorter)
    ? shorter
    : writeAuditLine(place, { event: event.event, detail }, key);
}

function isReadable(line: Uint8Array): boolean {
  return line.length <= limits.recordLine.most;
}

/**
 * The line with which a chain of keys begins; it bears the first of them.
 * @param keyAt gives the first key for the place that the line gets
 */
export function beginSeal(
  before: LogState,
  start: SealStart,
  keyAt: (place: Pick<LogState, "n"> & { readonly prev: string }) => Uint8Array,
  now: Date,
): Extended {
  const key = keyAt({ n: before.n + 1, prev: before.hash });
  const isProof = start.by === "recovery-key";
  const { recipient } = start;
  const seal = { key, recipient, isProof };
  const event = { event: "log.seal", detail: { ...start } } as const;
  return extendLog({ ...before, seal }, [event], now);
}

/** A whole line that is in the file but not in the state, as a crash leaves it. Null where it is none that follows. */
export function takeLine(state: LogState, line: Uint8Array): LogState | null {
  const read = readAuditLine(line);
  if (read?.n !== state.n + 1 || read.prev !== state.hash) return null;
  // Its key was in the memory of the process that was killed.
  const { seal } = read.event === "log.seal" ? emptyLog : state;
  return after({ ...state, seal }, line);
}

function after({ seal, bytes, n }: LogState, line: Uint8Array): LogState {
  return {
    n: n + 1,
    hash: hashOfLine(line),
    bytes: bytes + line.length + lineFeed.length,
    seal: seal && { ...seal, key: nextKey(seal.key) },
  };
}
