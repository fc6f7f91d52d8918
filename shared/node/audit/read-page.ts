import { basename } from "node:path";
import {
  eventOfLine,
  readAuditLine,
  wholeLines,
} from "../../core/audit/line.ts";
import { isFound, type AuditSearch } from "../../core/audit/search.ts";
import { isSliceOverAt, othersTurn } from "../../core/work-in-slices.ts";
import { limits } from "../../core/limits.ts";
import type {
  AuditPage,
  AuditPlace,
  PlacedLine,
} from "../../core/ports/audit-reader.ts";
import { ownLengthSync, readOwnRangeSync } from "../files/own-file.ts";
import { auditFiles } from "./audit-files.ts";

/** So many events fill a page. */
const pageLines = 200;
/** So far it is looked back at once: where few events are found, whoever waits is told how far it is. */
const scanBytes = 4 * limits.auditPiece.most;
/** Longer than any line. */
const pieceLength = 4 * limits.recordLine.most;
/** No clock that is set goes back further: nothing that was written before is looked for. */
const clockSlackMs = 2 * 86_400_000;

/**
 * Events of the log in a vault's folder, newest first, from a place on or from the end: read from the end of its files, so that a
 * log of any size costs a page alone. Throws the system's error, or `UnsafeFile`.
 */
export async function readPage(
  home: string,
  search: AuditSearch,
  before: AuditPlace | null,
): Promise<AuditPage> {
  const files = auditFiles(home);
  const known = before && isStillThere(files, before) ? before : null;
  const lines: PlacedLine[] = [];
  let scanned = 0;
  for await (const { place, bytes } of linesBackwards(files, known)) {
    scanned += bytes.length;
    const line = mayBeFound(bytes, search) ? readAuditLine(bytes) : undefined;
    if (line === null || (line && isFound(line, search)))
      lines.push({ place, line });
    if (line && isLongBefore(line.time, search))
      return { lines, older: null, isNewest: known === null };
    if (lines.length >= pageLines || scanned >= scanBytes)
      return {
        lines,
        older: await olderThan(files, place),
        isNewest: known === null,
      };
  }
  return { lines, older: null, isNewest: known === null };
}

function isLongBefore(time: string, { since }: AuditSearch): boolean {
  return since !== null && Date.parse(time) < since.getTime() - clockSlackMs;
}

/** A look at the bytes, which is much cheaper than to read the line; what cannot be read is always shown. */
function mayBeFound(
  bytes: Uint8Array,
  { events, context, session }: AuditSearch,
): boolean {
  const event = eventOfLine(bytes);
  if (event === null) return true;
  if (events && !events.has(event)) return false;
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  return (
    (context === null || text.includes(JSON.stringify(context))) &&
    (session === null || text.includes(`"session":"${session}`))
  );
}

/** Null where nothing stands before the place. */
async function olderThan(
  files: readonly string[],
  place: AuditPlace,
): Promise<AuditPlace | null> {
  for await (const _ of linesBackwards(files, place)) return place;
  return null;
}

interface RawLine {
  readonly place: AuditPlace;
  readonly bytes: Uint8Array;
}

async function* linesBackwards(
  files: readonly string[],
  before: AuditPlace | null,
): AsyncGenerator<RawLine, void, void> {
  let count = 0;
  let at = before?.at ?? null;
  const from = before
    ? files.findIndex((path) => basename(path) === before.file)
    : files.length - 1;
  for (const path of files.slice(0, from + 1).toReversed()) {
    let end = at ?? ownLengthSync(path);
    at = null;
    while (end > 0) {
      const { lines, begin } = linesBefore(path, end);
      for (const { start, bytes } of lines) {
        const n = numberOf(bytes);
        yield { place: { file: basename(path), at: start, n }, bytes };
        count += 1;
        if (isSliceOverAt(count)) await othersTurn();
      }
      end = begin;
    }
  }
}

/** Whole lines that end before a place, newest first, and where the first of them begins. What is not finished is not there yet. */
function linesBefore(
  path: string,
  end: number,
): {
  readonly lines: readonly { start: number; bytes: Uint8Array }[];
  readonly begin: number;
} {
  const from = Math.max(0, end - pieceLength);
  const piece = readOwnRangeSync(path, from, end);
  const firstFeed = piece.indexOf("\n");
  // What stands at a place in the middle is the end of a line; one without an end is of nobody of ours.
  const skipped = from === 0 ? 0 : firstFeed + 1;
  const { lines } = wholeLines(piece.subarray(skipped));
  if (from > 0 && (lines.length === 0 || firstFeed === -1))
    return { lines: [{ start: from, bytes: piece }], begin: from };
  let start = from + skipped;
  const placed = lines.map((bytes) => {
    const line = { start, bytes };
    start += bytes.length + 1;
    return line;
  });
  return { lines: placed.toReversed(), begin: from + skipped };
}

const numberShape = /^\{"n":(\d{1,15}),/;
const numberWithin = 24;

function numberOf(bytes: Uint8Array): number | null {
  const begin = Buffer.from(bytes.subarray(0, numberWithin)).toString("latin1");
  const [, n] = numberShape.exec(begin) ?? [];
  return n === undefined ? null : Number(n);
}

/** Lines may have been moved into a file of their own since, and the log begun anew without them. */
function isStillThere(
  files: readonly string[],
  { file, at, n }: AuditPlace,
): boolean {
  const path = files.find((one) => basename(one) === file);
  if (path === undefined || at >= ownLengthSync(path)) return false;
  const begin = readOwnRangeSync(path, Math.max(0, at - 1), at + numberWithin);
  const isBegin = at === 0 || begin[0] === "\n".charCodeAt(0);
  return isBegin && numberOf(begin.subarray(at === 0 ? 0 : 1)) === n;
}

/** Number of the oldest line; null: there is none, or it cannot be read. Throws the system's error, or `UnsafeFile`. */
export function firstNumber(home: string): number | null {
  for (const path of auditFiles(home)) {
    if (ownLengthSync(path) === 0) continue;
    return numberOf(readOwnRangeSync(path, 0, numberWithin));
  }
  return null;
}
