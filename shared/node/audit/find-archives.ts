import { dirname, join } from "node:path";
import { archiveOf, type Archive } from "../../core/audit/archive.ts";
import { readAuditLine, type AuditLine } from "../../core/audit/line.ts";
import {
  auditFiles,
  readArchiveLines,
  readLines,
  type LineBatch,
} from "./audit-files.ts";

/**
 * Paths of the archives that have what was before the log in a vault's folder, oldest first, as far as they are there: where the log
 * says that they went, or where a person says.
 * @param given a file or a folder; null: where they went
 */
export async function findArchives(
  home: string,
  given: string | null,
): Promise<readonly string[]> {
  const found: string[] = [];
  const [oldest = ""] = auditFiles(home);
  let before = await archiveBefore(readLines(oldest));
  while (before) {
    const archive = await firstOf(placesOf(before, given, found[0]));
    if (archive === null) break;
    found.unshift(archive.path);
    // One that says it was before itself leads nowhere.
    const { earlier } = archive;
    before = earlier && earlier.last < before.last ? earlier : null;
  }
  return found;
}

/** The first of the places where a file is, and what it says of those before it. */
async function firstOf(places: readonly string[]) {
  for (const path of places)
    try {
      const earlier = await archiveBefore(readArchiveLines(path));
      return { path, earlier };
    } catch {
      // Nothing is there that could be read.
    }
  return null;
}

function placesOf(
  { folder, name }: Archive,
  given: string | null,
  newer: string | undefined,
): readonly string[] {
  const beside = newer === undefined ? [] : [join(dirname(newer), name)];
  if (given === null) return [join(folder, name), ...beside];
  return [join(given, name), ...(newer === undefined ? [given] : beside)];
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
