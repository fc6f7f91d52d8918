import { failure, success, type Result } from "../../result.ts";
import type { Secret } from "../../secret.ts";
import { readVaultId } from "../../vault/header.ts";
import { writeToken } from "../../vault/keychain-token.ts";
import { sealForPassphrase } from "../../vault/slots.ts";
import { damaged } from "../../vault/vault-problems.ts";
import { noKey, openRecoverySlots } from "./obtain-keys.ts";
import { openWithKeys, readVaultFile, type OpenVault } from "./open.ts";
import type { VaultPorts } from "./ports.ts";

export interface RecoveredVault {
  readonly slots: readonly ("keychain" | "passphrase")[];
  readonly contexts: number;
}

/**
 * Opens the vault with the recovery key, checks its HMAC, and enrols this machine's keychain again; a new
 * passphrase is set when one is given. Without either, nothing would have changed: then it is an error.
 * Errors: `recovery-key-wrong`, `keychain-*`, those of opening and writing.
 */
export function recoverVault(
  ports: VaultPorts,
): (
  recoveryKey: Secret,
  passphrase: Secret | null,
) => Promise<Result<RecoveredVault>> {
  return (recoveryKey, passphrase) =>
    ports.folder.locked(async () => {
      const opened = await openWithRecoveryKey(ports, recoveryKey);
      if (!opened.ok) return opened;
      const { document, identity } = opened.value;
      const slots: ("keychain" | "passphrase")[] = [];
      if (passphrase) {
        const slot = await sealForPassphrase(identity, passphrase);
        const written = slot.ok
          ? await ports.folder.write("identity.age", slot.value)
          : slot;
        if (!written.ok) return written;
        slots.push("passphrase");
      }
      const token = writeToken({ floor: document.generation, identity });
      const stored = await ports.keychain.write(document.vaultId, token);
      if (stored.kind === "done") slots.push("keychain");
      else if (slots.length === 0) return failure(noKey(stored));
      return success({ slots, contexts: document.contexts.size });
    });
}

export async function openWithRecoveryKey(
  ports: VaultPorts,
  recoveryKey: Secret,
): Promise<Result<OpenVault>> {
  const bytes = await readVaultFile(ports);
  if (!bytes.ok) return bytes;
  if (readVaultId(bytes.value) === null)
    return failure(damaged("its header is not one of ours"));
  const candidates = await openRecoverySlots(ports, recoveryKey);
  if (!candidates.ok) return candidates;
  return openWithKeys(ports, bytes.value, {
    candidates: candidates.value,
    openedWith: "recovery-key",
    token: null,
    passphrase: null,
  });
}
