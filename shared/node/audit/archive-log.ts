// Lines of the log go to a file elsewhere, and what of them still counts goes on in the log.
// Keep: Killed at any point, each line is in the log, beside it or in the archive; no file is removed before its copy is the same.
import { fstatSync } from "node:fs";
import { basename, join } from "node:path";
import { ArchiveScan, type Archive } from "../../core/audit/archive.ts";
import { vaultError } from "../../core/errors.ts";
import { inSlices } from "../../core/in-slices.ts";
import { limits } from "../../core/limits.ts";
import { failure, success, type Result } from "../../core/result.ts";
import { fileError } from "../files/file-error.ts";
import { judgeTargetFolder } from "../files/disk-files.ts";
import { moveOut } from "../files/move-out.ts";
import { withOwnSync } from "../files/own-file.ts";
import { AuditLog } from "./audit-log.ts";
import { auditNames, auditParts, readLines } from "./audit-files.ts";
import { archiveBefore } from "./find-archives.ts";
import { eachLine } from "./settle-end.ts";

/** What was moved out of a vault's folder. */
export interface Archived {
  /** Paths of the files, oldest first. */
  readonly files: readonly string[];
  /** What the log says of the newest one. */
  readonly archive: Archive;
}

/**
 * Moves all lines of the log to a file in a folder that a person named, and begins it anew with what still counts: certificates that
 * Talos accepts, with what became of them. Null: there is nothing that would go. Errors: those of the log and of both folders;
 * `file-exists` where another file has the name.
 */
export async function archiveLog(
  home: string,
  folder: string,
  now: () => Date = () => new Date(),
): Promise<Result<Archived | null>> {
  const log = new AuditLog(home, now);
  const path = join(home, auditNames.log);
  if (log.head() === null) return success(null);
  const judged = await judgeTargetFolder(folder);
  if (!judged.ok) return judged;
  try {
    const { scan, bytes, inode } = await scanLog(path, now());
    const begun = log.beginAnew((fd, state, moment) => {
      if (inodeOf(fd) !== inode) return failure(archivedMeanwhile());
      eachLine(fd, bytes, state.bytes, (line) => scan.take(line));
      if (scan.bytes > limits.ledgerFile.most) return failure(tooMuch());
      return success(scan.beginAnew(state, folder, moment));
    });
    if (!begun.ok) return begun;
    return await moveParts(home, folder);
  } catch (error) {
    return failure(fileError(error, "read", path));
  }
}

async function scanLog(path: string, now: Date) {
  const inode = withOwnSync(path, "read", inodeOf);
  const scan = new ArchiveScan(now);
  let bytes = 0;
  for await (const { lines, isUnfinished } of readLines(path)) {
    if (isUnfinished) break;
    await inSlices(lines, (line) => scan.take(line));
    for (const line of lines) bytes += line.length + 1;
  }
  return { scan, bytes, inode };
}

/** An archive begins another file under the log's name. */
function inodeOf(fd: number): bigint {
  return fstatSync(fd, { bigint: true }).ino;
}

/** Those of an archiving that was killed as well. */
async function moveParts(
  home: string,
  folder: string,
): Promise<Result<Archived | null>> {
  const files: string[] = [];
  for (const part of auditParts(home)) {
    const target = join(folder, basename(part));
    const moved = await moveOut(part, target);
    if (!moved.ok) return moved;
    files.push(target);
  }
  const archive = await archiveBefore(readLines(join(home, auditNames.log)));
  return success(files.length > 0 && archive ? { files, archive } : null);
}

function archivedMeanwhile() {
  return vaultError(
    "vault-busy",
    "Another command archived the log meanwhile.",
    "Run it again if there is more to archive.",
  );
}

function tooMuch() {
  return vaultError(
    "file-failed",
    "More certificates of the log are still valid than the ledger has room for, so it was not archived.",
    "Wait until some have ended.",
  );
}
