// The vault's folder, its watch, the keychain, settings and notes beside it.
// Keep: No policy: what is written when is usecases/vault; keytar is loaded in keytar-keychain.ts alone.
import { join } from "node:path";
import { limits } from "../../core/limits.ts";
import type {
  VaultFileName,
  VaultFolder,
} from "../../core/ports/vault-folder.ts";
import type { Result } from "../../core/result.ts";
import { removeDurably, renameDurably } from "../files/atomic-file.ts";
import { readOwnAgain, type ReadFile } from "../files/own-file.ts";
import { diskBackups } from "./disk-backups.ts";
import {
  attempt,
  guarded,
  guardedRead,
  VaultFolderLock,
  type Waiting,
} from "./vault-folder-lock.ts";

const largestFile = limits.vaultFile.most;
const largestEdits = limits.editsFile.most;

/** The vault's folder on this machine's disk. */
export function diskVaultFolder(
  path: string,
  waiting: Waiting = {},
): VaultFolder {
  const at = (name: VaultFileName) => join(path, name);
  const lock = new VaultFolderLock(path, waiting);
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
