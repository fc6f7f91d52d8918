import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { readHealth, writeHealth } from "../core/diagnosis/health.ts";
import type { HealthStore } from "../core/ports/health-store.ts";
import { diskFiles } from "./disk-files.ts";
import { ensurePrivateFolder } from "./private-folder.ts";

/** `health.json` in the vault's folder: the last answer of every endpoint. A file that cannot be read counts as absent. */
export function healthFile(home: string): HealthStore {
  const path = join(home, "health.json");
  return {
    read: async () => {
      try {
        return readHealth(await readFile(path, "utf8"));
      } catch {
        return readHealth("");
      }
    },
    write: async (health) => {
      const folder = ensurePrivateFolder(home);
      if (!folder.ok) return folder;
      const bytes = new TextEncoder().encode(writeHealth(health));
      return diskFiles.writePrivate(path, bytes, true);
    },
  };
}
