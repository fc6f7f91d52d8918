import type { Authority } from "../../authorities/authority.ts";
import { openAuthority } from "../../authorities/open-authority.ts";
import { failure, type Result } from "../../result.ts";
import type { Secret } from "../../secret.ts";
import type { StoredAuthority } from "../../vault/document.ts";
import { vaultError, withActions, type VaultError } from "../../errors.ts";

/**
 * An authority of the vault, ready to sign. Errors: `authority-sealed` without its passphrase, `passphrase-wrong`,
 * `credential-unusable` when the CA has ended.
 */
export async function openStoredAuthority(
  stored: StoredAuthority,
  passphrase: Secret | undefined,
  now: Date,
): Promise<Result<Authority>> {
  if (!stored.sealed) return openAuthority(stored, now);
  if (!passphrase) return failure(authoritySealed());
  const { openSealedKey } = await import("../../vault/sealed/seal-key.ts");
  const key = await openSealedKey(stored.key, passphrase);
  return key.ok ? openAuthority({ crt: stored.crt, key: key.value }, now) : key;
}

/** The error that asks for an authority's passphrase; a shell asks, and tries again. */
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
