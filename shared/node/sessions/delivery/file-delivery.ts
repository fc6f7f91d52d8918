import { rmSync } from "node:fs";
import { join } from "node:path";
import { writeAtomicallySync } from "../../files/atomic-file.ts";
import { configName, documentMode, type Delivery } from "./delivery.ts";
import { startFolderWatchdog } from "./folder-watchdog.ts";

/**
 * Puts the document into a file of its own in the private folder, for containers and systems without /proc.
 * A watchdog stands by before the file exists, and empties it when this process is killed. Throws the
 * system's error.
 */
export function deliverByFile(folder: string, document: Uint8Array): Delivery {
  const path = join(folder, configName);
  const watchdog = startFolderWatchdog(folder);
  const replace = (next: Uint8Array): void => {
    // It ends with the machine at the latest, so it need not outlive a crash of it.
    writeAtomicallySync(path, next, { mode: documentMode, durable: false });
  };
  try {
    replace(document);
  } catch (error) {
    watchdog.dismiss();
    throw error;
  }
  return {
    replace,
    remove: () => {
      rmSync(path, { force: true });
      watchdog.dismiss();
    },
    letGo: () => watchdog.dismiss(),
  };
}
