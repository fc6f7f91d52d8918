import {
  authorityReader,
  type ReadAuthorities,
} from "../../certificates/authority-reader.ts";
import type { ReadCertificate } from "../../certificates/read-credential.ts";
import type { LedgerView } from "../../ledger/view.ts";
import { hasEveryRight } from "../../roles/role.ts";
import type { VaultDocument } from "../../vault/document.ts";
import { endUnder, outThere, printOf, withoutRepeats } from "./blast-radius.ts";

/** What would still open a cluster (`BlastRadius`), for every cluster that the vault knows of, in numbers. */
export interface ClusterRadius {
  /** SHA-256 of one of its CA certificates; null: nobody knows who signed. */
  readonly authority: string | null;
  /** Of the vault's contexts, whether their certificate is valid or not. */
  readonly names: readonly string[];
  /** Contexts whose own certificate is valid. */
  readonly contexts: number;
  /** Valid, issued from here or once in the vault, and in none of its contexts. */
  readonly issued: number;
  /** How many of both are os:admin, or os:impersonator, which can act as it. */
  readonly administrators: number;
  /** When the last of them ends, or their CA before that, RFC 3339. */
  readonly until: string;
}

interface Tally {
  readonly authority: string | null;
  readonly names: string[];
  contexts: number;
  issued: number;
  administrators: number;
  until: number;
}

/** Clusters that something still opens, the one with the most administrators first. */
export function blastRadii(
  document: VaultDocument,
  ledger: readonly LedgerView[],
  now: Date,
): readonly ClusterRadius[] {
  const tallies = new Map<string | null, Tally>();
  const count = (tally: Tally, roles: readonly string[], end: number): void => {
    tally.administrators += hasEveryRight(roles) ? 1 : 0;
    tally.until = Math.max(tally.until, end);
  };
  const authoritiesOf = authorityReader();
  for (const [name, { config, metadata }] of document.contexts) {
    const authorities = authoritiesOf(config.ca);
    const tally = tallyOf(tallies, authorities.map(printOf));
    if (!tally) continue;
    tally.names.push(name);
    const { certificate } = metadata;
    if (!certificate) continue;
    const end = endUnder(certificate.notAfter, authorities);
    if (end <= now.getTime()) continue;
    tally.contexts++;
    count(tally, certificate.roles, end);
  }
  const elsewhere = withoutRepeats(
    outThere(document, ledger, () => true),
    ({ fingerprint }) => fingerprint,
  );
  const known = authoritiesIn(document, authoritiesOf);
  for (const { authority, roles, notAfter } of elsewhere) {
    const tally = tallyOf(tallies, [authority]);
    const signer = authority === null ? undefined : known.get(authority);
    const end = endUnder(new Date(notAfter), signer ? [signer] : []);
    if (!tally || end <= now.getTime()) continue;
    tally.issued++;
    count(tally, roles, end);
  }
  return [...new Set(tallies.values())]
    .filter(({ contexts, issued }) => contexts + issued > 0)
    .toSorted((a, b) => b.administrators - a.administrators)
    .map((tally) => ({
      ...tally,
      names: tally.names.toSorted(),
      until: new Date(tally.until).toISOString(),
    }));
}

/** One tally for all CAs of a cluster: while they are rotated a context trusts two. */
function tallyOf(
  tallies: Map<string | null, Tally>,
  authorities: readonly (string | null)[],
): Tally | null {
  const [authority] = authorities;
  if (authority === undefined) return null;
  const known = authorities.flatMap((one) => tallies.get(one) ?? []);
  const tally = known[0] ?? {
    authority,
    names: [],
    contexts: 0,
    issued: 0,
    administrators: 0,
    until: 0,
  };
  for (const other of new Set(known.slice(1)))
    if (other !== tally) merge(tallies, tally, other);
  for (const one of authorities) tallies.set(one, tally);
  return tally;
}

function merge(
  tallies: Map<string | null, Tally>,
  tally: Tally,
  other: Tally,
): void {
  tally.names.push(...other.names);
  tally.contexts += other.contexts;
  tally.issued += other.issued;
  tally.administrators += other.administrators;
  tally.until = Math.max(tally.until, other.until);
  for (const [authority, one] of tallies)
    if (one === other) tallies.set(authority, tally);
}

/** Every CA that the vault knows, by fingerprint. */
function authoritiesIn(
  { contexts, authorities }: VaultDocument,
  authoritiesOf: ReadAuthorities,
): ReadonlyMap<string, ReadCertificate> {
  const fields = [
    ...[...contexts.values()].map(({ config }) => config.ca),
    ...[...(authorities?.values() ?? [])].map(({ crt }) => crt),
  ];
  return new Map(
    fields.flatMap(authoritiesOf).map((one) => [one.fingerprint, one]),
  );
}
