import { readSync } from "node:fs";
import type { AuditEvent } from "../../core/audit/event.ts";
import {
  eventOfLine,
  hashOfLine,
  readAuditLine,
  wholeLines,
} from "../../core/audit/line.ts";
import {
  emptyLog,
  takeLine,
  type LogState,
} from "../../core/audit/log-state.ts";
import { limits } from "../../core/limits.ts";

const lineFeed = 0x0a;
const pieceLength = limits.auditPiece.most;

/** What the file's end has to be before the next line is written. */
export interface Settled {
  readonly state: LogState;
  /** So many bytes of the file stay. */
  readonly keep: number;
  /** What has to be written before the next line, so that it is a line of its own. */
  readonly prefix: string;
  /** What was found and mended, to be recorded. */
  readonly events: readonly AuditEvent[];
}

/**
 * Holds the end of the log against what is kept to continue it. Lines that a killed writer wrote and could not say so are
 * followed; a line that it wrote in part goes. An end that is missing stays missing: numbers and hashes go on after it, so
 * that verifying finds it for ever.
 */
export function repairLogEnd(
  fd: number,
  size: number,
  known: LogState,
): Settled {
  if (size === known.bytes)
    return { state: known, keep: size, prefix: "", events: [] };
  if (size > known.bytes) return followed(fd, size, known);
  const anew = { ...known, bytes: 0 };
  return beganAnew(fd, size, anew)
    ? followed(fd, size, anew)
    : missingEnd(fd, size, known);
}

/** The lines before were archived, and whoever did it could not say so any more. */
function beganAnew(fd: number, size: number, anew: LogState): boolean {
  const most = Math.min(size, limits.recordLine.most);
  const begin = Buffer.alloc(most);
  const [first] = wholeLines(begin.subarray(0, readSync(fd, begin, 0, most, 0))).lines; // prettier-ignore
  return (
    first !== undefined &&
    eventOfLine(first) === "log.archive" &&
    takeLine(anew, first) !== null
  );
}

function missingEnd(fd: number, size: number, known: LogState): Settled {
  const prefix = size > 0 && byteAt(fd, size - 1) !== lineFeed ? "\n" : "";
  return {
    state: { ...known, bytes: size + prefix.length },
    keep: size,
    prefix,
    events: [repair("end", { missing: known.bytes - size })],
  };
}

/** Foreign lines stay where they are, for verifying to find. */
function followed(fd: number, size: number, known: LogState): Settled {
  let state = known;
  let foreign = 0;
  const rest = eachLine(fd, known.bytes, size, (line) => {
    const next = takeLine(state, line);
    if (next === null) foreign += 1;
    state = next ?? { ...state, bytes: state.bytes + line.length + 1 };
  });
  const events = [
    ...(foreign > 0 ? [repair("foreign", { lines: foreign })] : []),
    ...(rest > 0 ? [repair("torn", { bytes: rest })] : []),
  ];
  return { state, keep: size - rest, prefix: "", events };
}

/**
 * Where nothing is kept to continue the log: after its last line, without a seal, because nobody has its key. It is what an
 * older copy of the folder, or a removed file, looks like.
 */
export function stateFromEnd(fd: number, size: number): Settled {
  const start = Math.max(0, size - pieceLength);
  let last: Uint8Array | null = null;
  const rest = eachLine(fd, start, size, (line) => {
    last = Uint8Array.from(line);
  });
  const read = last === null ? null : readAuditLine(last);
  const state =
    read === null || last === null
      ? emptyLog
      : { n: read.n, hash: hashOfLine(last), seal: null };
  const keep = size - rest;
  return {
    state: { ...emptyLog, ...state, bytes: keep },
    keep,
    prefix: "",
    events: [repair("state", rest > 0 ? { bytes: rest } : {})],
  };
}

function repair(
  what: "end" | "foreign" | "torn" | "state",
  found: Readonly<Record<string, number>>,
): AuditEvent {
  return { event: "log.repair", detail: { what, ...found } };
}

/** Whole lines between two places; gives how many bytes after the last of them are none. */
export function eachLine(
  fd: number,
  from: number,
  size: number,
  take: (line: Uint8Array) => void,
): number {
  const piece = Buffer.alloc(Math.min(pieceLength, size - from));
  let began = from;
  while (began < size) {
    const read = readSync(fd, piece, 0, piece.length, began);
    const { lines, length } = wholeLines(piece.subarray(0, read));
    // A line that is longer than a piece is of nobody of ours: it counts as torn.
    if (lines.length === 0) break;
    for (const line of lines) take(line);
    began += length;
  }
  return size - began;
}

function byteAt(fd: number, place: number): number | undefined {
  const one = new Uint8Array(1);
  readSync(fd, one, 0, 1, place);
  return one[0];
}
