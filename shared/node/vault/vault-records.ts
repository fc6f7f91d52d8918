import { join } from "node:path";
import type { VaultRecords } from "../../core/ports/vault-records.ts";
import { failure, success, type Result } from "../../core/result.ts";
import { fileError } from "../files/file-error.ts";
import { limits } from "../../core/limits.ts";
import { writeAtomically } from "../files/atomic-file.ts";
import { auditFiles } from "../audit/audit-files.ts";
import { readOwn, readOwnEndSync } from "../files/own-file.ts";
import { mergeRecords } from "../audit/merge-records.ts";

const settingsName = "settings.json";

/** The longest that any of them may be. */
const largest = limits.ledgerFile.most;

/** The files beside `vault.age` that belong to the vault. */
export function vaultRecords(home: string): VaultRecords {
  const settingsPath = join(home, settingsName);
  return {
    read: () =>
      attempt("read", home, async () => ({
        audit: newestLines(home),
        ledger: (await textOf(join(home, "ledger.jsonl"))) ?? "",
        history: (await textOf(join(home, "history.jsonl"))) ?? "",
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

/** Of the whole log, with what was moved into files of their own, so much as there is room for. */
function newestLines(home: string): string {
  let room = largest;
  const texts: string[] = [];
  for (const path of auditFiles(home).toReversed()) {
    const end = room > 0 ? readOwnEndSync(path, room) : null;
    if (end === null) continue;
    const text = new TextDecoder().decode(end.bytes);
    texts.unshift(end.isWhole ? text : text.slice(text.indexOf("\n") + 1));
    room -= end.bytes.length;
  }
  return texts.join("");
}

async function textOf(path: string): Promise<string | null> {
  const bytes = await readOwn(path, largest);
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
