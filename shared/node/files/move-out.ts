import { vaultError, type VaultError } from "../../core/errors.ts";
import { equalBytes } from "../../core/bytes.ts";
import { limits } from "../../core/limits.ts";
import { failure, success, type Result } from "../../core/result.ts";
import { removeDurably, writeNamed } from "./atomic-file.ts";
import { fileError } from "./file-error.ts";
import { isTaken, readCopyInPieces, readOwnInPieces } from "./own-file.ts";
import { UnsafeFile } from "./unsafe-file.ts";

const bounds = {
  pieceLength: limits.auditPiece.most,
  largest: limits.auditFile.most,
  isNeeded: true,
};

/**
 * Moves a file of ours, however long, to where a person wants it, on another disk too: it is removed once the other one is on the disk
 * and the same. Errors: `file-missing` where it is not there; `file-exists` where something else has the name, a link or the file
 * itself too; those of both folders.
 */
export async function moveOut(
  path: string,
  target: string,
): Promise<Result<void>> {
  if (!isTaken(path)) return failure(missing(path));
  try {
    await writeNamed(target, readOwnInPieces(path, 0, bounds), false);
  } catch (error) {
    if (!isTaken(path)) return failure(missing(path));
    // Whoever was killed before it removed the first one left both.
    if ((error as NodeJS.ErrnoException).code !== "EEXIST")
      return failure(fileError(error, "write", target));
  }
  try {
    if (!(await isCopy(path, target))) return failure(taken(target));
    await removeDurably(path);
    return success(undefined);
  } catch (error) {
    return failure(
      error instanceof UnsafeFile
        ? taken(target)
        : fileError(error, "read", target),
    );
  }
}

/** Whether another file has the same bytes: through a link it would be held against itself, and then be removed. */
async function isCopy(own: string, named: string): Promise<boolean> {
  const theirs = readCopyInPieces(named, own, bounds);
  try {
    for await (const piece of readOwnInPieces(own, 0, bounds)) {
      const { value } = await theirs.next();
      if (!value || !equalBytes(piece, value)) return false;
    }
    return (await theirs.next()).done === true;
  } finally {
    await theirs.return();
  }
}

function missing(path: string): VaultError {
  return fileError({ code: "ENOENT" }, "read", path);
}

/** What has the name that a file was to get. */
export function taken(path: string): VaultError {
  return vaultError(
    "file-exists",
    `${path} is there already, and is no copy of what was to go there.`,
    "Move it away and run it again, or name another folder.",
  );
}
