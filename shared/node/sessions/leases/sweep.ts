import { readFileSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import type { FolderOwner } from "../../../core/sessions/folder-owner.ts";
import type { Clock } from "../../../core/ports/clock.ts";
import { isOverdue, type Lease } from "../../../core/sessions/lease.ts";
import { emptyTalosconfig } from "../../../core/talosconfig/yaml/emit.ts";
import { writeAtomicallySync } from "../../files/atomic-file.ts";
import { isAlive } from "../../system/processes/process-identity.ts";
import { configName, documentMode } from "../delivery/delivery.ts";
import { endConnected } from "../commands/end-session-programs.ts";
import type { LeaseFiles } from "./lease-files.ts";
import type { LeaseJournal } from "./lease-journal.ts";
import {
  isSessionFolder,
  ownerOf,
  removeSessionFolder,
  sayState,
  sessionFoldersIn,
} from "../session-folder.ts";

/** What makes or removes a folder is done with it in far less. */
const removalMs = 60_000;
const againMs = 1000;

/**
 * Cleans up after sessions whose holder is gone (killed, rebooted away, its number given to another process), and ends
 * those whose time is up though their holder lives: it is stopped. Every verb, the agent and the window do it; two at
 * once do no harm.
 */
export function sweep(
  journal: LeaseJournal,
  runFolders: readonly string[],
): void {
  const leases = journal.list();
  const now = new Date();
  for (const lease of leases)
    if (!isAlive(lease.holder)) clean(journal, lease);
    else if (isOverdue(lease, now)) endFromOutside(journal, lease);
  removeStrays(journal, leases, runFolders);
}

/** Is there a session that `sweep` would end? */
export function isAnyOver(leases: readonly Lease[]): boolean {
  const now = new Date();
  return leases.some(
    (lease) => !isAlive(lease.holder) || isOverdue(lease, now),
  );
}

function clean(journal: LeaseJournal, lease: Lease): void {
  const isShellAlive =
    lease.watched.pid !== lease.holder.pid && isAlive(lease.watched);
  if (isOwnFolder(lease) && isShellAlive) {
    // Whoever still works in that shell must not fall back to another cluster.
    if (lease.state === "active") endFromOutside(journal, lease);
    else failClosed(lease.folder);
    return;
  }
  if (lease.state === "active") endConnected(lease, true);
  finishFromOutside(journal, lease);
}

/** Removes what is left of a session whose holder is gone, and nobody is in any more. */
export function finishFromOutside(journal: LeaseJournal, lease: Lease): void {
  if (isOwnFolder(lease)) removeSessionFolder(lease.folder);
  journal.finish(lease, new Date());
}

/**
 * The same by its holder, which alone does it as long as it lives: the lease goes once the folder is gone, at once or at a later
 * try. Keeps no process alive.
 */
export function finishWhenRemoved(
  journal: LeaseJournal,
  lease: Lease,
  clock: Clock,
): void {
  if (removeSessionFolder(lease.folder)) journal.finish(lease, clock.now());
  else
    setTimeout(() => finishWhenRemoved(journal, lease, clock), againMs).unref();
}

/** Ends a session whose holder cannot: what is in its folder fails closed. False when the folder cannot be written. */
export function endFromOutside(leases: LeaseFiles, lease: Lease): boolean {
  if (!isOwnFolder(lease) || !failClosed(lease.folder)) return false;
  const ended: Lease = { ...lease, state: "ended" };
  sayState(ended);
  leases.update(ended);
  // A process that was just taking the session over may have put its document there; from here on it sees the lease.
  if (!isFailedClosed(lease.folder)) failClosed(lease.folder);
  endConnected(lease, true);
  return true;
}

/**
 * Did somebody end it who did not reach its holder? They wrote it down in the folder first: what a holder writes into the
 * lease in that moment takes the place of what they did.
 */
export function wasEndedFromOutside(
  leases: LeaseFiles,
  { id, folder }: Lease,
): boolean {
  return leases.read(id)?.state === "ended" || isFailedClosed(folder);
}

function isOwnFolder({ folder, id }: Lease): boolean {
  return folder.endsWith(id) && isSessionFolder(folder);
}

/** Puts the empty talosconfig in the place of a session's document, from outside. True when it stands there. */
export function failClosed(folder: string): boolean {
  try {
    writeAtomicallySync(join(folder, configName), emptyTalosconfig, {
      mode: documentMode,
      durable: false,
    });
    return true;
  } catch {
    return false;
  }
}

/** Does it stand there? Whoever ends a session from outside puts it there before the lease says so. */
export function isFailedClosed(folder: string): boolean {
  const path = join(folder, configName);
  try {
    // Nearly always it is a document with a key, which need not be read for this.
    return (
      statSync(path).size === emptyTalosconfig.length &&
      readFileSync(path, "utf8") === emptyTalosconfig
    );
  } catch {
    return false;
  }
}

/**
 * Session folders that no lease of this vault knows. They are another vault's while the processes that they name live, and
 * nobody's when those are gone; one of this vault whose lease is gone waits for no holder: the lease goes last. One that does
 * not say whose it is is what a removal left, when it is older than one takes and has no key.
 */
export function removeStrays(
  leases: LeaseFiles,
  known: readonly Lease[],
  runFolders: readonly string[],
): void {
  const folders = new Set(known.map(({ folder }) => folder));
  for (const path of runFolders.flatMap(sessionFoldersIn)) {
    if (folders.has(path)) continue;
    const owner = ownerOf(path);
    if (owner ? isNobodys(leases, path, owner) : isRemains(path))
      removeSessionFolder(path);
  }
}

function isNobodys(
  leases: LeaseFiles,
  path: string,
  { vault, holder, watched }: FolderOwner,
): boolean {
  if (isAlive(watched)) return false;
  // Looked at now: the session may be younger than the list.
  const isOver = vault === leases.home && leases.read(basename(path)) === null;
  return isOver || !isAlive(holder);
}

function isRemains(path: string): boolean {
  const look = (file: string) => statSync(file, { throwIfNoEntry: false });
  const { mtimeMs = Infinity } = look(path) ?? {};
  const hasKey = look(join(path, configName)) && !isFailedClosed(path);
  return Date.now() - mtimeMs > removalMs && !hasKey;
}
