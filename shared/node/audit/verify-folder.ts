import { join } from "node:path";
import {
  AuditVerifier,
  type AuditBreak,
  type KnownHead,
  type Verdict,
  type VerifyOptions,
} from "../../core/audit/verify.ts";
import { vaultError } from "../../core/errors.ts";
import { isSliceOver, othersTurn } from "../../core/in-slices.ts";
import type { VerifyWatch } from "../../core/ports/audit-reader.ts";
import { failure, success, type Result } from "../../core/result.ts";
import { fileError } from "../files/file-error.ts";
import { ownLengthSync } from "../files/own-file.ts";
import { AuditLog } from "./audit-log.ts";
import {
  auditFiles,
  auditNames,
  readArchiveLines,
  readLines,
  type LineBatch,
} from "./audit-files.ts";
import { earlierFiles } from "./earlier-files.ts";

/**
 * Looks at all lines of the log in a vault's folder, those that were moved into files of their own too, a piece at a time, and lets
 * others have their turn meanwhile. What this machine keeps to continue the log is held against it as well. Errors: those of the
 * disk; `cancelled`.
 * @param archives paths of what was archived before, oldest first (`findArchives`)
 */
export async function verifyFolder(
  home: string,
  options: VerifyOptions,
  watch: VerifyWatch = {},
  archives: readonly string[] = [],
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
    const files = auditFiles(home);
    const looker = new Looker(verifier, files, watch);
    for await (const batch of batchesOf(archives, files)) {
      isUnfinished = batch.isUnfinished;
      if (!isUnfinished) await looker.take(batch.lines);
      if (watch.signal?.aborted) return failure(cancelled());
      if (verifier.isBroken) break;
    }
    const verdict = verifier.end(isUnfinished);
    const broken = verdict.broken ?? earlierBreak(verdict, home);
    return success({ ...verdict, broken });
  } catch (error) {
    return failure(fileError(error, "read", newest));
  }
}

/** The lines of all files; unfinished are those alone that somebody may be writing. */
async function* batchesOf(
  archives: readonly string[],
  files: readonly string[],
): AsyncGenerator<LineBatch, void, void> {
  for (const path of archives)
    for await (const { lines } of readArchiveLines(path))
      yield { lines, isUnfinished: false };
  for (const path of files)
    for await (const { lines, isUnfinished } of readLines(path))
      // Whoever writes it has not done it yet, and of one that was killed the next writer takes it away.
      yield { lines, isUnfinished: isUnfinished && path === files.at(-1) };
}

/** So many lines take a millisecond or ten. */
const linesAtOnce = 100;

/** Takes the lines of a piece so that nobody waits for the thread, and says how far it is. */
class Looker {
  readonly #verifier: AuditVerifier;
  readonly #watch: VerifyWatch;
  readonly #whole: number;
  #done = 0;

  constructor(
    verifier: AuditVerifier,
    files: readonly string[],
    watch: VerifyWatch,
  ) {
    this.#verifier = verifier;
    this.#watch = watch;
    this.#whole = files.reduce((sum, path) => sum + ownLengthSync(path), 0);
  }

  async take(lines: readonly Uint8Array[]): Promise<void> {
    for (let at = 0; at < lines.length; at += linesAtOnce) {
      const some = lines.slice(at, at + linesAtOnce);
      await this.#verifier.take(some);
      for (const { length } of some) this.#done += length + 1;
      if (this.#verifier.isBroken || this.#watch.signal?.aborted) return;
      if (!isSliceOver()) continue;
      this.#watch.onProgress?.(Math.min(1, this.#done / this.#whole));
      await othersTurn();
    }
  }
}

function cancelled() {
  return vaultError(
    "cancelled",
    "The log was not looked at to its end.",
    "Verify it again.",
  );
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
