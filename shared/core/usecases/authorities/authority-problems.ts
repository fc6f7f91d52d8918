import { vaultError, withActions, type VaultError } from "../../errors.ts";

export function authoritySealed(): VaultError {
  return withActions(
    vaultError(
      "authority-sealed",
      "The authority of the cluster is sealed with a passphrase of its own.",
      "Give it when you are asked.",
    ),
    ["authority-passphrase"],
  );
}
