import type { Warning } from "../../warning.ts";
import { success, type Result } from "../../result.ts";
import type { VaultDocument } from "../../vault/document.ts";
import type { Committed } from "./writing/commit-plan.ts";
import { commit } from "./commit.ts";
import { followChangedGuards } from "./follow-guards.ts";
import { openVault, type OpenVault } from "./open.ts";
import {
  areSameFiles,
  filesOf,
  readVaultFiles,
} from "./opening/vault-files.ts";
import { OpenedFileCache } from "./opening/opened-file-cache.ts";
import type { VaultPorts } from "./ports.ts";
import { reopen } from "./writing/finish-interrupted-write.ts";
import { writeEdits } from "./writing/write-edits.ts";

export interface ChangedVault {
  readonly document: VaultDocument;
  /** False when the change gave the same document back: then nothing was written. */
  readonly isChanged: boolean;
  readonly warnings: readonly Warning[];
}

/**
 * Changes the vault: opens it (and asks, where it must, before anybody has to wait), takes the lock, reads
 * again, applies `change`, writes the next generation, or a small change beside a large vault. Killed at any point, the
 * old vault or the new one is there. What it removes or replaces and Talos still accepts is in the ledger before, and what runs
 * goes by guards that it made others. Errors: those of opening, of `change`, and of writing.
 */
export function changeVault(
  given: VaultPorts,
): (change: Change) => Promise<Result<ChangedVault>> {
  return async (change) => {
    const ports = { lastOpened: new OpenedFileCache(), ...given };
    const first = await openVault(ports)();
    if (!first.ok) return first;
    const changed = await ports.folder.locked(() =>
      changeOpened(ports, first.value, change),
    );
    if (!changed.ok) return changed;
    const { before, ...outcome } = changed.value;
    await followChangedGuards(ports, before, outcome.document);
    return success(outcome);
  };
}

/** Call it under the lock. `before`: what was there when it was taken. */
async function changeOpened(
  ports: VaultPorts,
  first: OpenVault,
  change: Change,
): Promise<Result<ChangedVault & { readonly before: VaultDocument }>> {
  const planned = await plan(ports, first, change, "reread");
  if (!planned.ok) return planned;
  const { warnings } = first;
  const { present, document } = planned.value;
  const before = present.document;
  if (document === before)
    return success({ before, document, isChanged: false, warnings });
  const written =
    (await writeEdits(ports, present, document)) ??
    (await writeWhole(ports, planned.value, change));
  if (!written.ok) return written;
  return success({
    before,
    document: written.value.document,
    isChanged: true,
    warnings: [...warnings, ...written.value.warnings],
  });
}

/** What a change makes of a document: the same one where nothing is to be written. It may be asked twice. */
export type Change = (
  document: VaultDocument,
) => Result<VaultDocument> | Promise<Result<VaultDocument>>;

interface Planned {
  readonly present: OpenVault;
  readonly document: VaultDocument;
}

async function plan(
  ports: VaultPorts,
  before: OpenVault,
  change: Change,
  how: "read" | "reread",
): Promise<Result<Planned>> {
  const looked = await reopen(ports, before, how);
  const opened =
    looked.ok || how === "read" ? looked : await reopen(ports, before);
  if (!opened.ok) return opened;
  const changed = await change(opened.value.document);
  return changed.ok
    ? success({ present: opened.value, document: changed.value })
    : changed;
}

/** What is about to be replaced is read anew: what somebody wrote past us is not lost for a stamp of the file system. */
async function writeWhole(
  ports: VaultPorts,
  planned: Planned,
  change: Change,
): Promise<Result<Committed>> {
  const files = await readVaultFiles(ports);
  if (!files.ok) return files;
  const { present } = planned;
  const isAsPlanned = areSameFiles(files.value, filesOf(present));
  const fresh = isAsPlanned
    ? success(planned)
    : await plan(ports, present, change, "read");
  if (!fresh.ok) return fresh;
  const { identity } = fresh.value.present;
  return commit(ports, { ...fresh.value, identity });
}
