import { lstat, readdir } from "node:fs/promises";
import { join } from "node:path";
import type {
  EditsBackups,
  EditsId,
  GenerationId,
  VaultBackups,
} from "../../core/ports/vault-folder.ts";
import { limits } from "../../core/limits.ts";
import { success } from "../../core/result.ts";
import { removeDurably } from "../files/atomic-file.ts";
import {
  editsFile,
  editsIn,
  generationFile,
  generationsIn,
} from "./backup-names.ts";
import { conflictCopies } from "./sync-conflicts.ts";
import {
  attempt,
  guardedRead,
  type VaultFolderLock,
} from "./vault-folder-lock.ts";

const largestFile = limits.vaultFile.most;
const largestEdits = limits.editsFile.most;

/** Earlier generations, and small changes that were made to them, in the folder `backups` of a vault's. */
export function diskBackups(
  folder: string,
  lock: VaultFolderLock,
): VaultBackups {
  const path = join(folder, "backups");
  const at = (id: GenerationId) => join(path, generationFile(id));
  return {
    list: async () => success(generationsIn(await namesIn(path))),
    read: (id) => guardedRead(path, at(id), largestFile),
    write: (id, bytes) => lock.write(path, at(id), bytes),
    remove: (id) => attempt("remove", at(id), () => removeDurably(at(id))),
    edits: diskEdits(path, lock),
    conflictCopies: () => conflictCopies(folder),
  };
}

function diskEdits(path: string, lock: VaultFolderLock): EditsBackups {
  const at = (id: EditsId) => join(path, editsFile(id));
  return {
    list: async () => success(editsIn(await namesIn(path))),
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

async function namesIn(path: string): Promise<readonly string[]> {
  return readdir(path).catch(() => []);
}
