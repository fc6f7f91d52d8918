import {
  certificatesOf,
  decodeField,
  type ReadCertificate,
} from "../../certificates/read-credential.ts";
import { fewNames } from "../../few-names.ts";
import { sha256Hex } from "../../pki/primitives/hash-and-hmac.ts";
import type { VaultDocument } from "../../vault/document.ts";
import { clustersWithKey } from "./clusters-with-key.ts";

export interface ListedAuthority {
  /** SHA-256 of the certificate; of the `ca` field where that cannot be read. */
  readonly authority: string;
  /** RFC 3339; null when the certificate cannot be read. */
  readonly notBefore: string | null;
  readonly notAfter: string | null;
  /** Those that trust it, however their `ca` is spelled and whatever else is in it. */
  readonly contexts: readonly string[];
  /** SHA-256 of the certificate; null when it cannot be read. */
  readonly fingerprint: string | null;
  /** The vault has its key: it can issue. */
  readonly hasKey: boolean;
  /** Its key has a passphrase of its own. */
  readonly isSealed: boolean;
  /** Clusters of the vault whose secrets have the same key, without that passphrase. */
  readonly clusters: readonly string[];
}

/** Whose it is, as the end of a sentence: `the cluster of lab and 2 more contexts`. */
export function whoseAuthority({
  contexts,
  clusters,
}: Pick<ListedAuthority, "contexts" | "clusters">): string {
  const trusting =
    contexts.length === 0
      ? ""
      : `the cluster of ${fewNames(contexts, (name) => `"${name}"`)}`;
  const named =
    clusters.length === 0 ? "" : `the kept secrets of ${fewNames(clusters)}`;
  const all = [trusting, named].filter(Boolean).join(", and of ");
  return all === "" ? "a cluster that no context here is of" : all;
}

interface Found {
  readonly certificate: ReadCertificate | null;
  readonly contexts: Set<string>;
}

/** The Talos CAs that the vault's contexts trust or that it can issue with, each once, soonest end first. */
export function listAuthorities(
  document: VaultDocument,
  now: Date,
): readonly ListedAuthority[] {
  const found = new Map<string, Found>();
  for (const [ca, contexts] of contextsByCa(document)) {
    const certificates = certificatesOf(decodeField(ca));
    const trusted = certificates.length > 0 ? certificates : [null];
    for (const certificate of trusted) {
      const key = certificate?.fingerprint ?? sha256Hex(ca);
      const known = found.get(key) ?? { certificate, contexts: new Set() };
      for (const name of contexts) known.contexts.add(name);
      found.set(key, known);
    }
  }
  const clusters = clustersWithKey(document, now);
  return [...found]
    .map(([authority, { certificate, contexts }]) => {
      const fingerprint = certificate?.fingerprint ?? null;
      const kept = document.authorities?.get(fingerprint ?? "");
      return {
        authority,
        notBefore: certificate?.notBefore.toISOString() ?? null,
        notAfter: certificate?.notAfter.toISOString() ?? null,
        contexts: [...contexts].toSorted(),
        fingerprint,
        hasKey: kept !== undefined,
        isSealed: kept?.sealed ?? false,
        clusters: clusters.get(authority) ?? [],
      };
    })
    .toSorted((a, b) => ((a.notAfter ?? "") < (b.notAfter ?? "") ? -1 : 1));
}

/** Names by `ca` field, so that one that thousands share is read once; those of the authorities without a name. */
function contextsByCa(
  document: VaultDocument,
): ReadonlyMap<string, readonly string[]> {
  const names = new Map<string, string[]>();
  for (const [name, { config }] of document.contexts) {
    if (config.ca === undefined) continue;
    const known = names.get(config.ca);
    if (known) known.push(name);
    else names.set(config.ca, [name]);
  }
  for (const { crt } of document.authorities?.values() ?? [])
    if (!names.has(crt)) names.set(crt, []);
  return names;
}
