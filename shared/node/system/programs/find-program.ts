import { constants } from "node:fs";
import { access } from "node:fs/promises";
import { delimiter, isAbsolute, join } from "node:path";

/** Path of a program in these folders, else on PATH, as far as they are whole paths; null when it is not there. */
export async function findProgram(
  name: string,
  folders: readonly string[] = (process.env["PATH"] ?? "").split(delimiter),
): Promise<string | null> {
  const isWindows = process.platform === "win32";
  const file = isWindows && !name.endsWith(".exe") ? `${name}.exe` : name;
  // What lies in the working folder, which may be somebody else's, is no program of the person's.
  for (const folder of folders.filter((one) => isAbsolute(one))) {
    const path = join(folder, file);
    const isThere = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (isThere) return path;
  }
  return null;
}
