import { existsSync } from "node:fs";
import { dirname } from "node:path";
import { vaultError, type VaultError } from "../../core/errors.ts";
import { errnoName } from "../system/errno-name.ts";
import { UnconfirmedWrite, unconfirmed } from "./unconfirmed-write.ts";
import { UnsafeFile, type FolderFault } from "./unsafe-file.ts";

/** A failed file operation as a sentence, with the system's errno as its cause. */
export function fileError(
  error: unknown,
  verb: "read" | "write" | "remove",
  path: string,
): VaultError {
  if (error instanceof UnsafeFile) return unsafe(path, error);
  if (error instanceof UnconfirmedWrite) return unconfirmed(path, error);
  const code = errnoName(error);
  switch (code) {
    case "ENOENT":
      return verb === "write"
        ? nowhereToWrite(path)
        : vaultError(
            "file-missing",
            `There is no file ${path}.`,
            "Check the path.",
          );
    case "EISDIR":
      return vaultError(
        "file-failed",
        `${path} is a folder.`,
        "Name a file.",
        code,
      );
    case "EACCES":
    case "EPERM":
      return vaultError(
        "file-failed",
        `Not allowed to ${verb} ${path}.`,
        "Check who owns it and its permissions (ls -l).",
        code,
      );
    case "EROFS":
      return vaultError(
        "file-failed",
        `${path} is on a read-only file system.`,
        "Mount it writable, or use another place.",
        code,
      );
    case "ENOSPC":
    case "EDQUOT":
      return vaultError(
        "disk-full",
        `No space left to ${verb} ${path}.`,
        "Free some space and try again; nothing was changed.",
        code,
      );
    default:
      return vaultError(
        "file-failed",
        `Could not ${verb} ${path}.`,
        "Check the path.",
        code,
      );
  }
}

/** A folder that is not ours alone. */
export function unsafeFolder({ path, how, next }: FolderFault): VaultError {
  return vaultError(
    "file-unsafe",
    `${path} ${how}, so nothing is read or put there.`,
    next,
  );
}

function unsafe(asked: string, { what, folder, path }: UnsafeFile): VaultError {
  if (folder) return unsafeFolder(folder);
  return vaultError(
    "file-unsafe",
    `${path ?? asked} is ${what} where talos-vault keeps a file, so it is left alone.`,
    "Move it away and try again.",
  );
}

function nowhereToWrite(path: string): VaultError {
  return existsSync(dirname(path))
    ? vaultError(
        "file-failed",
        `${path} could not be written: something removed its temporary file.`,
        "Try again.",
        "ENOENT",
      )
    : vaultError(
        "file-missing",
        `The folder of ${path} does not exist.`,
        "Make the folder first.",
      );
}
