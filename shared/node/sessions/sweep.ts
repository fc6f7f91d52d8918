import {
  chmodSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import type { Lease } from "../../core/sessions/lease.ts";
import { leaseId } from "../../core/sessions/lease.ts";
import { emptyTalosconfig } from "../../core/talosconfig/emit.ts";
import { configName, documentMode } from "./delivery.ts";
import type { LeaseJournal } from "./lease-journal.ts";
import { isAlive } from "../process-identity.ts";
import { isSessionFolder, removeSessionFolder } from "./session-folder.ts";
import { temporaryName } from "../temporary-name.ts";

const strayAgeMs = 24 * 60 * 60 * 1000;

/**
 * Cleans up after sessions whose holder is gone: killed, rebooted away, or its number given to another
 * process. Runs at the start of every verb that has to do with sessions; two at once do no harm.
 */
export function sweep(
  journal: LeaseJournal,
  runRoots: readonly string[],
): void {
  for (const lease of journal.list())
    if (!isAlive(lease.holder)) clean(journal, lease);
  const known = new Set(journal.list().map(({ folder }) => folder));
  for (const root of runRoots) removeStrays(root, known);
}

function clean(journal: LeaseJournal, lease: Lease): void {
  const isOwnFolder =
    lease.folder.endsWith(lease.id) && isSessionFolder(lease.folder);
  const isShellAlive =
    lease.watched.pid !== lease.holder.pid && isAlive(lease.watched);
  if (isOwnFolder && isShellAlive) {
    // Whoever still works in that shell must not fall back to another cluster.
    failClosed(lease.folder);
    if (lease.state === "active") journal.record({ ...lease, state: "ended" });
    return;
  }
  if (isOwnFolder) removeSessionFolder(lease.folder);
  journal.finish(lease, new Date());
}

/** Puts the empty talosconfig in the place of a session's document, from outside. True when it stands there. */
export function failClosed(folder: string): boolean {
  const temporary = join(folder, temporaryName());
  try {
    writeFileSync(temporary, emptyTalosconfig, {
      flag: "wx",
      mode: documentMode,
    });
    chmodSync(temporary, documentMode);
    renameSync(temporary, join(folder, configName));
    return true;
  } catch {
    rmSync(temporary, { force: true });
    return false;
  }
}

/** Session folders that no lease knows: of another vault while they are young, of nobody later. */
function removeStrays(root: string, known: ReadonlySet<string>): void {
  for (const path of foldersIn(root)) {
    if (known.has(path) || !isSessionFolder(path)) continue;
    if (Date.now() - statSync(path).mtimeMs > strayAgeMs)
      removeSessionFolder(path);
  }
}

function foldersIn(root: string): readonly string[] {
  try {
    return readdirSync(root)
      .filter((name) => leaseId.test(name))
      .map((name) => join(root, name));
  } catch {
    return [];
  }
}
