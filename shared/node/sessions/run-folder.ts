import { lstatSync, statSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { dirname, isAbsolute, join } from "node:path";
import { success, type Result } from "../../core/result.ts";
import { ensurePrivateFolder } from "../files/private-folder.ts";

const memoryFolder = "/dev/shm";

/**
 * The private folder under which sessions live, made when it is not there: in the runtime folder of the login, else in
 * shared memory, else in the temporary folder; else, where somebody else has taken those names, in the vault's own
 * folder. Errors: `file-unsafe`, `file-failed`.
 */
export function runFolder(
  env: NodeJS.ProcessEnv,
  home: string,
): Result<string> {
  const path = runFolderPath(env, home);
  const made = ensurePrivateFolder(path);
  return made.ok ? success(path) : made;
}

/** Its path. Who asks an agent there, or looks at sessions, is never led to what another user put in its place. */
export function runFolderPath(env: NodeJS.ProcessEnv, home: string): string {
  const last = join(home, "run");
  const wanted = [runtimeFolder(env), sharedFolder()];
  return wanted.find((path) => path !== null && !isTaken(path)) ?? last;
}

/**
 * Every run folder of ours that may hold something, for whoever does not know how a session was started: also where the
 * login's variable is not ours to see.
 */
export function runFolderPaths(
  env: NodeJS.ProcessEnv,
  home: string,
): readonly string[] {
  const usual = { XDG_RUNTIME_DIR: `/run/user/${String(process.getuid?.())}` };
  const places = [
    ...new Set([runtimeFolder(env), runtimeFolder(usual)]),
    sharedFolder(),
    join(home, "run"),
  ];
  return places.filter((path) => path !== null && !isTaken(path)) as string[];
}

function runtimeFolder(env: NodeJS.ProcessEnv): string | null {
  const runtime = env["XDG_RUNTIME_DIR"];
  return runtime !== undefined && isAbsolute(runtime) && isOurs(runtime)
    ? join(runtime, "talos-vault")
    : null;
}

/** Everybody can guess it, and make it before us. */
function sharedFolder(): string {
  const owner = process.getuid?.() ?? userInfo().username;
  const name = `talos-vault-${String(owner)}`;
  return join(isFolder(memoryFolder) ? memoryFolder : tmpdir(), name);
}

/** Something stands there that is no folder of ours, or others can put theirs in its place. One of ours that others can enter is refused by name later. */
function isTaken(path: string): boolean {
  try {
    if (isShifting(dirname(path))) return true;
    const found = lstatSync(path);
    if (process.platform === "win32") return !found.isDirectory();
    return !found.isDirectory() || found.uid !== process.getuid?.();
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== "ENOENT";
  }
}

/** Everybody can write there, and rename what others made: the sticky bit of a shared folder is missing. */
function isShifting(folder: string): boolean {
  if (process.platform === "win32") return false;
  const { mode } = statSync(folder);
  return (mode & 0o002) !== 0 && (mode & 0o1000) === 0;
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
