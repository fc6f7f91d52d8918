import { basename, dirname, join } from "node:path";
import { archiveOf, type Archive } from "../../core/audit/log-archive.ts";
import {
  hashOfLine,
  readAuditLine,
  wholeLines,
  type AuditLine,
} from "../../core/audit/line.ts";
import { vaultError } from "../../core/errors.ts";
import { limits } from "../../core/limits.ts";
import { failure, success, type Result } from "../../core/result.ts";
import { fileError } from "../files/file-error.ts";
import { readNamedEnd } from "../files/own-file.ts";
import {
  auditFiles,
  auditNames,
  readArchiveLines,
  readLines,
  type LineBatch,
} from "./audit-files.ts";

/** What there is of a log's archives. */
export interface FoundArchives {
  /** Oldest first. */
  readonly paths: readonly string[];
  /** The newest one that is not there; null: all of them are. */
  readonly missing: Archive | null;
  /** Of a file that has its name where it is looked for, and ends with another line; null: there is none. */
  readonly other: string | null;
}

/**
 * The archives that have what was before the log in a vault's folder, as far as they are there: where the log says that they went, or
 * where a person says. A file is one of them if it ends with the line that the log fixes. Throws the system's error, or `UnsafeFile`.
 * @param given a file or a folder; null: where they went
 */
export async function findArchives(
  home: string,
  given: string | null,
): Promise<FoundArchives> {
  const paths: string[] = [];
  const [oldest = ""] = auditFiles(home);
  let before = await archiveBefore(readLines(oldest));
  while (before) {
    const places = placesOf(before, given, paths[0]);
    const { path, other } = await firstOf(places, before);
    if (path === null) return { paths, missing: before, other };
    paths.unshift(path);
    const earlier = await archiveBefore(readArchiveLines(path));
    // One that says it was before itself leads nowhere.
    before = earlier && earlier.last < before.last ? earlier : null;
  }
  return { paths, missing: null, other: null };
}

/**
 * Paths of those of them that can be looked at, oldest first. Errors: `file-altered` where another file is in one's place;
 * `file-missing` where a person says that they are, and none is; those of a log that cannot be read.
 */
export async function archivesOf(
  home: string,
  given: string | null,
): Promise<Result<readonly string[]>> {
  const found = await archivesAsFound(home, given);
  if (!found.ok) return found;
  const { paths, missing, other } = found.value;
  if (missing && other !== null && other !== given)
    return failure(otherFile(other, missing));
  return given === null || paths.length > 0
    ? success(paths)
    : failure(noArchive(given));
}

async function archivesAsFound(
  home: string,
  given: string | null,
): Promise<Result<FoundArchives>> {
  try {
    return success(await findArchives(home, given));
  } catch (error) {
    return failure(fileError(error, "read", join(home, auditNames.log)));
  }
}

/** Cut off at its end, or another file under its name: what is in it proves nothing. */
function otherFile(path: string, { first, last }: Archive) {
  return vaultError(
    "file-altered",
    `${path} is not the archive of lines ${String(first)} to ${String(last)}: it does not end with the line that the log fixes. It was changed, or another file was put there.`,
    "Move this file away, put the archive in its place, and verify the log again.",
  );
}

function noArchive(path: string) {
  return vaultError(
    "file-missing",
    `${path} is no archive of this log, and has none in it.`,
    "Verify the log without naming a place: it says which file is looked for.",
  );
}

/** The first of the places where the archive is; of the files there that are none, the first that has its name. */
async function firstOf(
  places: readonly string[],
  archive: Archive,
): Promise<{ readonly path: string | null; readonly other: string | null }> {
  let other: string | null = null;
  for (const path of places)
    try {
      if (await endsWith(path, archive)) return { path, other: null };
      if (basename(path) === archive.name) other ??= path;
    } catch {
      // Nothing is there that could be read.
    }
  return { path: null, other };
}

/** Through the hash of its last line all lines are fixed. Throws where nothing can be read. */
async function endsWith(
  path: string,
  { last, hash }: Archive,
): Promise<boolean> {
  const end = await readNamedEnd(path, limits.auditPiece.most);
  const { lines, length } = wholeLines(end);
  const line = length === end.length ? lines.at(-1) : undefined;
  return (
    line !== undefined &&
    readAuditLine(line)?.n === last &&
    hashOfLine(line) === hash
  );
}

function placesOf(
  { folder, name }: Archive,
  given: string | null,
  newer: string | undefined,
): readonly string[] {
  const beside = newer === undefined ? [] : [join(dirname(newer), name)];
  if (given === null) return [join(folder, name), ...beside];
  return newer === undefined
    ? [join(given, name), given]
    : [join(given, name), ...beside, join(folder, name)];
}

/** What the first of the lines says of those before it; null: nothing. */
export async function archiveBefore(
  lines: AsyncIterable<LineBatch>,
): Promise<Archive | null> {
  const line = await firstOfLines(lines);
  return line && archiveOf(line);
}

/** When the log in a vault's folder was begun, at first or after it was archived; null: there is none that can be read. */
export async function logBegan(home: string): Promise<Date | null> {
  try {
    const [oldest = ""] = auditFiles(home);
    const line = await firstOfLines(readLines(oldest));
    return line && new Date(line.time);
  } catch {
    return null;
  }
}

async function firstOfLines(
  lines: AsyncIterable<LineBatch>,
): Promise<AuditLine | null> {
  for await (const { lines: batch } of lines) {
    const [first] = batch;
    return first ? readAuditLine(first) : null;
  }
  return null;
}
