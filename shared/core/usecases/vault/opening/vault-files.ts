import { equalBytes } from "../../../bytes.ts";
import { vaultError, withActions, type VaultError } from "../../../errors.ts";
import type { VaultFolder } from "../../../ports/vault-folder.ts";
import { failure, success, type Result } from "../../../result.ts";
import type { Beside } from "../../../vault/judge-edits.ts";
import type { VaultPorts } from "../ports.ts";

/** The vault's file, and the small changes beside it where there are any, as they lie in the folder. */
export interface VaultFiles {
  readonly vault: Uint8Array;
  readonly edits: Uint8Array | null;
}

/** Whether nothing has changed between two readings. */
export function areSameFiles(a: VaultFiles, b: VaultFiles): boolean {
  const isSameBeside =
    a.edits && b.edits ? equalBytes(a.edits, b.edits) : a.edits === b.edits;
  return isSameBeside && equalBytes(a.vault, b.vault);
}

/** The files that an opened vault was read from. */
export function filesOf({
  bytes,
  beside,
}: {
  readonly bytes: Uint8Array;
  readonly beside: Beside | null;
}): VaultFiles {
  return { vault: bytes, edits: beside?.bytes ?? null };
}

/** Errors: `vault-missing`, with the way to a vault that was there once. */
export function readVaultFiles(ports: VaultPorts): Promise<Result<VaultFiles>> {
  return filesBy(ports, (name) => ports.folder.read(name));
}

/** The same by `reread` of the folder, for who looks again and again: not for what is then written. */
export function rereadVaultFiles(
  ports: VaultPorts,
): Promise<Result<VaultFiles>> {
  return filesBy(ports, (name) => ports.folder.reread(name));
}

/**
 * The small changes are read before the vault: who writes them into the vault puts that in place before they go. So what
 * is read together is a state that was there, or the vault is said to hold them already.
 */
async function filesBy(
  { folder }: VaultPorts,
  read: VaultFolder["read"],
): Promise<Result<VaultFiles>> {
  const edits = await folder.read("edits.age");
  if (!edits.ok) return edits;
  const vault = await read("vault.age");
  if (!vault.ok) return vault;
  if (vault.value !== null)
    return success({ vault: vault.value, edits: edits.value });
  const backups = await folder.backups.list();
  const hasBackups = backups.ok && backups.value.length > 0;
  return failure(noVault(folder.path, hasBackups));
}

function noVault(path: string, hasBackups: boolean): VaultError {
  return hasBackups
    ? withActions(
        vaultError(
          "vault-missing",
          `The vault file in ${path} is gone; earlier generations are there.`,
          "Put one of them back.",
        ),
        ["restore", "doctor"],
      )
    : withActions(
        vaultError(
          "vault-missing",
          `There is no vault in ${path}.`,
          "Make one, or put a backup in place.",
        ),
        ["init", "restore-backup"],
      );
}
