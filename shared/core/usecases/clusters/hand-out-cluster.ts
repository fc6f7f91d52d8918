import { readAuthority } from "../../authorities/read-authority.ts";
import {
  certificatesOf,
  decodeField,
} from "../../certificates/read-credential.ts";
import { decideClusterCopy } from "../../policy/decide-cluster-copy.ts";
import { decisionError } from "../../policy/decision-text.ts";
import type { Confirmation } from "../../policy/guard.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Ledger } from "../../ports/ledger.ts";
import { failure, success, type Result } from "../../result.ts";
import { adminRole } from "../../roles/role.ts";
import type { StoredCluster, VaultDocument } from "../../vault/document.ts";
import { findCluster } from "./find-cluster.ts";

/** A cluster whose keys may leave the vault. */
export interface ReleasedCluster {
  readonly cluster: StoredCluster;
  /** Base64 of PEM; null: the secrets cannot be read. */
  readonly ca: string | null;
}

/** A cluster's secrets, when what must be said first has been said. Errors: `context-missing`, `unconfirmed`. */
export function releaseCluster(
  document: VaultDocument,
  name: string,
  said: Confirmation,
  now: Date,
): Result<ReleasedCluster> {
  const found = findCluster(document, name);
  if (!found.ok) return found;
  const bytes = new TextEncoder().encode(found.value.secrets.reveal());
  const read = readAuthority(bytes, now);
  const ca = read.ok ? read.value.ca : null;
  const missing = decideClusterCopy(document, { name, ca }, said);
  return missing
    ? failure(decisionError(name, missing))
    : success({ cluster: found.value, ca });
}

/**
 * Hands them out: in the ledger before anybody has them, as an administrator for as long as the CA lives, which is what
 * they are. Where they could not be handed out after all, the ledger says that too.
 */
export async function handOutCluster<T>(
  { ledger, clock }: { readonly ledger: Ledger; readonly clock: Clock },
  name: string,
  { ca }: ReleasedCluster,
  facts: { readonly recipient: string; readonly reason: string | undefined },
  deliver: () => Promise<Result<T>>,
): Promise<Result<T>> {
  const [own] = ca === null ? [] : certificatesOf(decodeField(ca));
  if (!own) return deliver();
  const { serial, fingerprint, notBefore, notAfter } = own;
  const issuedAt = clock.now().toISOString();
  const written = await ledger.append({
    issuedAt,
    context: name,
    roles: [adminRole],
    serial,
    fingerprint,
    authority: fingerprint,
    notBefore: notBefore.toISOString(),
    notAfter: notAfter.toISOString(),
    via: "authority",
    purpose: "exported",
    recipient: facts.recipient,
    ...(facts.reason ? { reason: facts.reason } : {}),
  });
  if (!written.ok) return written;
  const delivered = await deliver();
  if (!delivered.ok) {
    const at = clock.now().toISOString();
    await ledger.append({ note: "undelivered", at, fingerprint, issuedAt });
  }
  return delivered;
}
