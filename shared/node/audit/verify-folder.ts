import { join } from "node:path";
import {
  AuditVerifier,
  type AuditBreak,
  type KnownHead,
  type Verdict,
  type VerifyOptions,
} from "../../core/audit/verify.ts";
import { failure, success, type Result } from "../../core/result.ts";
import { fileError } from "../files/file-error.ts";
import { AuditLog, auditNames } from "./audit-log.ts";
import { auditFiles, readLines } from "./audit-files.ts";
import { earlierFiles } from "./earlier-files.ts";

/**
 * Looks at all lines of the log in a vault's folder, those that were moved into files of their own too, a piece at a time.
 * What this machine keeps to continue the log is held against it as well. Errors: those of the disk.
 */
export async function verifyFolder(
  home: string,
  options: VerifyOptions,
): Promise<Result<Verdict>> {
  const own = new AuditLog(home).state();
  const machine: readonly KnownHead[] = own
    ? [{ n: own.n, hash: own.hash, from: "machine" }]
    : [];
  const verifier = new AuditVerifier({
    ...options,
    heads: [...options.heads, ...machine],
  });
  const newest = join(home, auditNames.log);
  let isUnfinished = false;
  try {
    for (const path of auditFiles(home))
      for await (const batch of readLines(path)) {
        // Whoever writes it has not done it yet, and of one that was killed the next writer takes it away.
        isUnfinished = batch.isUnfinished && path === newest;
        if (!isUnfinished) await verifier.take(batch.lines);
        if (verifier.isBroken) break;
      }
    const verdict = verifier.end(isUnfinished);
    const broken = verdict.broken ?? earlierBreak(verdict, home);
    return success({ ...verdict, broken });
  } catch (error) {
    return failure(fileError(error, "read", newest));
  }
}

function earlierBreak({ earlier }: Verdict, home: string): AuditBreak | null {
  if (earlier.length === 0) return null;
  const present = earlierFiles(home);
  const other = earlier.find(
    ({ name, sha256 }) =>
      present.find((one) => one.name === name)?.sha256 !== sha256,
  );
  return other
    ? {
        line: 1,
        kind: "earlier",
        text: `${other.name}, which an earlier release wrote and the first line stands for, is not what it was.`,
      }
    : null;
}
