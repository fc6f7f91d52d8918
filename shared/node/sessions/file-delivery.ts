import { rmSync } from "node:fs";
import { join } from "node:path";
import { writeAtomicallySync } from "../files/atomic-file.ts";
import { configName, documentMode, type Delivery } from "./delivery.ts";
import { startJanitor } from "./janitor.ts";

/**
 * Puts the document into a file of its own in the private folder, for containers and systems without /proc.
 * A janitor stands by before the file exists, and empties it when this process is killed. Throws the
 * system's error.
 */
export function deliverByFile(folder: string, document: Uint8Array): Delivery {
  const path = join(folder, configName);
  const janitor = startJanitor(folder);
  const replace = (next: Uint8Array): void => {
    // It ends with the machine at the latest, so it need not outlive a crash of it.
    writeAtomicallySync(path, next, { mode: documentMode, durable: false });
  };
  try {
    replace(document);
  } catch (error) {
    janitor.dismiss();
    throw error;
  }
  return {
    replace,
    remove: () => {
      rmSync(path, { force: true });
      janitor.dismiss();
    },
  };
}
