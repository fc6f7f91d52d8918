import { vaultError, withActions, type VaultError } from "../errors.ts";

const wayBack = "Put an earlier generation or a backup in place.";

/** The file cannot be what we wrote. */
export function damaged(how: string): VaultError {
  return withActions(
    vaultError(
      "vault-damaged",
      `The vault is damaged or was changed by somebody: ${how}.`,
      wayBack,
    ),
    ["restore"],
  );
}

/** A sound age file, but not for our key. */
export function foreign(): VaultError {
  return withActions(
    vaultError(
      "vault-foreign",
      "The vault file was not written for this key: it belongs to another vault, or its key was replaced.",
      wayBack,
    ),
    ["restore"],
  );
}
