import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  rmdirSync,
  rmSync,
  symlinkSync,
  unlinkSync,
} from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import {
  homeName,
  keysName,
  labelLine,
  type GivenForNow,
  promptLine,
  promptName,
} from "../../core/sessions/environment.ts";
import {
  readFolderOwner,
  writeFolderOwner,
  type FolderOwner,
} from "../../core/sessions/folder-owner.ts";
import { limits } from "../../core/limits.ts";
import { leaseId, type Lease } from "../../core/sessions/lease.ts";
import { configName } from "./delivery/delivery.ts";
import type { HeldGateway } from "./holder-input.ts";
import { isTemporary, writeAtomicallySync } from "../files/atomic-file.ts";
import { readOwnSync } from "../files/own-file.ts";

export const controlName = "control";
/** The script that a terminal runs to have a shell in the session. */
export const scriptName = "open";
/** Where that script, or the code of `env`, writes the number of its shell. */
export const shellName = "shell";
/** Shell code that makes a shell the session's own. */
export const enterName = "enter";
/** When the session ends, in seconds since 1970, for its watcher. */
export const endsName = "ends";
/** Start files of shells, so that the session's variables count after the person's own. */
export const startName = "start";
/** What the session is and till when, for a terminal that we open. */
export const labelName = "label";
const ownerName = "owner";
const largestText = limits.sessionText.most;
const ownNames = new Set([
  configName,
  controlName,
  endsName,
  labelName,
  ownerName,
  promptName,
  shellName,
]);
const removals = 3;
const ownCode = new RegExp(
  `^(?:${scriptName}|${enterName})(?:\\.(?:fish|ps1|nu))?$`,
);

/**
 * Makes the private folder of a session, which says whose it is before anything else is in it, with the empty
 * TALOS_HOME. Throws the system's error.
 */
export function makeSessionFolder(path: string, owner: FolderOwner): void {
  for (const folder of [path, join(path, homeName)]) {
    mkdirSync(folder, { mode: 0o700 });
    chmodSync(folder, 0o700);
    if (folder === path) sayOwner(path, owner);
  }
}

/** Says whose the folder is from now on. A full disk is not worth ending a session for: it says whose it was. */
export function trySayOwner(path: string, owner: FolderOwner): void {
  try {
    sayOwner(path, owner);
  } catch {
    // The lease says it as well; only another vault has nothing else to go by.
  }
}

function sayOwner(path: string, owner: FolderOwner): void {
  replaceText(join(path, ownerName), writeFolderOwner(owner));
}

/** Null for a folder of a release that did not say it, or that is not there. */
export function ownerOf(path: string): FolderOwner | null {
  try {
    return readFolderOwner(textIn(path, ownerName));
  } catch {
    return null;
  }
}

/** Paths of the sessions' folders in a run folder. */
export function sessionFoldersIn(runFolder: string): readonly string[] {
  try {
    return readdirSync(runFolder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && leaseId.test(entry.name))
      .map(({ name }) => join(runFolder, name));
  } catch {
    return [];
  }
}

/** The session's folder that TALOSCONFIG leads to, whatever vault it is of; null: to none. */
export function namedFolder({
  TALOSCONFIG: path = "",
}: NodeJS.ProcessEnv): string | null {
  const folder = dirname(path);
  return leaseId.test(basename(folder)) ? folder : null;
}

/**
 * What a small file of a session's folder says; empty where it is not there. Throws the system's error, or `UnsafeFile`:
 * what a variable of the environment calls a session's folder may be anybody's.
 */
export function textIn(folder: string, name: string): string {
  return readOwnSync(join(folder, name), largestText) ?? "";
}

/**
 * Keeps what prompts and the watcher read true. A full disk is not worth ending a session for.
 *
 * @param gateway knows what the session was given for a while, beside its own
 */
export function sayState(
  lease: Lease,
  gateway?: Pick<HeldGateway, "rights">,
): void {
  const given = gateway?.rights().given ?? [];
  try {
    const ends = Math.ceil(Date.parse(lease.expiresAt) / 1000);
    replaceText(join(lease.folder, endsName), `${String(ends)}\n`);
    replaceText(
      join(lease.folder, promptName),
      `${promptLine(lease, given)}\n`,
    );
    const isShown = lease.kind === "window" || gateway !== undefined;
    if (isShown || exists(join(lease.folder, labelName)))
      sayLabel(lease, given);
  } catch {
    // What talosctl reads counts; that is delivered with its own errors.
  }
}

/**
 * What a terminal that we open shows. Where none may be opened it is not written: the first time on a machine's own clock
 * costs the one executable 5 ms. Throws the system's error.
 */
export function sayLabel(
  lease: Lease,
  given: readonly GivenForNow[] = [],
): void {
  const label = labelLine(lease, new Date(), given);
  replaceText(join(lease.folder, labelName), `${label}\n`);
}

/**
 * One login key of Omni, where talosctl has it outside of sessions: the session's own folder of keys has a link to that
 * file alone, which need not exist yet. Without it every command would be a login in the browser.
 */
export function linkLoginKey(folder: string, keyFile: string): void {
  const keys = join(folder, homeName, keysName);
  const link = join(keys, basename(keyFile));
  try {
    mkdirSync(dirname(keyFile), { recursive: true, mode: 0o700 });
    mkdirSync(keys, { recursive: true, mode: 0o700 });
    rmSync(link, { force: true });
    symlinkSync(keyFile, link);
  } catch {
    // Then it is a login, as before.
  }
}

/** Names of clusters that `talosctl cluster create` made in the session: their state goes with its folder. */
export function clustersIn(path: string): readonly string[] {
  try {
    return readdirSync(join(path, homeName, "clusters"));
  } catch {
    return [];
  }
}

/**
 * Removes what we put into a session's folder and then the folder, never following a link and never touching
 * a name that is not ours. True when the folder is gone. What talosctl put into TALOS_HOME goes with it.
 */
export function removeSessionFolder(path: string): boolean {
  if (!isSessionFolder(path)) return !exists(path);
  removeTree(join(path, homeName));
  removeTree(join(path, startName));
  // Whoever ends the session just now may put the empty talosconfig there once more.
  for (let times = 0; times < removals && exists(path); times++) {
    removeFilesIn(
      path,
      (name) =>
        (ownNames.has(name) && name !== ownerName) ||
        ownCode.test(name) ||
        isTemporary(name),
    );
    // Whose it is goes last: what is left of a removal, killed or not, is still known.
    const isOwnerAlone = namesIn(path).every((name) => name === ownerName);
    if (isOwnerAlone) removeFilesIn(path, (name) => name === ownerName);
    if (isOwnerAlone && removeFolder(path)) return true;
  }
  return !exists(path);
}

/** A real folder of ours, private, with a lease's id for its name, in a private folder of ours. */
export function isSessionFolder(path: string): boolean {
  return (
    leaseId.test(basename(path)) && isPrivate(path) && isPrivate(dirname(path))
  );
}

/** Writes a small private file whole: readers see the old text or the new. Throws the system's error. */
function replaceText(path: string, text: string): void {
  writeAtomicallySync(path, text, { durable: false });
}

/** A file in such a folder: what is in it is lent. */
export function isSessionFile(path: string): boolean {
  return isSessionFolder(dirname(resolve(path)));
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

/** All of a folder that only we can enter. Links in it go; what they name stays. */
function removeTree(path: string): void {
  if (!isPrivate(path)) return;
  try {
    rmSync(path, { recursive: true, force: true });
  } catch {
    // Something of another user is in it: the folder stays, and the next sweep tries again.
  }
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function removeFilesIn(
  folder: string,
  isOurs: (name: string) => boolean,
): void {
  if (!isPrivate(folder)) return;
  for (const name of namesIn(folder).filter(isOurs)) {
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
