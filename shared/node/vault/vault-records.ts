import { join } from "node:path";
import type { VaultRecords } from "../../core/ports/vault-records.ts";
import { failure, success, type Result } from "../../core/result.ts";
import { fileError } from "../files/file-error.ts";
import { limits } from "../../core/limits.ts";
import { mergeRecords, readRecords } from "../audit/merge-records.ts";
import { writeAtomically } from "../files/atomic-file.ts";
import { readOwn } from "../files/own-file.ts";
import { settingsName } from "./vault-location.ts";

/** The files beside `vault.age` that belong to the vault. */
export function vaultRecords(home: string): VaultRecords {
  const settingsPath = join(home, settingsName);
  return {
    read: () =>
      attempt("read", home, async () => ({
        ...(await readRecords(home)),
        settings: await textOf(settingsPath),
      })),
    merge: async ({ settings, ...records }) => {
      const merged = await attempt("write", home, async () => {
        if (settings !== null && (await textOf(settingsPath)) === null)
          await writeAtomically(settingsPath, settings);
        return mergeRecords(home, records);
      });
      return merged.ok ? merged.value : merged;
    },
  };
}

async function textOf(path: string): Promise<string | null> {
  const bytes = await readOwn(path, limits.ledgerFile.most);
  return bytes && new TextDecoder().decode(bytes);
}

async function attempt<T>(
  verb: "read" | "write",
  path: string,
  work: () => Promise<T>,
): Promise<Result<T>> {
  try {
    return success(await work());
  } catch (error) {
    return failure(fileError(error, verb, path));
  }
}
