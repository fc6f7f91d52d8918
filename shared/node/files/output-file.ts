import { lstatSync, mkdirSync, openSync } from "node:fs";
import { vaultError } from "../../core/errors.ts";
import { failure, success, type Result } from "../../core/result.ts";
import { fileError } from "./file-error.ts";

/** Of files and folders that hold what nodes say. */
const ownFile = 0o600;
const ownFolder = 0o700;

/**
 * Makes a folder for files of output; one that is there stays as it is, and has none of these names. Errors: `file-exists`;
 * those of the disk.
 */
export function makeOutputFolder(
  path: string,
  files: readonly string[],
): Result<void> {
  try {
    mkdirSync(path, { recursive: true, mode: ownFolder });
    const taken = files.find((file) =>
      lstatSync(file, { throwIfNoEntry: false }),
    );
    return taken === undefined ? success(undefined) : failure(isThere(taken));
  } catch (error) {
    return failure(fileError(error, "write", path));
  }
}

/**
 * A descriptor of a file that was not there, into which a program prints by itself. Whoever asks closes it. Errors:
 * `file-exists`; those of the disk.
 */
export function openOutputFile(path: string): Result<number> {
  try {
    return success(openSync(path, "wx", ownFile));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const exists = code === "EEXIST";
    return failure(exists ? isThere(path) : fileError(error, "write", path));
  }
}

/** Did the program write anything into it? */
export function isWritten(path: string): boolean {
  return (lstatSync(path, { throwIfNoEntry: false })?.size ?? 0) > 0;
}

function isThere(path: string) {
  return vaultError(
    "file-exists",
    `${path} is there already, and is not written over.`,
    "Name a new folder, or move what is in it away.",
  );
}
