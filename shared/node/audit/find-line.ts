import type { Archive } from "../../core/audit/log-archive.ts";
import { isHead, type AuditHead } from "../../core/audit/head.ts";
import { hashOfLine, readAuditLine } from "../../core/audit/line.ts";
import { limits } from "../../core/limits.ts";
import type { LineFound } from "../../core/ports/audit.ts";
import { ownLengthSync } from "../files/own-file.ts";
import { auditFiles, readArchiveLines, readLines } from "./audit-files.ts";
import { archiveBefore, findArchives } from "./find-archives.ts";

/**
 * Whether the log in a vault's folder has this very line, in files of its own too. It looks from the end on, where a line that is kept
 * with each change stands. Throws the system's error, or `UnsafeFile`.
 */
export async function findLine(
  home: string,
  head: AuditHead,
): Promise<LineFound> {
  for (const path of auditFiles(home).toReversed()) {
    const found = await findIn(path, head);
    if (found !== "earlier") return found;
  }
  return findArchived(home, head);
}

/** The first line fixes the one before it; what is further back is in an archive, if that is where it went. */
async function findArchived(home: string, head: AuditHead): Promise<LineFound> {
  const [oldest = ""] = auditFiles(home);
  const before = await archiveBefore(readLines(oldest));
  if (before === null || head.n > before.last) return "gone";
  if (head.n === before.last) return isFixed(head, before);
  const { paths, missing } = await findArchives(home, null);
  for (const path of paths)
    for await (const { lines } of readArchiveLines(path))
      if (lines.some((line) => isHead(head, hashOfLine(line)))) return "there";
  if (missing === null || head.n > missing.last) return "gone";
  return head.n < missing.last ? "unseen" : isFixed(head, missing);
}

function isFixed(head: AuditHead, { hash }: Archive): "there" | "gone" {
  return isHead(head, hash) ? "there" : "gone";
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
