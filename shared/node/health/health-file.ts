// `health.json`: what endpoints answered last.
// Keep: Facts for showing; a file that is damaged counts as absent.
import { join } from "node:path";
import {
  storedHealth,
  openHealth,
  readContextHealth,
  readHealth,
  writeHealth,
} from "../../core/diagnosis/stored-health.ts";
import type { HealthStore } from "../../core/ports/health-store.ts";
import { failure, success } from "../../core/result.ts";
import { fileError } from "../files/file-error.ts";
import { removeLeftovers, writeAtomically } from "../files/atomic-file.ts";
import { withFileLock } from "../files/file-lock.ts";
import { readOwn } from "../files/own-file.ts";
import { inSlices } from "../../core/work-in-slices.ts";
import { ensurePrivateFolder } from "../files/private-folder.ts";
import { limits } from "../../core/limits.ts";

const largest = limits.healthFile.most;

/** `health.json` in the vault's folder: the last answer of every endpoint. A file that cannot be read counts as absent. */
export function healthFile(home: string): HealthStore {
  const path = join(home, "health.json");
  const read = async () => {
    try {
      const bytes = await readOwn(path, largest);
      const text = new TextDecoder().decode(bytes ?? new Uint8Array());
      const { writtenAt, contexts } = openHealth(text);
      return storedHealth(
        writtenAt,
        await inSlices(contexts, readContextHealth),
      );
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
        return await withFileLock(`${path}.lock`, async (held) => {
          removeLeftovers(home, (name) => name === "health.json");
          const text = writeHealth(change(await read()), now);
          const beforeReplacing = async () => held.assertOurs();
          await writeAtomically(path, text, { beforeReplacing });
          return success(undefined);
        });
      } catch (error) {
        return failure(fileError(error, "write", path));
      }
    },
  };
}
