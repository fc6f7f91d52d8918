import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { SettingsStore } from "../core/ports/settings-store.ts";
import { readSettings } from "../core/settings/settings.ts";
import type { Result } from "../core/result.ts";
import { diskFiles } from "./disk-files.ts";
import { ensurePrivateFolder } from "./private-folder.ts";

/** `settings.json` and `told.json` in the vault's folder. A file that cannot be read counts as absent. */
export function settingsFile(home: string): SettingsStore {
  const write = async (name: string, value: unknown): Promise<Result<void>> => {
    const folder = ensurePrivateFolder(home);
    if (!folder.ok) return folder;
    const text = `${JSON.stringify(value, null, 2)}\n`;
    const bytes = new TextEncoder().encode(text);
    return diskFiles.writePrivate(join(home, name), bytes, true);
  };
  return {
    read: async () => readSettings(await textOf(join(home, "settings.json"))),
    write: (settings) => write("settings.json", settings),
    readTold: async () =>
      new Set(keysOf(await textOf(join(home, "told.json")))),
    writeTold: (keys) => write("told.json", [...keys]),
  };
}

async function textOf(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
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
