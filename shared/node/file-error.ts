import { vaultError, type VaultError } from "../core/errors.ts";

/** A failed file operation as a sentence, with the system's errno as its cause. */
export function fileError(
  error: unknown,
  verb: "read" | "write" | "remove",
  path: string,
): VaultError {
  const code = (error as NodeJS.ErrnoException | null)?.code ?? "";
  switch (code) {
    case "ENOENT":
      return vaultError(
        "file-missing",
        verb === "write"
          ? `The folder of ${path} does not exist.`
          : `There is no file ${path}.`,
        verb === "write" ? "Make the folder first." : "Check the path.",
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
