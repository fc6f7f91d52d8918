import { success, type Result } from "../../core/result.ts";
import { readVaultState } from "../../core/usecases/vault/read-vault-state.ts";
import type { AppState } from "../../contract/vault.ts";
import type { Handlers, HostContext } from "../host-context.ts";
import { keepsClosed, whyClosed } from "./why-closed.ts";

type LockChannel = "vault.state" | "vault.unlock" | "vault.lock";

/** What a page needs that has no vault open, and no more: the first of it is drawn after one of these answered. */
export function lockHandlers(context: HostContext): Handlers<LockChannel> {
  const { lock, events } = context;
  return {
    "vault.state": () => state(context),
    "vault.unlock": async ({ with: slot }) => {
      const opened = await lock.unlock(slot === "passphrase");
      if (opened.ok || keepsClosed(opened.error.code))
        events.tell({ kind: "state" });
      if (!opened.ok) return opened;
      return success({ warnings: opened.value.warnings });
    },
    "vault.lock": async () => {
      await context.lockVault("You locked it.");
      return success(null);
    },
  };
}

async function state({ ports, lock }: HostContext): Promise<Result<AppState>> {
  const known = await readVaultState(lock.realPorts())();
  if (!known.ok) return known;
  const { exists, path, hasPassphrase, hasRecovery, backups } = known.value;
  const { keychain, keychainProblem } = known.value;
  const { desktop, platform, showFolder, version } = ports;
  const locked = lock.isOpen ? "unlocked" : "locked";
  return success({
    vault: exists ? locked : "none",
    path,
    host: desktop.kind,
    platform,
    version,
    hasPassphrase,
    hasRecovery,
    whyClosed: lock.isOpen
      ? null
      : whyClosed(known.value, await lock.refusal()),
    backups,
    keychain,
    keychainProblem,
    can: {
      chooseFiles: desktop.hasFileDialogs,
      readClipboard: desktop.readClipboard !== null,
      showFolder: showFolder !== null,
    },
    lockReason: lock.reason,
  });
}
