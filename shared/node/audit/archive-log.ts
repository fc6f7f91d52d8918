// Lines of the log go to a file elsewhere, and what of them still counts goes on in the log.
// Keep: Killed at any point, each line is in the log, beside it or in the archive; no file is removed before its copy is the same.
import { fstatSync } from "node:fs";
import { basename, join } from "node:path";
import { ArchiveScan, type Archive } from "../../core/audit/log-archive.ts";
import { vaultError } from "../../core/errors.ts";
import { inSlices } from "../../core/work-in-slices.ts";
import { limits } from "../../core/limits.ts";
import { failure, success, type Result } from "../../core/result.ts";
import { fileError } from "../files/file-error.ts";
import { isSameFolder, judgeTargetFolder } from "../files/disk-files.ts";
import { withFileLock } from "../files/file-lock.ts";
import { moveOut, taken } from "../files/move-out.ts";
import { isTaken, withOwnSync } from "../files/own-file.ts";
import { AuditLog } from "./audit-log.ts";
import { auditNames, auditParts, readLines } from "./audit-files.ts";
import { archiveBefore } from "./find-archives.ts";
import { eachLine } from "./repair-log-end.ts";

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
 * `usage` for the vault's own folder; `file-exists` where something has the name of the file.
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
  const lock = join(home, auditNames.archiving);
  try {
    if (await isSameFolder(folder, home)) return failure(ownFolder(folder));
    // Two at once would move each other's files.
    return await withFileLock(
      lock,
      async () => {
        try {
          const begun = await beginAnew(log, { path, folder, now: now() });
          return begun.ok ? await moveParts(home, folder) : begun;
        } catch (error) {
          return failure(fileError(error, "read", path));
        }
      },
      { guarded: "The audit log" },
    );
  } catch (error) {
    return failure(fileError(error, "write", lock));
  }
}

interface Archiving {
  /** Of the log. */
  readonly path: string;
  readonly folder: string;
  readonly now: Date;
}

async function beginAnew(
  log: AuditLog,
  { path, folder, now }: Archiving,
): Promise<Result<unknown>> {
  const { scan, bytes, inode } = await scanLog(path, now);
  return log.beginAnew((fd, state, moment) => {
    if (inodeOf(fd) !== inode) return failure(archivedMeanwhile());
    eachLine(fd, bytes, state.bytes, (line) => scan.take(line));
    if (scan.bytes > limits.ledgerFile.most) return failure(tooMuch());
    const made = scan.beginAnew(state, folder, moment);
    // Afterwards the log would name a file that it did not become.
    const target = join(folder, made?.part ?? "");
    return made && isTaken(target) ? failure(taken(target)) : success(made);
  });
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

/** Those of an archiving that was killed as well, each where it is looked for. */
async function moveParts(
  home: string,
  folder: string,
): Promise<Result<Archived | null>> {
  const parts = auditParts(home);
  const later = [...parts.slice(1), join(home, auditNames.log)];
  const named: (Archive | null)[] = [];
  for (const path of later) named.push(await archiveBefore(readLines(path)));
  const files: string[] = [];
  for (const [index, part] of parts.entries()) {
    const folders = named.slice(index).map((one) => one?.folder ?? folder);
    const moved = await moveToFirst(part, folders);
    if (!moved.ok) return moved;
    files.push(moved.value);
  }
  const archive = named.at(-1) ?? null;
  return success(files.length > 0 && archive ? { files, archive } : null);
}

/**
 * A file goes where the line after its last one says. Where that folder is gone, it goes where the next newer file goes: beside that
 * one it is looked for as well.
 */
async function moveToFirst(
  part: string,
  folders: readonly string[],
): Promise<Result<string>> {
  let first: Result<string> | null = null;
  for (const folder of new Set(folders)) {
    const target = join(folder, basename(part));
    const moved = await moveOut(part, target);
    if (moved.ok) return success(target);
    first ??= moved;
  }
  return first ?? success(part);
}

function ownFolder(folder: string) {
  return vaultError(
    "usage",
    `${folder} is the vault's own folder, from which the lines are to go.`,
    "Name another folder.",
  );
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
