import type { Warning } from "../../warning.ts";
import { success, type Result } from "../../result.ts";
import type { VaultDocument } from "../../vault/document.ts";
import { commit } from "./commit.ts";
import { openVault } from "./open.ts";
import { OpenedFileCache } from "./opened-file-cache.ts";
import type { VaultPorts } from "./ports.ts";
import { reopen } from "./reopen.ts";

export interface ChangedVault {
  readonly document: VaultDocument;
  /** False when the change gave the same document back: then nothing was written. */
  readonly isChanged: boolean;
  readonly warnings: readonly Warning[];
}

/**
 * Changes the vault: opens it (and asks, where it must, before anybody has to wait), takes the lock, reads
 * again, applies `change`, writes the next generation. Killed at any point, the old vault or the new one is
 * there. What it removes or replaces and Talos still accepts is in the ledger before. Errors: those of opening, of
 * `change`, and of writing.
 */
export function changeVault(
  given: VaultPorts,
): (
  change: (document: VaultDocument) => Result<VaultDocument>,
) => Promise<Result<ChangedVault>> {
  return async (change) => {
    const ports = { lastOpened: new OpenedFileCache(), ...given };
    const first = await openVault(ports)();
    if (!first.ok) return first;
    return ports.folder.locked(async (): Promise<Result<ChangedVault>> => {
      const opened = await reopen(ports, first.value);
      if (!opened.ok) return opened;
      const changed = change(opened.value.document);
      if (!changed.ok) return changed;
      const { warnings } = first.value;
      const present = opened.value;
      if (changed.value === present.document)
        return success({ document: changed.value, isChanged: false, warnings });
      const { identity } = present;
      const document = changed.value;
      const written = await commit(ports, { present, document, identity });
      if (!written.ok) return written;
      return success({
        document: written.value.document,
        isChanged: true,
        warnings: [...warnings, ...written.value.warnings],
      });
    });
  };
}
