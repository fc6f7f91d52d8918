import {
  openAuthority,
  type Authority,
} from "../authorities/read-authority.ts";
import {
  certificatesOf,
  decodeAuthority,
} from "../certificates/read-credential.ts";
import { vaultError } from "../errors.ts";
import { failure, success, type Result } from "../result.ts";
import type { TalosContext } from "../talosconfig/types.ts";
import type { VaultDocument } from "../vault/document.ts";

/** Puts an authority into the vault; one that is there already changes nothing. */
export function keepAuthority(
  document: VaultDocument,
  authority: Authority,
  now: Date,
): VaultDocument {
  const { fingerprint, ca, keyText } = authority;
  if (document.authorities?.has(fingerprint)) return document;
  const stored = { crt: ca, key: keyText, addedAt: now };
  const authorities = new Map(document.authorities).set(fingerprint, stored);
  return { ...document, authorities };
}

/** Takes an authority out, by the first characters of its fingerprint. Errors: `context-missing`. */
export function dropAuthority(
  document: VaultDocument,
  start: string,
): Result<VaultDocument> {
  const all = [...(document.authorities ?? [])];
  const [found, another] = all.filter(([fingerprint]) =>
    fingerprint.startsWith(start.toLowerCase()),
  );
  if (!found || another || start === "") return failure(noAuthority(start));
  const authorities = new Map(all.filter((one) => one !== found));
  return success({ ...document, authorities });
}

/** The authority of a context's cluster, when the vault has it. Errors: `credential-unusable`. */
export function authorityOf(
  document: VaultDocument,
  { ca }: TalosContext,
  now: Date,
): Result<Authority> {
  for (const { fingerprint } of certificatesOf(decodeAuthority(ca))) {
    const stored = document.authorities?.get(fingerprint);
    if (stored) return openAuthority(stored, now);
  }
  return failure(
    vaultError(
      "credential-unusable",
      "The vault has no authority for the cluster of this context.",
      "Name a file: --authority secrets.yaml; or keep one: talos-vault authority import FILE.",
    ),
  );
}

function noAuthority(start: string) {
  return vaultError(
    "context-missing",
    `No one authority has a fingerprint that begins with "${start}".`,
    "talos-vault authority list shows them.",
  );
}
