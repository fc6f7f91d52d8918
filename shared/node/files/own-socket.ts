import { lstatSync } from "node:fs";
import { isOfAnother, judgeFolder } from "./unsafe-file.ts";

/**
 * True where a socket of ours listens, or did: in a folder of ours alone, and no link to another. Apart from what reads
 * files, so that a command line which only waits loads nothing else.
 */
export function isOwnSocket(path: string): boolean {
  try {
    judgeFolder(path);
    const found = lstatSync(path);
    return (
      process.platform === "win32" || (found.isSocket() && !isOfAnother(found))
    );
  } catch {
    return false;
  }
}
