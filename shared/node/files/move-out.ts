import { vaultError } from "../../core/errors.ts";
import { equalBytes } from "../../core/bytes.ts";
import { limits } from "../../core/limits.ts";
import { failure, success, type Result } from "../../core/result.ts";
import { removeDurably, writeNamed } from "./atomic-file.ts";
import { fileError } from "./file-error.ts";
import { readNamedInPieces, readOwnInPieces } from "./own-file.ts";

const bounds = {
  pieceLength: limits.auditPiece.most,
  largest: limits.auditFile.most,
};

/**
 * Moves a file of ours, however long, to where a person wants it, on another disk too: it is removed once the other one is on the disk
 * and the same. Errors: `file-exists` where something else has the name; those of both folders.
 */
export async function moveOut(
  path: string,
  target: string,
): Promise<Result<void>> {
  try {
    await writeNamed(target, readOwnInPieces(path, 0, bounds), false);
  } catch (error) {
    // Whoever was killed before it removed the first one left both.
    if ((error as NodeJS.ErrnoException).code !== "EEXIST")
      return failure(fileError(error, "write", target));
  }
  try {
    if (!(await isSameContent(path, target))) return failure(other(target));
    await removeDurably(path);
    return success(undefined);
  } catch (error) {
    return failure(fileError(error, "read", target));
  }
}

async function isSameContent(own: string, named: string): Promise<boolean> {
  const theirs = readNamedInPieces(named, bounds);
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

function other(path: string) {
  return vaultError(
    "file-exists",
    `${path} is there already, and is another file.`,
    "Move it away, or name another folder.",
  );
}
