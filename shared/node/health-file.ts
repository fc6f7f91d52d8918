import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { readHealth, writeHealth } from "../core/diagnosis/health.ts";
import type { HealthStore } from "../core/ports/health-store.ts";
import { failure } from "../core/result.ts";
import { diskFiles } from "./disk-files.ts";
import { fileError } from "./file-error.ts";
import { withFileLock } from "./file-lock.ts";
import { ensurePrivateFolder } from "./private-folder.ts";

/** `health.json` in the vault's folder: the last answer of every endpoint. A file that cannot be read counts as absent. */
export function healthFile(home: string): HealthStore {
  const path = join(home, "health.json");
  const read = async () => {
    try {
      return readHealth(await readFile(path, "utf8"));
    } catch {
      return readHealth("");
    }
  };
  return {
    read,
    update: async (now, change) => {
      const folder = ensurePrivateFolder(home);
      if (!folder.ok) return folder;
      try {
        return await withFileLock(`${path}.lock`, async () => {
          const text = writeHealth(change(await read()), now);
          const bytes = new TextEncoder().encode(text);
          return diskFiles.writePrivate(path, bytes, true);
        });
      } catch (error) {
        return failure(fileError(error, "write", path));
      }
    },
  };
}
