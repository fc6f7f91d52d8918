import { inParallel } from "../in-parallel.ts";
import type { VaultError } from "../errors.ts";
import { failure, success, type Result } from "../result.ts";
import type { VaultDocument } from "../vault/document.ts";
import { findContext, type FoundContext } from "./find-context.ts";
import type { IssuedContext } from "./issue-context.ts";
import { joinAuthorities } from "./join-authorities.ts";
import type { NewAuthority } from "./new-authority.ts";
import { newStoredContext } from "./new-stored-context.ts";
import { proveCredential } from "./prove-credential.ts";
import {
  makeNew,
  swap,
  type RenewalPorts,
  type RenewalSource,
} from "./renew-context.ts";
import { recordUndelivered } from "./record-issued.ts";
import { planRenewal } from "./renewal-plan.ts";
import { contextsOfCluster } from "./rotation-state.ts";

export interface ReissueOrder {
  readonly next: NewAuthority;
  /** Nobody is asked whether the new credentials work. */
  readonly isUntested: boolean;
}

/** What became of one context. */
export interface Reissued {
  readonly name: string;
  /** RFC 3339; null: it has no new credential. */
  readonly notAfter: string | null;
  /** Why it has none; null: it has one, or needs none. */
  readonly problem: Pick<VaultError, "message" | "next"> | null;
}

interface Attempt {
  readonly found: FoundContext;
  readonly issued: IssuedContext | null;
  readonly problem: VaultError | null;
}

const patienceMs = 10_000;
/** A control plane node makes the keys: not all at once. */
const atOnce = 8;

/**
 * Takes every context of a cluster over to its new CA: each holds both CAs from now on, so that it works before, during
 * and after the swap, and has a new credential with the same roles where one could be made and was accepted. One write
 * of the vault for all of them; those that could not be made keep the old one, and are named. Where no credential of the
 * new CA was accepted nothing is changed: then it may not be this cluster's. Errors: that of the first attempt.
 */
export async function reissueCluster(
  ports: RenewalPorts,
  document: VaultDocument,
  found: FoundContext,
  order: ReissueOrder,
): Promise<Result<readonly Reissued[]>> {
  const cluster = contextsOfCluster(document, found);
  const held = cluster.map((one) => holding(one, order.next.ca));
  const source = sourceOf(order.next, found, ports.clock.now());
  const attempts = await inParallel(held, atOnce, (one) =>
    attempt(ports, document, one, source, order),
  );
  const isAccepted = attempts.some(({ issued }) => issued !== null);
  const [first] = attempts.flatMap(({ problem }) => problem ?? []);
  if (!isAccepted && first) return failure(nothingChanged(first));
  const left = new Map<string, VaultError>();
  const changed = await ports.change((fresh) =>
    success(apply(fresh, attempts, order.next.ca, ports.clock.now(), left)),
  );
  for (const { found: one, issued } of attempts)
    if (issued && (!changed.ok || left.has(one.name)))
      await recordUndelivered(ports, issued);
  if (!changed.ok) return changed;
  return success(
    attempts.map(({ found: { name }, issued, problem }) =>
      describe(name, issued, left.get(name) ?? problem),
    ),
  );
}

function describe(
  name: string,
  issued: IssuedContext | null,
  problem: VaultError | null,
): Reissued {
  if (problem) {
    const { message, next } = problem;
    return { name, notAfter: null, problem: { message, next } };
  }
  const notAfter = issued?.notAfter.toISOString() ?? null;
  return { name, notAfter, problem: null };
}

/** A CA under which nobody accepts anything is trusted by nobody afterwards. */
function nothingChanged(first: VaultError): VaultError {
  return {
    ...first,
    message: `No credential of the new CA was accepted, so nothing was changed. ${first.message}`,
    next: `${first.next} Is it the right file? To go on without a test: --untested.`,
  };
}

async function attempt(
  ports: RenewalPorts,
  document: VaultDocument,
  found: FoundContext,
  source: RenewalSource,
  { isUntested }: ReissueOrder,
): Promise<Attempt> {
  const plan = planRenewal(document, found, ports.clock.now());
  if (plan.refusal !== null) return { found, issued: null, problem: null };
  const issued = await makeNew(ports, found, {
    source,
    ttlSeconds: plan.ttlSeconds,
    isForced: false,
    isUntested,
    reason: "rotation of the CA",
  });
  if (!issued.ok) return { found, issued: null, problem: issued.error };
  if (isUntested) return { found, issued: issued.value, problem: null };
  const { config } = issued.value;
  const proven = await proveCredential(ports, found.name, config, patienceMs);
  if (proven.ok) return { found, issued: issued.value, problem: null };
  await recordUndelivered(ports, issued.value);
  return { found, issued: null, problem: proven.error };
}

/** The context as it will be: its own CAs and the new one. */
function holding({ name, context }: FoundContext, ca: string): FoundContext {
  const config = {
    ...context.config,
    ca: joinAuthorities(context.config.ca, ca),
  };
  return { name, context: { ...context, config } };
}

/** The admin of the rotation may meet a node that still shows a certificate of the old CA. */
function sourceOf(
  next: NewAuthority,
  { name, context }: FoundContext,
  now: Date,
): RenewalSource {
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
  return { kind: "node", asker: { name, context: asker } };
}

/** `left` gets those that somebody else changed meanwhile: they keep what they have, and hold the new CA. */
function apply(
  fresh: VaultDocument,
  attempts: readonly Attempt[],
  ca: string,
  now: Date,
  left: Map<string, VaultError>,
): VaultDocument {
  let document = fresh;
  for (const { found, issued } of attempts) {
    const present = findContext(document, found.name);
    // Removed meanwhile: then nothing of it is needed.
    if (!present.ok) continue;
    const swapped = issued ? swap(document, found, issued, now) : null;
    if (swapped?.ok) {
      document = swapped.value;
      continue;
    }
    if (swapped) left.set(found.name, swapped.error);
    const { context } = holding(present.value, ca);
    const contexts = new Map(document.contexts).set(found.name, context);
    document = { ...document, contexts };
  }
  return document;
}
