import type { ErrorCode } from "../../core/errors.ts";
import type { VaultState } from "../../core/usecases/vault/read-vault-state.ts";
import type { WhyClosed } from "../../contract/vault.ts";

/** What an attempt to open the vault said is wrong with it; of a keychain the state itself says more. */
const refusals: Readonly<Partial<Record<ErrorCode, WhyClosed>>> = {
  "vault-damaged": "damaged",
  "vault-rolled-back": "older",
  "vault-foreign": "other-key",
};

/** Whether an error of opening says that the vault will not open the next time either. */
export function keepsClosed(code: ErrorCode): boolean {
  return refusals[code] !== undefined;
}

/**
 * Why a closed vault will not open as it did before.
 *
 * @param refusal why it did not open the last time; null: it opened, or nobody tried
 */
export function whyClosed(
  state: Pick<
    VaultState,
    "exists" | "vaultId" | "hasPassphrase" | "keychain" | "backups"
  >,
  refusal: ErrorCode | null,
): WhyClosed | null {
  const { exists, vaultId, hasPassphrase, keychain, backups } = state;
  if (!exists) return backups.length > 0 ? "gone" : null;
  if (vaultId === null) return "damaged";
  const refused = refusal === null ? undefined : refusals[refusal];
  if (refused !== undefined) return refused;
  if (hasPassphrase || keychain === "has-the-key") return null;
  return keychain === "works" ? "no-key" : "keychain-away";
}
