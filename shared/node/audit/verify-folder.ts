import { join } from "node:path";
import {
  AuditVerifier,
  type AuditBreak,
  type KnownHead,
  type VerifyOptions,
} from "../../core/audit/verify.ts";
import { vaultError } from "../../core/errors.ts";
import { isSliceOver, othersTurn } from "../../core/work-in-slices.ts";
import type {
  VerifyWatch,
  WholeVerdict,
} from "../../core/ports/audit-reader.ts";
import { failure, success, type Result } from "../../core/result.ts";
import { fileError } from "../files/file-error.ts";
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
): Promise<Result<WholeVerdict>> {
  const log = new AuditLog(home);
  const verifier = new AuditVerifier({
    ...options,
    heads: [...options.heads, ...machineHeads(log)],
  });
  const looker = new Looker(verifier, log.head()?.n ?? 0, watch);
  try {
    for await (const batch of batchesOf(archives, auditFiles(home))) {
      await looker.take(batch);
      if (watch.signal?.aborted) return failure(cancelled());
      if (verifier.isBroken) break;
    }
    return success(verdictOf(home, verifier, looker, archives));
  } catch (error) {
    const path = looker.reading ?? join(home, auditNames.log);
    return failure(fileError(error, "read", path));
  }
}

function verdictOf(
  home: string,
  verifier: AuditVerifier,
  looker: Looker,
  archives: readonly string[],
): WholeVerdict {
  const verdict = verifier.end(looker.isUnfinished);
  const broken = verdict.broken ?? earlierBreak(verdict, home);
  const path = broken && looker.fileOf(broken);
  const brokenArchive = archives.find((one) => one === path) ?? null;
  return { ...verdict, broken, archives, brokenArchive };
}

function machineHeads(log: AuditLog): readonly KnownHead[] {
  const own = log.state();
  return own ? [{ n: own.n, hash: own.hash, from: "machine" }] : [];
}

/** Lines of one of the files. */
interface FileBatch extends LineBatch {
  readonly path: string;
}

/** The lines of all files; unfinished are those alone that somebody may be writing. */
async function* batchesOf(
  archives: readonly string[],
  files: readonly string[],
): AsyncGenerator<FileBatch, void, void> {
  for (const path of archives)
    for await (const { lines } of readArchiveLines(path))
      yield { path, lines, isUnfinished: false };
  for (const path of files)
    for await (const { lines, isUnfinished } of readLines(path))
      // Whoever writes it has not done it yet, and of one that was killed the next writer takes it away.
      yield { path, lines, isUnfinished: isUnfinished && path === files.at(-1) }; // prettier-ignore
}

/** So many lines take a millisecond or ten. */
const linesAtOnce = 100;

/** Takes the lines of a piece so that nobody waits for the thread, and says how far it is. */
class Looker {
  readonly #verifier: AuditVerifier;
  readonly #watch: VerifyWatch;
  /** Number of the last line. */
  readonly #last: number;
  /** Of the line before the first one; null: none was taken. */
  #before: number | null = null;
  /** The files that were begun, and the first line of each. */
  readonly #begun: { readonly path: string; readonly from: number }[] = [];
  isUnfinished = false;

  constructor(verifier: AuditVerifier, last: number, watch: VerifyWatch) {
    this.#verifier = verifier;
    this.#watch = watch;
    this.#last = last;
  }

  /** The file that was begun last. */
  get reading(): string | undefined {
    return this.#begun.at(-1)?.path;
  }

  /** The file that has a line; null: none of the log's. */
  fileOf({ line, kind }: AuditBreak): string | null {
    if (kind === "earlier") return null;
    return this.#begun.findLast(({ from }) => from <= line)?.path ?? null;
  }

  async take({ path, lines, isUnfinished }: FileBatch): Promise<void> {
    if (path !== this.reading)
      this.#begun.push({ path, from: this.#verifier.place });
    this.isUnfinished = isUnfinished;
    if (!isUnfinished) await this.#look(lines);
  }

  async #look(lines: readonly Uint8Array[]): Promise<void> {
    for (let at = 0; at < lines.length; at += linesAtOnce) {
      const some = lines.slice(at, at + linesAtOnce);
      await this.#verifier.take(some);
      this.#before ??= this.#verifier.place - 1 - some.length;
      if (this.#verifier.isBroken || this.#watch.signal?.aborted) return;
      if (!isSliceOver()) continue;
      this.#watch.onProgress?.(this.#share(this.#before));
      await othersTurn();
    }
  }

  #share(before: number): number {
    const done = this.#verifier.place - 1 - before;
    return Math.min(1, done / Math.max(1, this.#last - before));
  }
}

function cancelled() {
  return vaultError(
    "cancelled",
    "The log was not looked at to its end.",
    "Verify it again.",
  );
}

function earlierBreak(
  { earlier }: Pick<WholeVerdict, "earlier">,
  home: string,
): AuditBreak | null {
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
