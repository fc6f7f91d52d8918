import { constants, readdirSync } from "node:fs";
import { open, readdir, rename, unlink } from "node:fs/promises";
import { join } from "node:path";
import { maxInputBytes } from "../core/limits.ts";
import type {
  VaultBackups,
  VaultFileName,
  VaultFolder,
} from "../core/ports/vault-folder.ts";
import { failure, success, type Result } from "../core/result.ts";
import { syncFolder, temporaryName, writeDurably } from "./durable-file.ts";
import { fileError } from "./file-error.ts";
import { withFileLock } from "./file-lock.ts";
import { checkPrivateFolder, ensurePrivateFolder } from "./private-folder.ts";
import { damagedFile } from "./damaged-file.ts";

/** age adds some hundred bytes of header and 16 bytes for every 64 KiB. */
const largestFile = maxInputBytes + 1024 * 1024;

/** The vault's folder on this machine's disk. */
export function diskVaultFolder(path: string): VaultFolder {
  const at = (name: VaultFileName) => join(path, name);
  return {
    path,
    read: (name) => guardedRead(path, at(name)),
    write: (name, bytes) => guardedWrite(path, at(name), bytes),
    rename: (from, to) =>
      attempt("write", at(to), () => renameDurably(path, at(from), at(to))),
    remove: (name) =>
      attempt("remove", at(name), () => removeDurably(path, at(name))),
    locked: (work) => lockedFolder(path, work),
    backups: diskBackups(join(path, "backups")),
  };
}

const backupName = /^vault-(\d{1,15})\.age$/;

function diskBackups(path: string): VaultBackups {
  const at = (generation: number) =>
    join(path, `vault-${String(generation)}.age`);
  return {
    list: async () => success(await generationsIn(path)),
    read: (generation) => guardedRead(path, at(generation)),
    write: (generation, bytes) => guardedWrite(path, at(generation), bytes),
    remove: (generation) =>
      attempt("remove", at(generation), () =>
        removeDurably(path, at(generation)),
      ),
  };
}

async function generationsIn(path: string): Promise<readonly number[]> {
  const names = await readdir(path).catch(() => []);
  const generations = names.flatMap((name) => {
    const [, digits] = backupName.exec(name) ?? [];
    return digits === undefined ? [] : [Number(digits)];
  });
  return generations.toSorted((a, b) => b - a);
}

async function guardedRead(
  folder: string,
  path: string,
): Promise<Result<Uint8Array | null>> {
  const safe = checkPrivateFolder(folder);
  if (!safe.ok) return safe;
  try {
    const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW);
    try {
      if ((await file.stat()).size > largestFile)
        return failure(damagedFile(path));
      // Not copied: a vault of 10,000 contexts has 18 MB.
      const { buffer, byteOffset, byteLength } = await file.readFile();
      return success(new Uint8Array(buffer, byteOffset, byteLength));
    } finally {
      await file.close();
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return success(null);
    return failure(
      code === "ELOOP" ? damagedFile(path) : fileError(error, "read", path),
    );
  }
}

async function guardedWrite(
  folder: string,
  path: string,
  bytes: Uint8Array,
): Promise<Result<void>> {
  const safe = ensurePrivateFolder(folder);
  if (!safe.ok) return safe;
  return attempt("write", path, () => writeDurably(path, bytes));
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
    return failure(fileError(error, verb, path));
  }
}

async function renameDurably(
  folder: string,
  from: string,
  to: string,
): Promise<void> {
  await rename(from, to);
  await syncFolder(folder);
}

async function removeDurably(folder: string, path: string): Promise<void> {
  try {
    await unlink(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return;
    throw error;
  }
  await syncFolder(folder);
}

async function lockedFolder<T>(
  path: string,
  work: () => Promise<Result<T>>,
): Promise<Result<T>> {
  const safe = ensurePrivateFolder(path);
  if (!safe.ok) return safe;
  try {
    return await withFileLock(join(path, "vault.lock"), () => {
      removeLeftovers(path);
      return work();
    });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).syscall === undefined) throw error;
    return failure(fileError(error, "write", join(path, "vault.lock")));
  }
}

/** Temporary files of writers that were killed; under the lock nobody else is writing. */
function removeLeftovers(path: string): void {
  for (const folder of [path, join(path, "backups")])
    for (const name of namesIn(folder).filter((one) => temporaryName.test(one)))
      unlink(join(folder, name)).catch(() => undefined);
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
