import { vaultError } from "../../core/errors.ts";
import { failure, success, type Result } from "../../core/result.ts";
import type { HostContext } from "../host-context.ts";

/**
 * The path of a file to read: chosen in the system's dialog, or typed where there is none. Null when none was chosen.
 * Errors: `file-missing` for what is no regular file: a pipe or a device could keep this process waiting for ever.
 */
export async function chooseFile(
  { ports }: HostContext,
  title: string,
  typed: string | undefined,
): Promise<Result<string | null>> {
  const path = await ports.person.chooseFile(title, typed);
  if (path === null) return success(null);
  return (await ports.files.exists(path))
    ? success(path)
    : failure(notAFile(path));
}

function notAFile(path: string) {
  return vaultError(
    "file-missing",
    `There is no file ${path}.`,
    "Check the path: folders, pipes and devices are not read.",
  );
}
