import { vaultError, type VaultError } from "../errors.ts";

const wayBack =
  "Put an earlier generation in place: talos-vault restore --generation N; or a backup: talos-vault restore FILE.";

/** The file cannot be what we wrote. */
export function damaged(how: string): VaultError {
  return vaultError(
    "vault-damaged",
    `The vault is damaged or was changed by somebody: ${how}.`,
    wayBack,
  );
}

/** A sound age file, but not for our key. */
export function foreign(): VaultError {
  return vaultError(
    "vault-foreign",
    "The vault file was not written for this key: it belongs to another vault, or its key was replaced.",
    wayBack,
  );
}
