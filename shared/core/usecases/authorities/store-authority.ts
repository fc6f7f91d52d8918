// Authorities that the vault keeps: stored, listed, opened to sign, removed.
// Keep: A key that is sealed with a passphrase of its own is never written back open.
import type { Authority } from "../../authorities/authority.ts";
import { vaultError, withActions } from "../../errors.ts";
import { failure, success, type Result } from "../../result.ts";
import type { TalosContext } from "../../talosconfig/types.ts";
import type { Secret } from "../../secret.ts";
import type { VaultDocument } from "../../vault/document.ts";
import { issuerOf } from "../../trust/cluster-trust.ts";
import { openStoredAuthority } from "./open-stored-authority.ts";

/**
 * Puts an authority into the vault. `sealed`: its key as `sealKey` gives it, which takes the place of one that is there,
 * open or behind another passphrase; null: as it is, and one that is there stays.
 */
export function storeAuthority(
  document: VaultDocument,
  authority: Authority,
  now: Date,
  sealed: Secret | null = null,
): VaultDocument {
  const { fingerprint, ca, keyText } = authority;
  const isThere = document.authorities?.has(fingerprint) ?? false;
  if (isThere && sealed === null) return document;
  const key = sealed ?? keyText;
  const stored = { crt: ca, key, sealed: sealed !== null, addedAt: now };
  const authorities = new Map(document.authorities).set(fingerprint, stored);
  return { ...document, authorities };
}

/** Takes an authority out, by the first characters of its fingerprint. Errors: `context-missing`. */
export function removeAuthority(
  document: VaultDocument,
  start: string,
): Result<VaultDocument> {
  const found = findAuthority(document, start);
  if (!found.ok) return found;
  const authorities = new Map(document.authorities);
  authorities.delete(found.value);
  return success({ ...document, authorities });
}

/** The fingerprint of the one authority that is kept and begins so. Errors: `context-missing`. */
export function findAuthority(
  { authorities = new Map() }: VaultDocument,
  start: string,
): Result<string> {
  const [found, another] = [...authorities.keys()].filter((fingerprint) =>
    fingerprint.startsWith(start.toLowerCase()),
  );
  return found === undefined || another !== undefined || start === ""
    ? failure(notOne(start, found !== undefined))
    : success(found);
}

/** The authority of a context's cluster, when the vault has it. Errors: `credential-unusable`. */
export async function authorityOf(
  document: VaultDocument,
  { ca }: TalosContext,
  now: Date,
  passphrase: Secret | undefined,
): Promise<Result<Authority>> {
  const stored = issuerOf(document, ca);
  if (stored) return openStoredAuthority(stored, passphrase, now);
  return failure(
    withActions(
      vaultError(
        "credential-unusable",
        "The vault has no authority for the cluster of this context.",
        "Name the cluster's secrets.yaml, or keep it in the vault.",
      ),
      ["authority-file", "keep-authority"],
    ),
  );
}

function notOne(start: string, areSeveral: boolean) {
  return withActions(
    areSeveral
      ? vaultError(
          "context-missing",
          `More than one authority has a fingerprint that begins with "${start}".`,
          "Give more of the fingerprint.",
        )
      : vaultError(
          "context-missing",
          `No authority has a fingerprint that begins with "${start}".`,
          "Look at the authorities that the vault has.",
        ),
    ["authorities"],
  );
}
