// The vault's folder, its watch, the keychain, settings and notes beside it.
// Keep: No policy: what is written when is usecases/vault; keytar is loaded in keytar-keychain.ts alone.
import { lstat, readdir } from "node:fs/promises";
import { join } from "node:path";
import { vaultError, type VaultError } from "../../core/errors.ts";
import { limits } from "../../core/limits.ts";
import type {
  EditsBackups,
  EditsId,
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
import { readOwn, readOwnAgain, type ReadFile } from "../files/own-file.ts";
import { UnsafeFile } from "../files/unsafe-file.ts";
import {
  checkPrivateFolder,
  ensurePrivateFolder,
} from "../files/private-folder.ts";

const largestFile = limits.vaultFile.most;
const largestEdits = limits.editsFile.most;

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
  const seen = new SeenFiles();
  return {
    path,
    read: (name) => guardedRead(path, at(name), largestOf(name)),
    reread: (name) => seen.reread(path, at(name), largestOf(name)),
    write: (name, bytes) => lock.write(path, at(name), bytes),
    rename: (from, to) =>
      attempt("write", at(to), async () => {
        lock.assertOurs();
        await renameDurably(at(from), at(to));
      }),
    remove: (name) =>
      attempt("remove", at(name), async () => {
        lock.assertOurs();
        await removeDurably(at(name));
      }),
    locked: (work) => lock.hold(work),
    backups: diskBackups(path, lock),
  };
}

const largestOf = (name: VaultFileName) =>
  name === "edits.age" ? largestEdits : largestFile;

/** What was read last of each file, while somebody goes on looking. */
class SeenFiles {
  readonly #files = new Map<string, ReadFile>();

  reread(
    folder: string,
    path: string,
    largest: number,
  ): Promise<Result<Uint8Array | null>> {
    return guarded(folder, path, async () => {
      const known = this.#files.get(path) ?? null;
      const file = await readOwnAgain(path, largest, known, Date.now());
      if (file) this.#files.set(path, file);
      else this.#files.delete(path);
      return file && file.bytes;
    });
  }
}

const backupName = /^vault-(\d{1,15})(?:-([0-9a-f]{16}))?\.age$/;

/**
 * How programs that sync folders name the second version of a file: "vault (conflicted copy 2026-…).age" (Dropbox,
 * Nextcloud, ownCloud), "vault.sync-conflict-….age" (Syncthing), "vault-NAME.age" (OneDrive appends the machine's name),
 * "vault (1).age" (Google Drive, iCloud: "vault 2.age"), "vault_conflict-….age" and "vault.age.conflict…" (Seafile, pCloud).
 */
const conflictName =
  /^(?:vault|edits)(?: ?\(.*\)|\.sync-conflict-.*|[-_ ~].+)\.age$|^(?:vault|edits)\.age[ ._(~-].+|^(?:vault|edits)\.sync-conflict-.*/i;
const oursBeside = new Set(["vault.replaced.age"]);

const nameOf = ({ generation, mark }: GenerationId) =>
  mark === ""
    ? `vault-${String(generation)}`
    : `vault-${String(generation)}-${mark}`;

function diskBackups(folder: string, lock: FolderLock): VaultBackups {
  const path = join(folder, "backups");
  const at = (id: GenerationId) => join(path, `${nameOf(id)}.age`);
  return {
    list: async () => success(await generationsIn(path)),
    read: (id) => guardedRead(path, at(id), largestFile),
    write: (id, bytes) => lock.write(path, at(id), bytes),
    remove: (id) => attempt("remove", at(id), () => removeDurably(at(id))),
    edits: diskEdits(path, lock),
    conflictCopies: async () =>
      (await readdir(folder).catch(() => []))
        .filter((name) => conflictName.test(name))
        .filter((name) => !oursBeside.has(name))
        .toSorted(),
  };
}

/** The vault file that they were made to, then the generation and the mark of the last of them. */
const editsName =
  /^vault-(\d{1,15})(?:-([0-9a-f]{16}))?\.edits-(\d{1,15})-([0-9a-f]{16})\.age$/;

function diskEdits(path: string, lock: FolderLock): EditsBackups {
  const at = ({ of, generation, mark }: EditsId) =>
    join(path, `${nameOf(of)}.edits-${String(generation)}-${mark}.age`);
  return {
    list: async () => {
      const names = await readdir(path).catch(() => []);
      return success(names.flatMap(editsIdIn));
    },
    read: (id) => guardedRead(path, at(id), largestEdits),
    write: (id, bytes) => lock.write(path, at(id), bytes),
    remove: (id) => attempt("remove", at(id), () => removeDurably(at(id))),
    writtenAt: async (id) =>
      lstat(at(id)).then(
        ({ mtime }) => mtime,
        () => null,
      ),
  };
}

function editsIdIn(name: string): readonly EditsId[] {
  const [, digits, of = "", number, mark] = editsName.exec(name) ?? [];
  if (number === undefined || mark === undefined) return [];
  return [
    {
      of: { generation: Number(digits), mark: of },
      generation: Number(number),
      mark,
    },
  ];
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
  largest: number,
): Promise<Result<Uint8Array | null>> {
  return guarded(folder, path, () => readOwn(path, largest));
}

async function guarded(
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
    const beforeReplacing = async () => this.assertOurs();
    return attempt("write", path, () =>
      writeAtomically(path, bytes, { beforeReplacing }),
    );
  }

  /** Throws where somebody else took the lock over that was taken here. */
  assertOurs(): void {
    if (this.#held && !this.#held.isOurs()) throw new LostLock();
  }

  /** Of writers that were killed: under the lock nobody else writes these files. Others in the folder are not ours to judge. */
  #removeLeftovers(): void {
    removeLeftovers(this.#folder, (name) => ownNames.test(name));
    removeLeftovers(
      join(this.#folder, "backups"),
      (name) => backupName.test(name) || editsName.test(name),
    );
  }
}

/** The files that are written under the lock alone. */
const ownNames = /^(?:vault|edits|identity|recovery)(?:\.[a-z]+)?\.age$/;

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
