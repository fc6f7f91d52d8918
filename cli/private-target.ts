import type { Files } from "../shared/core/ports/files.ts";
import { failure, success, type Result } from "../shared/core/result.ts";
import { diskFiles } from "../shared/node/disk-files.ts";
import type { Terminal } from "./terminal.ts";

/** As a name of a file: the stream, as for what is read. */
const stream = "-";

export function isStream(path: string): boolean {
  return path === stream;
}

/** Where what was named goes, for people and for the ledger. */
export function targetName(path: string): string {
  return isStream(path) ? "stdout" : path;
}

/** Private files, and stdout for `-`: whoever writes that means it, on a terminal too. */
export function privateTarget(
  terminal: Terminal,
): Pick<Files, "judgeTarget" | "writePrivate"> {
  return {
    judgeTarget: async (path, replace) =>
      isStream(path)
        ? success(undefined)
        : diskFiles.judgeTarget(path, replace),
    writePrivate: async (path, bytes, replace) => {
      if (!isStream(path)) return diskFiles.writePrivate(path, bytes, replace);
      terminal.write(bytes);
      return success(undefined);
    },
  };
}

/** For the verbs that have --force: what it is for. */
export function offerForce<T>(result: Result<T>): Result<T> {
  if (result.ok || result.error.code !== "file-exists") return result;
  const next = "Choose another name, or add --force.";
  return failure({ ...result.error, next });
}
