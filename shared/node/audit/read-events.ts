import { join } from "node:path";
import { isFound, type AuditSearch } from "../../core/audit/search.ts";
import {
  isRepeated,
  readAuditLine,
  type AuditLine,
} from "../../core/audit/line.ts";
import { limits } from "../../core/limits.ts";
import { failure, success, type Result } from "../../core/result.ts";
import { fileError } from "../files/file-error.ts";
import { inSlices } from "../../core/work-in-slices.ts";
import { auditNames, linesOf } from "./audit-files.ts";

/** What was found in a log. */
export interface FoundEvents {
  /** Newest last; of more than there is room for, the newest. */
  readonly lines: readonly AuditLine[];
  /** How many there are. */
  readonly count: number;
  /** Lines that are none. */
  readonly unreadable: number;
}

/**
 * Events of the log in a vault's folder, of lines that were moved out of it too. It may be larger than the memory. Errors: those
 * of the disk.
 * @param most so many of the newest are kept
 */
export async function readEvents(
  home: string,
  search: AuditSearch,
  most = limits.auditShown.most,
): Promise<Result<FoundEvents>> {
  let lines: AuditLine[] = [];
  let count = 0;
  let unreadable = 0;
  const keep = (line: AuditLine): void => {
    count += 1;
    lines.push(line);
    if (lines.length >= most * 2) lines = lines.slice(-most);
  };
  const read = await eachEvent(home, (line) => {
    if (line === null) unreadable += 1;
    else if (isFound(line, search)) keep(line);
  });
  if (!read.ok) return read;
  return success({ lines: lines.slice(-most), count, unreadable });
}

/** Each line of the log, oldest first; null for what is none. One that is not finished is not there yet. Errors: those of the disk. */
export async function eachEvent(
  home: string,
  take: (line: AuditLine | null) => void,
): Promise<Result<void>> {
  let first: number | null = null;
  const takeOnce = (line: AuditLine | null): void => {
    first ??= line?.n ?? null;
    if (!isRepeated(line, first)) take(line);
  };
  try {
    for await (const lines of linesOf(home, () => true))
      await inSlices(lines, (bytes) => takeOnce(readAuditLine(bytes)));
    return success(undefined);
  } catch (error) {
    return failure(fileError(error, "read", join(home, auditNames.log)));
  }
}
