import { join } from "node:path";
import { limits } from "../../core/limits.ts";
import { readPlace, type KeptPlace } from "../../core/settings/window-place.ts";
import { writeAtomicallySync } from "../files/atomic-file.ts";
import { readOwnSync } from "../files/own-file.ts";
import { ensurePrivateFolder } from "../files/private-folder.ts";

export interface PlaceFile {
  /** Null: there is none that can be read. */
  read(): KeptPlace | null;
  /** While the window closes: nobody waits, and one that is not kept harms nothing. */
  keep(place: KeptPlace): void;
}

/** `window.json` in the vault's folder: where the window was. */
export function windowPlaceFile(home: string): PlaceFile {
  const path = join(home, "window.json");
  return {
    read: () => {
      try {
        return readPlace(readOwnSync(path, limits.settingsFile.most) ?? "");
      } catch {
        return null;
      }
    },
    keep: (place) => {
      try {
        if (ensurePrivateFolder(home).ok)
          writeAtomicallySync(path, `${JSON.stringify(place)}\n`, {
            durable: false,
          });
      } catch {
        // The next window opens where the desktop puts it.
      }
    },
  };
}
