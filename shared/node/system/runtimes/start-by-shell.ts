import { accessSync, constants, statSync } from "node:fs";
import { delimiter, join } from "node:path";

/**
 * Starts a command as execvp(3) does, and with it env, sudo and Node: an executable text that does not say by what it is run (`#!`) is
 * run by sh. Bun gives up at once. Throws what `start` throws otherwise.
 */
export function startByShellToo<T>(
  command: readonly string[],
  { PATH = "" }: NodeJS.ProcessEnv,
  start: (command: readonly string[]) => T,
): T {
  try {
    return start(command);
  } catch (error) {
    const [name = "", ...args] = command;
    if ((error as NodeJS.ErrnoException).code !== "ENOEXEC") throw error;
    return start(["/bin/sh", placeOf(name, PATH), ...args]);
  }
}

/** Where a shell that is given only the name would look in the current folder first. */
function placeOf(name: string, path: string): string {
  if (name.includes("/")) return name;
  const places = path.split(delimiter).map((folder) => join(folder, name));
  return places.find(isExecutable) ?? name;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    // Who may enter a folder may execute it, says access(2).
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
