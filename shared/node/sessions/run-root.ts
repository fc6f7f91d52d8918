import { lstatSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { isAbsolute, join } from "node:path";
import { success, type Result } from "../../core/result.ts";
import { ensurePrivateFolder } from "../private-folder.ts";

const memoryFolder = "/dev/shm";

/**
 * The private folder under which sessions live, made when it is not there: in the runtime folder of the
 * login, else in shared memory, else in the temporary folder. Errors: `file-unsafe`, `file-failed`.
 */
export function runRoot(env: NodeJS.ProcessEnv): Result<string> {
  const path = runRootPath(env);
  const made = ensurePrivateFolder(path);
  return made.ok ? success(path) : made;
}

export function runRootPath(env: NodeJS.ProcessEnv): string {
  const runtime = env["XDG_RUNTIME_DIR"];
  if (runtime !== undefined && isAbsolute(runtime) && isOurs(runtime))
    return join(runtime, "talos-vault");
  const owner = process.getuid?.() ?? userInfo().username;
  const name = `talos-vault-${String(owner)}`;
  return join(isFolder(memoryFolder) ? memoryFolder : tmpdir(), name);
}

/** Every run root of ours that may hold something, for a sweep that does not know how a session was started. */
export function runRootPaths(env: NodeJS.ProcessEnv): readonly string[] {
  const withoutRuntime = runRootPath({});
  return [...new Set([runRootPath(env), withoutRuntime])];
}

/** The XDG base directory specification: owned by the user, and 0700. */
function isOurs(path: string): boolean {
  try {
    const folder = lstatSync(path);
    return (
      folder.isDirectory() &&
      folder.uid === process.getuid?.() &&
      (folder.mode & 0o077) === 0
    );
  } catch {
    return false;
  }
}

function isFolder(path: string): boolean {
  try {
    return lstatSync(path).isDirectory();
  } catch {
    return false;
  }
}
