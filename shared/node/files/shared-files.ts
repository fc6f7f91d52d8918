import { realpath, stat } from "node:fs/promises";
import { vaultError } from "../../core/errors.ts";
import type { SharedFiles } from "../../core/ports/shared-files.ts";
import { failure, success, type Result } from "../../core/result.ts";
import { replaceNamed } from "./atomic-file.ts";
import { diskFiles } from "./disk-files.ts";
import { fileError } from "./file-error.ts";

/** A file's mode without what kind of file it is, and without setuid and its like. */
const kinds = 0o1000;

/** Files of this machine's disk that others write as well. */
export const sharedFiles: SharedFiles = { replaceKnown };

async function replaceKnown(
  path: string,
  known: Uint8Array,
  bytes: Uint8Array,
): Promise<Result<void>> {
  const isKnown = async () => {
    const present = await diskFiles.read(path);
    return present.ok && Buffer.compare(present.value, known) === 0;
  };
  try {
    const target = await realpath(path);
    const { mode } = await stat(target);
    return (await replaceNamed(target, bytes, mode % kinds, isKnown))
      ? success(undefined)
      : failure(changed(path));
  } catch (error) {
    const isGone = (error as NodeJS.ErrnoException).code === "ENOENT";
    return failure(isGone ? changed(path) : fileError(error, "write", path));
  }
}

function changed(path: string) {
  return vaultError(
    "store-diverged",
    `${path} was changed meanwhile; what stands there stays.`,
    "Pull first, and look at the difference.",
  );
}
