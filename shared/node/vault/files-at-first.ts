import { join } from "node:path";
import { limits } from "../../core/limits.ts";
import type { FilesAtFirst } from "../../core/ports/files-at-first.ts";
import { readSettings } from "../../core/settings/settings.ts";
import { isTaken, readOwnSync } from "../files/own-file.ts";
import { settingsName } from "./vault-location.ts";

/**
 * What the names in the vault's folder say, and the settings; of the vault nothing is read. Null where more has to be looked at: there
 * may be earlier generations and no vault, or the folder cannot be read.
 */
export function filesAtFirst(home: string): FilesAtFirst | null {
  try {
    const has = (name: string) => isTaken(join(home, name));
    const isThere = has("vault.age");
    if (!isThere && has("backups")) return null;
    const text = readOwnSync(
      join(home, settingsName),
      limits.settingsFile.most,
    );
    return {
      isThere,
      hasPassphrase: has("identity.age"),
      hasRecovery: has("recovery.age"),
      settings: readSettings(text ?? ""),
    };
  } catch {
    return null;
  }
}
