import { vaultError, withRemedies, type VaultError } from "../errors.ts";

export function authoritySealed(): VaultError {
  return withRemedies(
    vaultError(
      "authority-sealed",
      "The authority of the cluster is sealed with a passphrase of its own.",
      "Give it when you are asked.",
    ),
    ["authority-passphrase"],
  );
}

/** A session has one more way. */
export function authoritySealedForSession(): VaultError {
  const sealed = authoritySealed();
  const next = `${sealed.next} Or use the context's own key.`;
  return withRemedies({ ...sealed, next }, ["own-key"]);
}
