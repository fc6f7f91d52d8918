import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  rmdirSync,
  unlinkSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { homeName, keysName } from "../../core/sessions/environment.ts";
import { leaseId } from "../../core/sessions/lease.ts";
import { configName } from "./delivery.ts";
import { ownTemporary } from "../temporary-name.ts";

export const controlName = "control";
/** The script that a terminal runs to have a shell in the session. */
export const scriptName = "open";
/** Where that script writes the number of its shell. */
export const shellName = "shell";

/** Makes the private folder of a session with the empty TALOS_HOME in it. Throws the system's error. */
export function makeSessionFolder(path: string): void {
  for (const folder of [path, join(path, homeName)]) {
    mkdirSync(folder, { mode: 0o700 });
    chmodSync(folder, 0o700);
  }
}

/**
 * Removes what we put into a session's folder and then the folder, never following a link and never touching
 * a name that is not ours. True when the folder is gone. What talosctl put into TALOS_HOME goes with it.
 */
export function removeSessionFolder(path: string): boolean {
  if (!isSessionFolder(path)) return !exists(path);
  const home = join(path, homeName);
  removeFilesIn(join(home, keysName), () => true);
  removeFolder(join(home, keysName));
  removeFilesIn(home, () => true);
  removeFolder(home);
  removeFilesIn(
    path,
    (name) =>
      [configName, controlName, scriptName, shellName].includes(name) ||
      ownTemporary.test(name),
  );
  return removeFolder(path);
}

/** A real folder of ours, private, with a lease's id for its name, in a private folder of ours. */
export function isSessionFolder(path: string): boolean {
  return (
    leaseId.test(basename(path)) && isPrivate(path) && isPrivate(dirname(path))
  );
}

function isPrivate(path: string): boolean {
  try {
    const stat = lstatSync(path);
    const isOurs =
      process.platform === "win32" || stat.uid === process.getuid?.();
    return (
      stat.isDirectory() &&
      isOurs &&
      (process.platform === "win32" || (stat.mode & 0o077) === 0)
    );
  } catch {
    return false;
  }
}

function removeFilesIn(
  folder: string,
  isOurs: (name: string) => boolean,
): void {
  if (!isPrivate(folder)) return;
  for (const name of readdirSync(folder).filter(isOurs)) {
    try {
      unlinkSync(join(folder, name));
    } catch {
      // A folder, or gone already: it decides whether its parent can go.
    }
  }
}

function removeFolder(path: string): boolean {
  try {
    rmdirSync(path);
    return true;
  } catch {
    return !exists(path);
  }
}

function exists(path: string): boolean {
  try {
    lstatSync(path);
    return true;
  } catch {
    return false;
  }
}
