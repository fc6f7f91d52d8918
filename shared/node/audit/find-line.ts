import { isHead, type AuditHead } from "../../core/audit/head.ts";
import { hashOfLine, readAuditLine } from "../../core/audit/line.ts";
import { limits } from "../../core/limits.ts";
import { ownLengthSync } from "../files/own-file.ts";
import { auditFiles, readArchiveLines, readLines } from "./audit-files.ts";
import { archiveBefore, findArchives } from "./find-archives.ts";

/**
 * Whether the log in a vault's folder has this very line, in files of its own too. It looks from the end on, where a line that is kept
 * with each change stands. Throws the system's error, or `UnsafeFile`.
 */
export async function hasLine(home: string, head: AuditHead): Promise<boolean> {
  for (const path of auditFiles(home).toReversed()) {
    const found = await findIn(path, head);
    if (found !== "earlier") return found === "there";
  }
  return isArchived(home, head);
}

/** The first line fixes the one before it; what is further back is in an archive, if that is where it went. */
async function isArchived(home: string, head: AuditHead): Promise<boolean> {
  const [oldest = ""] = auditFiles(home);
  const archive = await archiveBefore(readLines(oldest));
  if (archive === null) return false;
  if (head.n === archive.last) return isHead(head, archive.hash);
  for (const path of await findArchives(home, null))
    for await (const { lines } of readArchiveLines(path))
      if (lines.some((line) => isHead(head, hashOfLine(line)))) return true;
  return false;
}

async function findIn(
  path: string,
  head: AuditHead,
): Promise<"there" | "gone" | "earlier"> {
  const size = ownLengthSync(path);
  let until = Infinity;
  for (let length = limits.auditPiece.most; ; length *= 2) {
    const from = Math.max(0, size - length);
    const { isThere, first } = await lookBetween(path, from, until, head);
    if (isThere) return "there";
    if (first !== null && first <= head.n) return "gone";
    if (from === 0) return "earlier";
    until = from;
  }
}

/** Among the whole lines that begin between two places; the number of the first one that can be read. */
async function lookBetween(
  path: string,
  from: number,
  until: number,
  head: AuditHead,
): Promise<{ readonly isThere: boolean; readonly first: number | null }> {
  let first: number | null = null;
  let at = from;
  // What stands at a place in the middle is the end of a line.
  let skipped = from === 0 ? 0 : 1;
  for await (const { lines, isUnfinished } of readLines(path, from)) {
    if (isUnfinished) break;
    for (const [index, line] of lines.entries()) {
      if (at > until) return { isThere: false, first };
      at += line.length + 1;
      if (index < skipped) continue;
      first ??= readAuditLine(line)?.n ?? null;
      if (isHead(head, hashOfLine(line))) return { isThere: true, first };
    }
    skipped = 0;
  }
  return { isThere: false, first };
}
