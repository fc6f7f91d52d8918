import { success, type Result } from "../../core/result.ts";
import { backupVault } from "../../core/usecases/vault/backup.ts";
import {
  removePassphrase,
  setPassphrase,
} from "../../core/usecases/vault/change-passphrase.ts";
import { readVaultState } from "../../core/usecases/vault/read-vault-state.ts";
import { replaceRecoveryKey } from "../../core/usecases/vault/replace-recovery-key.ts";
import type { VaultFacts, WrittenBackup } from "../../contract/vault.ts";
import { readOpen, type Handlers, type HostContext } from "../host-context.ts";
import { withPassphrase } from "./vault-handlers.ts";

export type SlotChannel =
  | "vault.facts"
  | "vault.set-passphrase"
  | "vault.remove-passphrase"
  | "vault.replace-recovery-key"
  | "vault.backup";

/** What opens the vault, and a copy of it to carry away. */
export function slotHandlers(context: HostContext): Handlers<SlotChannel> {
  const { ports, lock, events } = context;
  /** After the identity was replaced, the open vault is opened with the new one. */
  const reopen = async (ports_ = lock.realPorts()): Promise<Result<null>> => {
    const opened = await lock.unlock(false, ports_);
    events.tell({ kind: "state" });
    return opened.ok ? success(null) : opened;
  };
  return {
    "vault.facts": () => facts(context),
    "vault.set-passphrase": async () => {
      const passphrase = await ports.person.askPassphrase("new");
      if (!passphrase.ok) return passphrase;
      const set = await setPassphrase(lock.realPorts())(passphrase.value);
      if (!set.ok) return set;
      return reopen(withPassphrase(lock.realPorts(), passphrase.value));
    },
    "vault.remove-passphrase": async () => {
      const removed = await removePassphrase(lock.realPorts())();
      return removed.ok ? reopen() : removed;
    },
    "vault.replace-recovery-key": async () => {
      const replaced = await replaceRecoveryKey(lock.realPorts())((key) =>
        ports.person.showRecoveryKey(key),
      );
      return replaced.ok ? reopen() : replaced;
    },
    "vault.backup": ({ path }) => backup(context, path),
  };
}

async function facts(context: HostContext): Promise<Result<VaultFacts>> {
  const open = context.lock.opened();
  if (!open.ok) return open;
  const document = await readOpen(context);
  if (!document.ok) return document;
  const state = await readVaultState(context.lock.realPorts())();
  if (!state.ok) return state;
  const { vaultId, path, backups, hasPassphrase, hasRecovery } = state.value;
  const { generation, writtenAt, contexts, consent } = document.value;
  return success({
    vaultId,
    path,
    backups,
    hasPassphrase,
    hasRecovery,
    generation,
    writtenAt: writtenAt.toISOString(),
    contexts: contexts.size,
    keychain: state.value.keychain,
    keychainProblem: state.value.keychainProblem,
    openedWith: open.value.openedWith,
    consent: consent ?? null,
  });
}

async function backup(
  { ports, lock }: HostContext,
  typed: string | undefined,
): Promise<Result<WrittenBackup | null>> {
  const open = lock.opened();
  if (!open.ok) return open;
  const packed = await backupVault(open.value.ports, ports.records)();
  if (!packed.ok) return packed;
  const name = `talos-vault-${String(packed.value.generation)}.backup`;
  const title = "A backup of the vault";
  const target = await ports.person.chooseTarget(title, name, typed);
  if (target === null) return success(null);
  const { path, isReplacing } = target;
  const { bytes, logEnd } = packed.value;
  const written = await ports.files.writePrivate(path, bytes, isReplacing);
  return written.ok ? success({ path, logEnd }) : written;
}
