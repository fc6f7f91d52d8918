import { watch, type FSWatcher } from "node:fs";
import type { VaultWatch } from "../../core/ports/vault-watch.ts";
import type { Result } from "../../core/result.ts";
import { auditNames } from "../audit/audit-files.ts";
import { ensurePrivateFolder } from "../files/private-folder.ts";

const settleMs = 60;
const linesSettleMs = 500;

/** Watches the vault's folder and the leases in it; several changes in a row are told once. */
export function diskVaultWatch(
  home: string,
  /** The folder of the leases, made when it is not there. */
  journal: { folder(): Result<string> },
): VaultWatch {
  return {
    start: (onChange) => {
      const vault = settled(() => onChange("vault"));
      const health = settled(() => onChange("health"));
      // A session's calls come by the hundred.
      const audit = settled(() => onChange("audit"), linesSettleMs);
      const sessions = settled(() => onChange("sessions"));
      const leases = journal.folder();
      const watchers = [
        ensurePrivateFolder(home).ok
          ? watchFolder(home, (name) => {
              if (name === "vault.age" || name === "edits.age") vault();
              if (name === "health.json") health();
              if (name === auditNames.log) audit();
            })
          : null,
        leases.ok ? watchFolder(leases.value, sessions) : null,
      ];
      return () => {
        for (const watcher of watchers) watcher?.close();
      };
    },
  };
}

/** Null where the system has no watches left; then changes are seen at the next action. */
function watchFolder(
  folder: string,
  onName: (name: string) => void,
): FSWatcher | null {
  try {
    const watcher = watch(folder, { persistent: false }, (_, name) =>
      onName(name ?? ""),
    );
    watcher.on("error", () => watcher.close());
    return watcher;
  } catch {
    return null;
  }
}

function settled(tell: () => void, ms = settleMs): () => void {
  let timer: NodeJS.Timeout | null = null;
  return () => {
    timer ??= setTimeout(() => {
      timer = null;
      tell();
    }, ms);
  };
}
