import { join } from "node:path";
import { vaultError, type VaultError } from "../../core/errors.ts";
import { failure, success, type Result } from "../../core/result.ts";
import { removeLeftovers, writeAtomically } from "../files/atomic-file.ts";
import { fileError } from "../files/file-error.ts";
import { LostLock, withFileLock, type HeldLock } from "../files/file-lock.ts";
import { readOwn } from "../files/own-file.ts";
import {
  checkPrivateFolder,
  ensurePrivateFolder,
} from "../files/private-folder.ts";
import { UnsafeFile } from "../files/unsafe-file.ts";
import { isBackupName } from "./backup-names.ts";

export interface Waiting {
  /** Is told what a change of the vault waits for, when it waits for long. */
  readonly onWait?: ((what: string) => void) | undefined;
}

/** The lock of the folder's files, and the writes that belong under it. */
export class VaultFolderLock {
  readonly #folder: string;
  readonly #waiting: Waiting;
  #held: HeldLock | null = null;

  constructor(folder: string, waiting: Waiting) {
    this.#folder = folder;
    this.#waiting = waiting;
  }

  async hold<T>(work: () => Promise<Result<T>>): Promise<Result<T>> {
    const safe = ensurePrivateFolder(this.#folder);
    if (!safe.ok) return safe;
    const path = join(this.#folder, "vault.lock");
    try {
      return await withFileLock(
        path,
        async (held) => {
          this.#held = held;
          this.#removeLeftovers();
          try {
            return await work();
          } finally {
            this.#held = null;
          }
        },
        this.#waiting,
      );
    } catch (error) {
      const isOfTheSystem =
        error instanceof UnsafeFile ||
        (error as NodeJS.ErrnoException).syscall !== undefined;
      if (!isOfTheSystem) throw error;
      return failure(fileError(error, "write", path));
    }
  }

  /** Under the lock it is looked once more whether it is still ours, before anything takes the place of what is there. */
  async write(
    folder: string,
    path: string,
    bytes: Uint8Array,
  ): Promise<Result<void>> {
    const safe = ensurePrivateFolder(folder);
    if (!safe.ok) return safe;
    const beforeReplacing = async () => this.assertOurs();
    return attempt("write", path, () =>
      writeAtomically(path, bytes, { beforeReplacing }),
    );
  }

  /** Throws `LostLock` where somebody else took the lock over that was taken here. */
  assertOurs(): void {
    this.#held?.assertOurs();
  }

  /** Of writers that were killed: under the lock nobody else writes these files. Others in the folder are not ours to judge. */
  #removeLeftovers(): void {
    removeLeftovers(this.#folder, (name) => ownNames.test(name));
    removeLeftovers(join(this.#folder, "backups"), isBackupName);
  }
}

/** The files that are written under the lock alone. */
const ownNames = /^(?:vault|edits|identity|recovery)(?:\.[a-z]+)?\.age$/;

/** What a file in one of our folders holds; null: it is not there. Errors: `file-unsafe` for what is none of ours, those of reading. */
export async function guardedRead(
  folder: string,
  path: string,
  largest: number,
): Promise<Result<Uint8Array | null>> {
  return guarded(folder, path, () => readOwn(path, largest));
}

/** The same, read in another way. */
export async function guarded(
  folder: string,
  path: string,
  read: () => Promise<Uint8Array | null>,
): Promise<Result<Uint8Array | null>> {
  const safe = checkPrivateFolder(folder);
  if (!safe.ok) return safe;
  try {
    return success(await read());
  } catch (error) {
    return failure(
      error instanceof UnsafeFile && !error.folder
        ? damagedFile(path, error.what)
        : fileError(error, "read", path),
    );
  }
}

/** Changes one file. Errors: `vault-busy` where the lock was taken over, those of the system. */
export async function attempt(
  verb: "write" | "remove",
  path: string,
  work: () => Promise<void>,
): Promise<Result<void>> {
  try {
    await work();
    return success(undefined);
  } catch (error) {
    if (error instanceof LostLock) return failure(error.error);
    return failure(fileError(error, verb, path));
  }
}

/**
 * A file of the vault that cannot be one of ours.
 * @param what "a link", "a named pipe", "far too large"
 */
function damagedFile(path: string, what: string): VaultError {
  return vaultError(
    "file-unsafe",
    `${path} is not a file that talos-vault wrote: it is ${what}.`,
    "Move it away, and restore the vault from a backup: talos-vault restore FILE.",
  );
}
