import { vaultError, type VaultError } from "../errors.ts";

export function authoritySealed(): VaultError {
  return vaultError(
    "authority-sealed",
    "The authority of the cluster is sealed with a passphrase of its own.",
    "Give it when asked, or with --authority-passphrase-fd N.",
  );
}

/** A session has one more way. */
export function authoritySealedForSession(): VaultError {
  const sealed = authoritySealed();
  const next = `${sealed.next} Or do with the context's own key: --stored.`;
  return { ...sealed, next };
}
