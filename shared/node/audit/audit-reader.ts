import { join } from "node:path";
import { isFound } from "../../core/audit/search.ts";
import { readAuditLine } from "../../core/audit/line.ts";
import { inSlices } from "../../core/work-in-slices.ts";
import type { AuditReader } from "../../core/ports/audit-reader.ts";
import { failure, success, type Result } from "../../core/result.ts";
import { fileError } from "../files/file-error.ts";
import { auditFiles, auditNames, readLines } from "./audit-files.ts";
import { archivesOf } from "./find-archives.ts";
import { firstNumber, readPage } from "./read-page.ts";
import { verifyFolder } from "./verify-folder.ts";

/** The audit log in a vault's folder, as a window reads it. */
export function auditReader(home: string): AuditReader {
  const asResult = async <T>(
    read: () => T | Promise<T>,
  ): Promise<Result<T>> => {
    try {
      return success(await read());
    } catch (error) {
      return failure(fileError(error, "read", join(home, auditNames.log)));
    }
  };
  return {
    page: (search, before) => asResult(() => readPage(home, search, before)),
    found: async function* (search) {
      for (const path of auditFiles(home))
        for await (const { lines, isUnfinished } of readLines(path)) {
          if (isUnfinished) continue;
          const read = await inSlices(lines, readAuditLine);
          yield read.filter((line) => line !== null).filter((line) => isFound(line, search)); // prettier-ignore
        }
    },
    verify: async (options, watch, archive = null) => {
      const archives = await archivesOf(home, archive);
      return archives.ok
        ? verifyFolder(home, options, watch, archives.value)
        : archives;
    },
    first: () => asResult(() => firstNumber(home)),
  };
}
