import { readdirSync } from "node:fs";
import { join } from "node:path";
import { eventOfLine, wholeLines } from "../../core/audit/line.ts";
import { limits } from "../../core/limits.ts";
import { readOwnInPieces } from "../files/own-file.ts";
import { auditNames } from "./audit-log.ts";

const segment = /^audit-(\d{1,15})-(\d{1,15})\.jsonl$/;

/** Paths of the log's lines in their order: what was moved into files of their own, and the log. */
export function auditFiles(home: string): readonly string[] {
  const segments = namesIn(home)
    .filter((name) => segment.test(name))
    .toSorted((a, b) => firstOf(a) - firstOf(b));
  return [...segments, auditNames.log].map((name) => join(home, name));
}

function firstOf(name: string): number {
  return Number(segment.exec(name)?.[1]);
}

function namesIn(home: string): readonly string[] {
  try {
    return readdirSync(home);
  } catch {
    return [];
  }
}

/**
 * Lines of the log of these events alone, oldest first, of lines that were moved out of it too, without line feeds, as many
 * at a time as a piece has: calls to nodes, of which there may be millions, cost little where nobody wants them. Throws the
 * system's error, or `UnsafeFile`.
 * @param isWanted null: a line whose event cannot be read
 */
export async function* linesOf(
  home: string,
  isWanted: (event: string | null) => boolean,
): AsyncGenerator<readonly Uint8Array[], void, void> {
  for (const path of auditFiles(home))
    for await (const { lines, isUnfinished } of readLines(path))
      if (!isUnfinished)
        yield lines.filter((line) => isWanted(eventOfLine(line)));
}

/** Lines of a file, without line feeds; good until the next ones are asked for. */
export interface LineBatch {
  readonly lines: readonly Uint8Array[];
  /** It is a single one, the file's last, and lacks its line feed: somebody is writing it, or was killed. */
  readonly isUnfinished: boolean;
}

/**
 * The lines of a file from a place on, as many at a time as a piece of it has: it may be larger than the memory. One that is
 * longer than a piece comes as lines that are none.
 */
export async function* readLines(
  path: string,
  from = 0,
): AsyncGenerator<LineBatch, void, void> {
  const pieceLength = limits.auditPiece.most;
  const bounds = { pieceLength, largest: limits.auditFile.most };
  let rest: Uint8Array = new Uint8Array();
  for await (const piece of readOwnInPieces(path, from, bounds)) {
    const bytes = rest.length > 0 ? Buffer.concat([rest, piece]) : piece;
    const { lines, length } = wholeLines(bytes);
    const isEndless = bytes.length - length > pieceLength;
    if (isEndless) lines.push(bytes.subarray(length));
    rest = isEndless
      ? new Uint8Array()
      : Uint8Array.from(bytes.subarray(length));
    if (lines.length > 0) yield { lines, isUnfinished: false };
  }
  if (rest.length > 0) yield { lines: [rest], isUnfinished: true };
}
