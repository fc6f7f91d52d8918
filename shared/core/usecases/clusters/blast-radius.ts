import { authorityReader } from "../../certificates/authority-reader.ts";
import type { ReadCertificate } from "../../certificates/read-credential.ts";
import { isRemoval } from "../../ledger/entry.ts";
import type { LedgerView } from "../../ledger/view.ts";
import type { NamedContext, VaultDocument } from "../../vault/document.ts";

/** What Talos accepts now for one cluster, as far as this vault knows. The keys are the JSON of `blast-radius --json`. */
export interface BlastRadius {
  /** SHA-256 of the cluster's CA certificates. */
  readonly authorities: readonly string[];
  /** Valid, and issued from here or once in the vault. */
  readonly issued: readonly LedgerView[];
  /** Contexts of the vault whose own certificate is valid. */
  readonly contexts: readonly {
    readonly name: string;
    readonly roles: readonly string[];
    /** RFC 3339; the end of its CA, where that comes first. */
    readonly notAfter: string;
  }[];
}

/** Everything that would still open the cluster of a context when this vault were gone. */
export function blastRadius(
  document: VaultDocument,
  { context }: NamedContext,
  ledger: readonly LedgerView[],
  now: Date,
): BlastRadius {
  const authoritiesOf = authorityReader();
  const own = authoritiesOf(context.config.ca).map(printOf);
  return {
    authorities: own,
    issued: withoutRepeats(
      outThere(document, ledger, isRemoval).filter(
        ({ authority }) => authority !== null && own.includes(authority),
      ),
      ({ fingerprint, purpose, recipient }) =>
        [fingerprint, purpose, recipient].join("\n"),
    ),
    contexts: [...document.contexts].flatMap(([name, { config, metadata }]) => {
      const { certificate } = metadata;
      const authorities = authoritiesOf(config.ca);
      const isHere = authorities.some((one) => own.includes(printOf(one)));
      if (!certificate || !isHere) return [];
      const { roles } = certificate;
      const end = endUnder(certificate.notAfter, authorities);
      if (end <= now.getTime()) return [];
      return [{ name, roles, notAfter: new Date(end).toISOString() }];
    }),
  };
}

/** What of the ledger is valid now, without what is among the contexts and `isSaidThere`. */
export function outThere(
  document: VaultDocument,
  ledger: readonly LedgerView[],
  isSaidThere: (entry: LedgerView) => boolean,
): readonly LedgerView[] {
  const inVault = new Set<string | undefined>();
  for (const { metadata } of document.contexts.values())
    inVault.add(metadata.certificate?.fingerprint);
  return ledger.filter(
    (entry) =>
      entry.isValid && !(isSaidThere(entry) && inVault.has(entry.fingerprint)),
  );
}

/** The newest of those that are the same: a copy can leave many times, to the same file or another. */
export function withoutRepeats(
  newestFirst: readonly LedgerView[],
  keyOf: (entry: LedgerView) => string,
): readonly LedgerView[] {
  const seen = new Set<string>();
  return newestFirst.filter((entry) => {
    const key = keyOf(entry);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** A certificate is accepted until it ends, or the last of the CAs that it may be by. */
export function endUnder(
  notAfter: Date,
  authorities: readonly ReadCertificate[],
): number {
  const end = notAfter.getTime();
  if (authorities.length === 0) return end;
  const ends = authorities.map((one) => one.notAfter.getTime());
  return Math.min(end, Math.max(...ends));
}

export function printOf({ fingerprint }: ReadCertificate): string {
  return fingerprint;
}
