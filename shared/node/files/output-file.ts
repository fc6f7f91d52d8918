import { lstatSync, mkdirSync, openSync, rmdirSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { vaultError } from "../../core/errors.ts";
import { failure, success, type Result } from "../../core/result.ts";
import { fileError } from "./file-error.ts";

/** Of files and folders that hold what nodes say. */
const ownFile = 0o600;
const ownFolder = 0o700;

/**
 * Makes a folder for files of output; one that is there stays as it is, and has none of these names. Gives the folders that
 * were made, the inmost first, for `removeMade`. Errors: `file-exists`; those of the disk.
 */
export function makeOutputFolder(
  path: string,
  files: readonly string[],
): Result<readonly string[]> {
  try {
    const first = mkdirSync(path, { recursive: true, mode: ownFolder });
    const taken = files.find((file) =>
      lstatSync(file, { throwIfNoEntry: false }),
    );
    return taken === undefined
      ? success(foldersFrom(first, resolve(path)))
      : failure(isThere(taken));
  } catch (error) {
    return failure(fileError(error, "write", path));
  }
}

function foldersFrom(first: string | undefined, last: string) {
  if (first === undefined) return [];
  const made = [last];
  for (let one = last; one !== resolve(first); one = dirname(one))
    made.push(dirname(one));
  return made;
}

/** Takes folders away again that were made for output which did not come; one that has something in it by now stays. */
export function removeMade(folders: readonly string[]): void {
  try {
    for (const folder of folders) rmdirSync(folder);
  } catch {
    // What lies in it is somebody's.
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
