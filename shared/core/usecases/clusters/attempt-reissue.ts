import { isAdmin } from "../../policy/find-admin.ts";
import type { IssuingSource } from "../issuing/issuing-source.ts";
import { vaultError, type VaultError } from "../../errors.ts";
import { mapConcurrently } from "../../map-concurrently.ts";
import type { NamedContext, VaultDocument } from "../../vault/document.ts";
import {
  hasCertificateBy,
  heldAuthorities,
} from "../authorities/held-authorities.ts";
import { onlyAsker } from "../issuing/try-each-admin.ts";
import type { IssuedContext } from "../issuing/issue-context.ts";
import { joinAuthorities } from "./join-authorities.ts";
import type { NewAuthority } from "./new-authority.ts";
import { newStoredContext } from "../contexts/new-stored-context.ts";
import { proveCredential } from "../issuing/prove-credential.ts";
import { recordUndelivered } from "../issuing/record-issued.ts";
import { makeNew, type RenewalPorts } from "../renewal/renew-context.ts";
import { planRenewal } from "../renewal/renewal-sources.ts";
import { contextsOfCluster } from "./rotation-state.ts";

export interface ReissueOrder {
  readonly next: NewAuthority;
  /** Nobody is asked whether the new credentials work. */
  readonly isUntested: boolean;
}

/** What came of giving a context a credential of a new CA; nothing is in the vault yet. */
export interface ReissueAttempt {
  /** The context as it will be, holding the new CA. */
  readonly found: NamedContext;
  readonly outcome:
    | "renewed"
    /** Its credential is by the new CA already. */
    | "kept"
    /** It has no certificate that could be renewed. */
    | "none"
    /** It keeps its old credential. */
    | "failed";
  readonly issued: IssuedContext | null;
  readonly problem: VaultError | null;
  /** A node of the cluster has accepted a credential of the new CA, or did so before. */
  readonly isTrusted: boolean;
}

/** A control plane node makes the keys: not all at once. */
const atOnce = 8;

/**
 * Makes and tries a credential of the new CA for each of these contexts that needs one. That of `found` is tried first
 * and alone: what a node cannot do yet for one it cannot do for any, and every try makes a certificate that cannot be
 * revoked.
 */
export async function attemptReissue(
  ports: RenewalPorts,
  document: VaultDocument,
  found: NamedContext,
  order: ReissueOrder,
): Promise<readonly ReissueAttempt[]> {
  const cluster = contextsOfCluster(document, found);
  const held = cluster.map((one) => holding(one, order.next.ca));
  const now = ports.clock.now();
  const judged = held.map((one) => judge(document, one, order.next, now));
  const settled = judged.filter((one) => "outcome" in one);
  const [first, ...others] = judged
    .filter((one): one is Pending => !("outcome" in one))
    .toSorted(
      (a, b) =>
        Number(b.found.name === found.name) -
        Number(a.found.name === found.name),
    );
  if (!first) return settled;
  const one = await attempt(ports, first, order);
  const isTooEarly = one.outcome === "failed" && one.isTrusted;
  const rest = isTooEarly
    ? others.map((other) => ({ ...one, found: other.found }))
    : await mapConcurrently(others, atOnce, (other) =>
        attempt(ports, other, order),
      );
  return [...settled, one, ...rest].toSorted((a, b) =>
    a.found.name < b.found.name ? -1 : 1,
  );
}

/** A context that needs a credential. */
interface Pending {
  readonly found: NamedContext;
  readonly ttlSeconds: number;
}

/** What came of a context without asking anybody, or that it is to be tried. */
function judge(
  document: VaultDocument,
  found: NamedContext,
  next: NewAuthority,
  now: Date,
): ReissueAttempt | Pending {
  const nothing = { found, issued: null, problem: null };
  if (hasCertificateBy(found.context.config, heldAuthorities([next])))
    return { ...nothing, outcome: "kept", isTrusted: true };
  const { refusal, ttlSeconds } = planRenewal(document, found, now);
  return refusal === null
    ? { found, ttlSeconds }
    : { ...nothing, outcome: "none", isTrusted: false };
}

async function attempt(
  ports: RenewalPorts,
  { found, ttlSeconds }: Pending,
  { next, isUntested }: ReissueOrder,
): Promise<ReissueAttempt> {
  const failed = (problem: VaultError, isTrusted = false): ReissueAttempt => ({
    found,
    outcome: "failed",
    issued: null,
    problem,
    isTrusted,
  });
  const source = sourceOf(next, found, ports.clock.now());
  if (source === null) return failed(noAsker());
  const made = await makeNew(ports, found, {
    source,
    ttlSeconds,
    isForced: false,
    isUntested,
    reason: "rotation of the CA",
  });
  if (!made.ok) return failed(made.error);
  const issued = made.value;
  const { config } = issued;
  const renewed: ReissueAttempt = {
    found,
    outcome: "renewed",
    issued,
    problem: null,
    isTrusted: true,
  };
  // The node took the administrator of the new CA for what he is: that much is certain.
  if (!hasCertificateBy(config, heldAuthorities([next]))) {
    await recordUndelivered(ports, found.name, issued);
    return failed(beforeSwap(), true);
  }
  if (isUntested) return renewed;
  const proven = await proveCredential(ports, found.name, config);
  if (proven.ok) return renewed;
  await recordUndelivered(ports, found.name, issued);
  return failed(proven.error);
}

function noAsker() {
  return vaultError(
    "credential-unusable",
    "The administrator that the rotation left cannot ask a node: its certificate has ended, or neither its file nor the context has an endpoint.",
    "Give the new secrets.yaml, or a talosconfig with a new administrator.",
  );
}

function beforeSwap() {
  return vaultError(
    "cluster-refused",
    "The nodes trust the new CA and still issue by the old one.",
    "Let talosctl rotate-ca go on to the swap, then run this again.",
  );
}

/** The context as it will be: its own CAs and the new one. */
export function holding(
  { name, context }: NamedContext,
  ca: string,
): NamedContext {
  const config = {
    ...context.config,
    ca: joinAuthorities(context.config.ca, ca),
  };
  return { name, context: { ...context, config } };
}

/**
 * The admin of the rotation may meet a node that still shows a certificate of the old CA. It is not in the vault, so no
 * policy has judged it; null: it has ended, or nobody knows an endpoint of the cluster.
 */
function sourceOf(
  next: NewAuthority,
  { name, context }: NamedContext,
  now: Date,
): IssuingSource | null {
  if (next.kind === "authority") return next;
  const { endpoints } = next.config;
  const config = {
    ...next.config,
    ca: joinAuthorities(context.config.ca, next.ca),
    endpoints: endpoints.length > 0 ? endpoints : context.config.endpoints,
    ...(context.config.proxyUrl && !next.config.proxyUrl
      ? { proxyUrl: context.config.proxyUrl }
      : {}),
  };
  const asker = newStoredContext(config, undefined, undefined, now);
  return isAdmin(asker, now)
    ? { kind: "node", ...onlyAsker({ name, context: asker }) }
    : null;
}
