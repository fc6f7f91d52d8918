import { join } from "node:path";
import type { VaultError } from "../../core/errors.ts";
import type { SettingsStore } from "../../core/ports/settings-store.ts";
import { changeSettings, readSettings } from "../../core/settings/settings.ts";
import { failure, success, type Result } from "../../core/result.ts";
import { fileError } from "../files/file-error.ts";
import { removeLeftovers, writeAtomically } from "../files/atomic-file.ts";
import { readOwn } from "../files/own-file.ts";
import { ensurePrivateFolder } from "../files/private-folder.ts";
import { limits } from "../../core/limits.ts";
import { settingsName } from "./vault-location.ts";

/** Two windows may write at once; after so long what they left is nobody's. */
const leftoverMs = 60 * 60 * 1000;
const largest = {
  [settingsName]: limits.settingsFile.most,
  "shown-notices.json": limits.noticesFile.most,
} as const;
type FileName = keyof typeof largest;

/** `settings.json` and `shown-notices.json` in the vault's folder. A file that cannot be read counts as absent, and no setting is written over it. */
export function settingsFile(home: string): SettingsStore {
  const write = async (name: FileName, text: string): Promise<Result<void>> => {
    const folder = ensurePrivateFolder(home);
    if (!folder.ok) return folder;
    const path = join(home, name);
    removeLeftovers(home, (target) => target === name, leftoverMs);
    try {
      await writeAtomically(path, text);
      return success(undefined);
    } catch (error) {
      return failure(fileError(error, "write", path));
    }
  };
  return {
    read: async () => readSettings(await textOf(home, settingsName)),
    problem: () => settingsProblem(home),
    change: async (changes) => {
      const text = await wholeText(home, settingsName);
      if (!text.ok) return text;
      const changed = changeSettings(text.value, changes);
      if (!changed.ok) return changed;
      const written = await write(settingsName, changed.value.text);
      return written.ok ? success(changed.value.settings) : written;
    },
    readShownNotices: async () =>
      new Set(keysOf(await textOf(home, "shown-notices.json"))),
    writeShownNotices: (keys) =>
      write("shown-notices.json", `${JSON.stringify([...keys], null, 2)}\n`),
  };
}

/** Why `settings.json` counts as absent though it is there; null: it does not. */
export async function settingsProblem(
  home: string,
): Promise<VaultError | null> {
  const text = await wholeText(home, settingsName);
  const judged = text.ok ? changeSettings(text.value, {}) : text;
  return judged.ok ? null : judged.error;
}

/** Of a file that is changed: what cannot be read is not written over. Empty: there is none. */
async function wholeText(
  home: string,
  name: FileName,
): Promise<Result<string>> {
  const path = join(home, name);
  try {
    const bytes = await readOwn(path, largest[name]);
    return success(bytes === null ? "" : exactly.decode(bytes));
  } catch (error) {
    return failure(fileError(error, "read", path));
  }
}

const exactly = new TextDecoder("utf-8", { fatal: true });

async function textOf(home: string, name: FileName): Promise<string> {
  try {
    const bytes = await readOwn(join(home, name), largest[name]);
    return bytes === null ? "" : new TextDecoder().decode(bytes);
  } catch {
    return "";
  }
}

function keysOf(text: string): readonly string[] {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value)
      ? value.filter((one) => typeof one === "string")
      : [];
  } catch {
    return [];
  }
}
