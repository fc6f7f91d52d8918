import {
  closeSync,
  constants,
  fchmodSync,
  openSync,
  renameSync,
  rmSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { configName, documentMode, type Delivery } from "./delivery.ts";
import { startJanitor } from "./janitor.ts";
import { temporaryName } from "../temporary-name.ts";

/**
 * Puts the document into a file of its own in the private folder, for containers and systems without /proc.
 * A janitor stands by before the file exists, and empties it when this process is killed. Throws the
 * system's error.
 */
export function deliverByFile(folder: string, document: Uint8Array): Delivery {
  const path = join(folder, configName);
  const janitor = startJanitor(folder);
  const replace = (next: Uint8Array): void => {
    const temporary = join(folder, temporaryName());
    try {
      writePrivately(temporary, next);
      renameSync(temporary, path);
    } catch (error) {
      rmSync(temporary, { force: true });
      throw error;
    }
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

/** Whatever the umask; a link planted in the way is refused. */
function writePrivately(path: string, bytes: Uint8Array): void {
  const { O_WRONLY, O_CREAT, O_EXCL, O_NOFOLLOW } = constants;
  const fd = openSync(
    path,
    O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW,
    documentMode,
  );
  try {
    fchmodSync(fd, documentMode);
    writeSync(fd, bytes);
  } finally {
    closeSync(fd);
  }
}
