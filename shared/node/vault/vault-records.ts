import { join } from "node:path";
import { missingLines } from "../../core/ledger/entry.ts";
import type {
  RecordTexts,
  VaultRecords,
} from "../../core/ports/vault-records.ts";
import { failure, success, type Result } from "../../core/result.ts";
import { fileError } from "../files/file-error.ts";
import { limits } from "../../core/limits.ts";
import { writeAtomically } from "../files/atomic-file.ts";
import { appendOwnSync, readOwn } from "../files/own-file.ts";

const names = {
  ledger: "ledger.jsonl",
  history: "history.jsonl",
  settings: "settings.json",
} as const;

/** The longest that any of them may be. */
const largest = limits.ledgerFile.most;

/** The files beside `vault.age` that belong to the vault. */
export function vaultRecords(home: string): VaultRecords {
  const at = (name: keyof typeof names) => join(home, names[name]);
  return {
    read: () =>
      attempt("read", home, async () => ({
        ledger: (await textOf(at("ledger"))) ?? "",
        history: (await textOf(at("history"))) ?? "",
        settings: await textOf(at("settings")),
      })),
    merge: (texts) => attempt("write", home, () => merge(at, texts)),
  };
}

async function merge(
  at: (name: keyof typeof names) => string,
  texts: RecordTexts,
): Promise<void> {
  for (const name of ["ledger", "history"] as const) {
    const ours = (await textOf(at(name))) ?? "";
    const missing = missingLines(ours, texts[name]);
    if (missing !== "") appendOwnSync(at(name), missing);
  }
  const { settings } = texts;
  if (settings !== null && (await textOf(at("settings"))) === null)
    await writeAtomically(at("settings"), settings);
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
