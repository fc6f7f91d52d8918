import { readdirSync } from "node:fs";
import { join } from "node:path";
import { eventOfLine, wholeLines } from "../../core/audit/line.ts";
import { limits } from "../../core/limits.ts";
import {
  isSameOwn,
  readNamedInPieces,
  readOwnInPieces,
} from "../files/own-file.ts";

/** Names of the log's files in the vault's folder. */
export const auditNames = {
  log: "audit.jsonl",
  state: "audit.state",
  lock: "audit.lock",
  /** Of whoever archives the log, who keeps it for long. */
  archiving: "audit-archive.lock",
} as const;

const segment = /^audit-(\d{1,15})-(\d{1,15})\.jsonl$/;

/** Paths of the log's lines in their order: what was moved into files of their own, and the log. */
export function auditFiles(home: string): readonly string[] {
  const log = join(home, auditNames.log);
  // Of one that was killed while the log began anew: the log itself, under a second name.
  const parts = auditParts(home).filter((path) => !isSameOwn(path, log));
  return [...parts, log];
}

/** Paths of the files beside the log that have its earlier lines, oldest first. */
export function auditParts(home: string): readonly string[] {
  return namesIn(home)
    .filter((name) => segment.test(name))
    .toSorted((a, b) => firstOf(a) - firstOf(b))
    .map((name) => join(home, name));
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

const pieceLength = limits.auditPiece.most;

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
  const bounds = { pieceLength, largest: limits.auditFile.most };
  yield* linesIn(readOwnInPieces(path, from, bounds));
}

/** The same of an archive, which lies where a person put it. */
export async function* readArchiveLines(
  path: string,
): AsyncGenerator<LineBatch, void, void> {
  const bounds = { pieceLength, largest: limits.auditFile.most };
  yield* linesIn(readNamedInPieces(path, bounds));
}

async function* linesIn(
  pieces: AsyncIterable<Uint8Array>,
): AsyncGenerator<LineBatch, void, void> {
  let rest: Uint8Array = new Uint8Array();
  for await (const piece of pieces) {
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
