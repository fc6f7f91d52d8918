import { readAuthority } from "../../authorities/read-authority.ts";
import {
  certificatesOf,
  decodeField,
} from "../../certificates/read-credential.ts";
import { decideClusterCopy } from "../../policy/decide-cluster-copy.ts";
import { decisionError } from "../../policy/decision-text.ts";
import type { Confirmation } from "../../policy/confirmation.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Ledger } from "../../ports/ledger.ts";
import { vaultError, withActions } from "../../errors.ts";
import { failure, success, type Result } from "../../result.ts";
import { adminRole } from "../../roles/role.ts";
import { isRotatedAway, isSameCluster } from "../../trust/cluster-trust.ts";
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
  const released = withCa(found.value, now);
  const { ca } = released;
  const missing = decideClusterCopy(document, { name, ca }, said);
  return missing ? failure(decisionError(name, missing)) : success(released);
}

/** A cluster that was made just now: nobody has to say anything for what it is made for. */
export function withCa(cluster: StoredCluster, now: Date): ReleasedCluster {
  return { cluster, ca: caIn(cluster, now) };
}

function caIn({ secrets }: StoredCluster, now: Date): string | null {
  const bytes = new TextEncoder().encode(secrets.reveal());
  const read = readAuthority(bytes, now);
  return read.ok ? read.value.ca : null;
}

/**
 * Refuses to write machine configs from secrets whose CA the cluster no longer has: its nodes would not take part in it. The
 * contexts say so: that of the cluster's name, or one that trusts this CA beside the one that makes its credentials. Nobody has to
 * say why first. Errors: `context-missing`, `context-conflict`.
 */
export function refuseRotated(
  document: VaultDocument,
  name: string,
  now: Date,
): Result<void> {
  const found = findCluster(document, name);
  if (!found.ok) return found;
  const ca = caIn(found.value, now);
  if (ca === null) return success(undefined);
  const [gone] = [...document.contexts].filter(
    ([of, { config }]) =>
      (of === name || isSameCluster(config.ca, ca)) &&
      isRotatedAway(ca, config.ca),
  );
  return gone ? failure(rotated(name, gone[0])) : success(undefined);
}

function rotated(name: string, context: string) {
  return withActions(
    vaultError(
      "context-conflict",
      `The CA in the secrets of "${name}" is not the one that makes the credentials of "${context}": it was rotated since, or that context is of another cluster. A node with a config from them would not be of that one.`,
      "Take the machine config of a node that is there, or make secrets from it (talosctl gen secrets --from-controlplane-config FILE). Where a new cluster is wanted from the secrets of then, they can be exported. Nothing was written.",
    ),
    ["rotation"],
    context,
  );
}

/** How it went. After a failure nobody has anything, unless `isOut` says otherwise. */
export type Delivered<T> = Result<T> & { readonly isOut?: boolean };

/**
 * Hands them out: in the ledger before anybody has them, as an administrator for as long as the CA lives, which is what
 * they are. Where they could not be handed out after all, the ledger says that too.
 */
export async function handOutCluster<T>(
  { ledger, clock }: { readonly ledger: Ledger; readonly clock: Clock },
  name: string,
  { ca }: ReleasedCluster,
  facts: { readonly recipient: string; readonly reason: string | undefined },
  deliver: () => Promise<Delivered<T>>,
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
  if (!delivered.ok && !delivered.isOut) {
    const at = clock.now().toISOString();
    await ledger.append({ note: "undelivered", at, fingerprint, issuedAt });
  }
  return delivered;
}
