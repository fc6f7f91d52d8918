// The vault's folder, its watch, the keychain, settings and notes beside it.
// Keep: No policy: what is written when is usecases/vault; keytar is loaded in keytar-keychain.ts alone.
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { vaultError, type VaultError } from "../../core/errors.ts";
import { limits } from "../../core/limits.ts";
import type {
  GenerationId,
  VaultBackups,
  VaultFileName,
  VaultFolder,
} from "../../core/ports/vault-folder.ts";
import { failure, success, type Result } from "../../core/result.ts";
import { fileError } from "../files/file-error.ts";
import {
  removeDurably,
  removeLeftovers,
  renameDurably,
  writeAtomically,
} from "../files/atomic-file.ts";
import { withFileLock, type HeldLock } from "../files/file-lock.ts";
import { readOwn } from "../files/own-file.ts";
import { UnsafeFile } from "../files/unsafe-file.ts";
import {
  checkPrivateFolder,
  ensurePrivateFolder,
} from "../files/private-folder.ts";

const largestFile = limits.vaultFile.most;

interface Waiting {
  /** Is told what a change of the vault waits for, when it waits for long. */
  readonly onWait?: ((what: string) => void) | undefined;
}

/** The vault's folder on this machine's disk. */
export function diskVaultFolder(
  path: string,
  waiting: Waiting = {},
): VaultFolder {
  const at = (name: VaultFileName) => join(path, name);
  const lock = new FolderLock(path, waiting);
  return {
    path,
    read: (name) => guardedRead(path, at(name)),
    write: (name, bytes) => lock.write(path, at(name), bytes),
    rename: (from, to) =>
      attempt("write", at(to), () => renameDurably(at(from), at(to))),
    remove: (name) =>
      attempt("remove", at(name), () => removeDurably(at(name))),
    locked: (work) => lock.hold(work),
    backups: diskBackups(path, lock),
  };
}

const backupName = /^vault-(\d{1,15})(?:-([0-9a-f]{16}))?\.age$/;

/**
 * How programs that sync folders name the second version of a file: "vault (conflicted copy 2026-…).age" (Dropbox,
 * Nextcloud, ownCloud), "vault.sync-conflict-….age" (Syncthing), "vault-NAME.age" (OneDrive appends the machine's name),
 * "vault (1).age" (Google Drive, iCloud: "vault 2.age"), "vault_conflict-….age" and "vault.age.conflict…" (Seafile, pCloud).
 */
const conflictName =
  /^vault(?: ?\(.*\)|\.sync-conflict-.*|[-_ ~].+)\.age$|^vault\.age[ ._(~-].+|^vault\.sync-conflict-.*/i;
const oursBeside = new Set(["vault.replaced.age"]);

function diskBackups(folder: string, lock: FolderLock): VaultBackups {
  const path = join(folder, "backups");
  const at = ({ generation, mark }: GenerationId) =>
    join(
      path,
      mark === ""
        ? `vault-${String(generation)}.age`
        : `vault-${String(generation)}-${mark}.age`,
    );
  return {
    list: async () => success(await generationsIn(path)),
    read: (id) => guardedRead(path, at(id)),
    write: (id, bytes) => lock.write(path, at(id), bytes),
    remove: (id) => attempt("remove", at(id), () => removeDurably(at(id))),
    conflictCopies: async () =>
      (await readdir(folder).catch(() => []))
        .filter((name) => conflictName.test(name))
        .filter((name) => !oursBeside.has(name))
        .toSorted(),
  };
}

async function generationsIn(path: string): Promise<readonly GenerationId[]> {
  const names = await readdir(path).catch(() => []);
  const generations = names.flatMap((name) => {
    const [, digits, mark = ""] = backupName.exec(name) ?? [];
    return digits === undefined ? [] : [{ generation: Number(digits), mark }];
  });
  return generations.toSorted((a, b) => b.generation - a.generation);
}

async function guardedRead(
  folder: string,
  path: string,
): Promise<Result<Uint8Array | null>> {
  const safe = checkPrivateFolder(folder);
  if (!safe.ok) return safe;
  try {
    return success(await readOwn(path, largestFile));
  } catch (error) {
    return failure(
      error instanceof UnsafeFile && !error.folder
        ? damagedFile(path, error.what)
        : fileError(error, "read", path),
    );
  }
}

async function attempt(
  verb: "write" | "remove",
  path: string,
  work: () => Promise<void>,
): Promise<Result<void>> {
  try {
    await work();
    return success(undefined);
  } catch (error) {
    if (error instanceof LostLock) return failure(lostLock());
    return failure(fileError(error, verb, path));
  }
}

class LostLock extends Error {}

/** The lock of the folder's files, and the writes that belong under it. */
class FolderLock {
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
    const held = this.#held;
    const beforeReplacing = async () => {
      if (held && !held.isOurs()) throw new LostLock();
    };
    return attempt("write", path, () =>
      writeAtomically(path, bytes, { beforeReplacing }),
    );
  }

  /** Of writers that were killed: under the lock nobody else writes these files. Others in the folder are not ours to judge. */
  #removeLeftovers(): void {
    removeLeftovers(this.#folder, (name) => ownNames.test(name));
    removeLeftovers(join(this.#folder, "backups"), (name) =>
      backupName.test(name),
    );
  }
}

/** The files that are written under the lock alone. */
const ownNames = /^(?:vault|identity|recovery)(?:\.[a-z]+)?\.age$/;

function lostLock() {
  return vaultError(
    "vault-busy",
    "Another talos-vault took the lock of the vault over, because this one stood still for long. Nothing was changed.",
    "Try again.",
  );
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
