import { chmodSync, mkdirSync } from "node:fs";
import { failure, success, type Result } from "../../core/result.ts";
import { fileError, unsafeFolder } from "./file-error.ts";
import { faultOfFolder } from "./unsafe-file.ts";

const privateMode = 0o700;

/**
 * Makes a folder that only we can enter, or makes sure that it is one: a real folder (no link), ours, 0700.
 * Errors: `file-unsafe` for anything planted in its place; `file-failed`, `disk-full`.
 */
export function ensurePrivateFolder(path: string): Result<void> {
  try {
    make(path);
    return judge(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return judge(path);
    return failure(fileError(error, "write", path));
  }
}

function make(path: string): void {
  try {
    mkdirSync(path, { mode: privateMode });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    // With `recursive` Node says "no such file" of a read-only file system: only for missing parents.
    mkdirSync(path, { recursive: true, mode: privateMode });
  }
  // The umask may have taken bits away, or a parent with an ACL given some.
  chmodSync(path, privateMode);
}

/** The check alone; a folder that is not there is fine. */
export function checkPrivateFolder(path: string): Result<void> {
  try {
    return judge(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT")
      return success(undefined);
    return failure(fileError(error, "read", path));
  }
}

function judge(path: string): Result<void> {
  const fault = faultOfFolder(path);
  return fault ? failure(unsafeFolder(fault)) : success(undefined);
}
