import {
  certificatesOf,
  decodeField,
} from "../certificates/read-credential.ts";
import { sha256Hex } from "../pki/authenticate.ts";
import type { VaultDocument } from "../vault/document.ts";

export interface ListedAuthority {
  /** SHA-256 of the `ca` field, as in a context's view. */
  readonly authority: string;
  /** RFC 3339; null when the certificate cannot be read. */
  readonly notBefore: string | null;
  readonly notAfter: string | null;
  readonly contexts: readonly string[];
  /** SHA-256 of the certificate; null when it cannot be read. */
  readonly fingerprint: string | null;
  /** The vault has its key: it can issue. */
  readonly hasKey: boolean;
  /** Its key has a passphrase of its own. */
  readonly isSealed: boolean;
}

/** The Talos CAs that the vault's contexts trust or that it can issue with, each read once, soonest end first. */
export function listAuthorities(
  document: VaultDocument,
): readonly ListedAuthority[] {
  const names = new Map<string, string[]>();
  for (const [name, { config }] of document.contexts) {
    if (config.ca === undefined) continue;
    const known = names.get(config.ca);
    if (known) known.push(name);
    else names.set(config.ca, [name]);
  }
  for (const { crt } of document.authorities?.values() ?? [])
    if (!names.has(crt)) names.set(crt, []);
  return [...names]
    .map(([ca, contexts]) => {
      const [certificate] = certificatesOf(decodeField(ca));
      const kept = document.authorities?.get(certificate?.fingerprint ?? "");
      return {
        authority: sha256Hex(ca),
        notBefore: certificate?.notBefore.toISOString() ?? null,
        notAfter: certificate?.notAfter.toISOString() ?? null,
        contexts: contexts.toSorted(),
        fingerprint: certificate?.fingerprint ?? null,
        hasKey: kept !== undefined,
        isSealed: kept?.sealed ?? false,
      };
    })
    .toSorted((a, b) => ((a.notAfter ?? "") < (b.notAfter ?? "") ? -1 : 1));
}
