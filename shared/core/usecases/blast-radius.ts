import {
  certificatesOf,
  decodeAuthority,
} from "../certificates/read-credential.ts";
import { isLetGo } from "../ledger/entry.ts";
import type { LedgerView } from "../ledger/view.ts";
import type { VaultDocument } from "../vault/document.ts";
import type { FoundContext } from "./find-context.ts";

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
    /** RFC 3339. */
    readonly notAfter: string;
  }[];
}

/** Everything that would still open the cluster of a context when this vault were gone. */
export function blastRadius(
  document: VaultDocument,
  { context }: FoundContext,
  ledger: readonly LedgerView[],
  now: Date,
): BlastRadius {
  const own = fingerprintsOf(context.config.ca);
  const inVault = new Set<string | undefined>();
  for (const { metadata } of document.contexts.values())
    inVault.add(metadata.certificate?.fingerprint);
  // What was removed and came back is among the contexts.
  const isElsewhere = (entry: LedgerView) =>
    !isLetGo(entry) || !inVault.has(entry.fingerprint);
  return {
    authorities: own,
    issued: ledger.filter(
      (entry) =>
        entry.isValid &&
        entry.authority !== null &&
        own.includes(entry.authority) &&
        isElsewhere(entry),
    ),
    contexts: [...document.contexts].flatMap(([name, { config, metadata }]) => {
      const { certificate } = metadata;
      const isHere = fingerprintsOf(config.ca).some((one) => own.includes(one));
      if (!certificate || certificate.notAfter <= now || !isHere) return [];
      const { roles, notAfter } = certificate;
      return [{ name, roles, notAfter: notAfter.toISOString() }];
    }),
  };
}

function fingerprintsOf(ca: string | undefined): readonly string[] {
  return certificatesOf(decodeAuthority(ca)).map(
    ({ fingerprint }) => fingerprint,
  );
}
