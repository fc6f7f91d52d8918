// A new credential in the old one's place: made, in the ledger, tried on an endpoint, put in place in one write.
// Keep: Killed anywhere, the old credential is still there; roles never grow.
import { vaultError, withActions } from "../../errors.ts";
import { failure, success, type Result } from "../../result.ts";
import type { NamedContext, VaultDocument } from "../../vault/document.ts";
import { refuseIfCancelled } from "../issuing/refuse-if-cancelled.ts";
import {
  hasCertificateBy,
  heldAuthorities,
} from "../authorities/held-authorities.ts";
import { findContext } from "../contexts/resolve-context-name.ts";
import type { IssuedContext } from "../issuing/issue-context.ts";
import type { IssuingPorts } from "../issuing/issuing-ports.ts";
import type { IssuingSource } from "../issuing/issuing-source.ts";
import { makeCredential } from "../issuing/make-credential.ts";
import { proveCredential } from "../issuing/prove-credential.ts";
import { recordUndelivered } from "../issuing/record-issued.ts";
import { storeIssued } from "../issuing/store-issued.ts";

export type RenewalStep = "issue" | "test" | "store";

export interface RenewalOrder {
  readonly source: IssuingSource;
  readonly ttlSeconds: number;
  /** More than a year and an end after the CA's were meant. */
  readonly isForced: boolean;
  /** Nobody is asked whether the new credential works. */
  readonly isUntested: boolean;
  readonly reason: string;
  /** `asker`: the administrator that has a node make it; `issue` comes once more where the next one asks. */
  readonly onStep?: (step: RenewalStep, asker?: string) => void;
}

export interface RenewalPorts extends IssuingPorts {
  /** Changes the vault; the document is read again first. */
  readonly change: (
    change: (document: VaultDocument) => Result<VaultDocument>,
  ) => Promise<Result<unknown>>;
}

export interface Renewed {
  readonly issued: IssuedContext;
  /** The endpoint that accepted it; null: it was not tested. */
  readonly provenBy: string | null;
}

/**
 * Gives a context a new credential with the same roles: made, in the ledger, tried on an endpoint, and only then put in
 * the old one's place, in one write of the vault. Killed or refused at any step, the old one is still there. Errors:
 * those of issuing and of asking; `context-conflict` when somebody changed the context meanwhile; `cancelled` when it was
 * cancelled, which it can be until the write.
 */
export async function renewContext(
  ports: RenewalPorts,
  found: NamedContext,
  order: RenewalOrder,
): Promise<Result<Renewed>> {
  const cancelled = refuseIfCancelled(ports);
  if (cancelled) return failure(cancelled);
  if (order.source.kind === "authority") order.onStep?.("issue");
  const issued = await makeNew(ports, found, order);
  if (!issued.ok) return issued;
  const kept = await tryAndKeep(ports, found, issued.value, order);
  if (!kept.ok) await recordUndelivered(ports, found.name, issued.value);
  return kept;
}

async function tryAndKeep(
  ports: RenewalPorts,
  found: NamedContext,
  issued: IssuedContext,
  order: RenewalOrder,
): Promise<Result<Renewed>> {
  order.onStep?.("test");
  const proven = await prove(ports, found, issued, order);
  const cancelled = refuseIfCancelled(ports);
  if (cancelled) return failure(cancelled);
  if (!proven.ok) return proven;
  order.onStep?.("store");
  const stored = await ports.change((document) => {
    // Getting the vault to oneself may have taken a while.
    const tooLate = refuseIfCancelled(ports);
    return tooLate
      ? failure(tooLate)
      : swap(document, found, issued, ports.clock.now());
  });
  return stored.ok ? success({ issued, provenBy: proven.value }) : stored;
}

/** The new credential, in the ledger. */
export function makeNew(
  ports: IssuingPorts,
  found: NamedContext,
  { source, ttlSeconds, isForced, reason, onStep }: RenewalOrder,
): Promise<Result<IssuedContext>> {
  const { name, context } = found;
  return makeCredential(ports, found, {
    source,
    roles: context.metadata.certificate?.roles ?? [],
    ttlSeconds,
    // It has them already.
    acceptsCustomRoles: true,
    isForced,
    onAsk: (asker) => onStep?.("issue", asker),
    facts: { context: name, purpose: "context", recipient: name, reason },
  });
}

async function prove(
  ports: RenewalPorts,
  { name }: NamedContext,
  { config }: IssuedContext,
  { isUntested }: RenewalOrder,
): Promise<Result<string | null>> {
  if (isUntested) return success(null);
  const proven = await proveCredential(ports, name, config);
  if (proven.ok) return proven;
  const { error } = proven;
  const stays = {
    ...error,
    message: `The new credential was made and could not be tried; the old one stays. ${error.message}`,
    next: `${error.next} Or take it without trying it first.`,
  };
  return failure(withActions(stays, ["untested"], name));
}

/** Only the credential is new: what somebody edited meanwhile stays, the CAs too when one of them signed it. */
export function swap(
  document: VaultDocument,
  before: NamedContext,
  { config: { ca, crt, key } }: IssuedContext,
  now: Date,
): Result<VaultDocument> {
  const found = findContext(document, before.name);
  if (!found.ok) return found;
  const { config } = found.value.context;
  if (config.crt !== before.context.config.crt) return failure(changed());
  const isByHeld =
    crt !== undefined && hasCertificateBy({ crt }, heldAuthorities([config]));
  const credential = {
    ...(ca === undefined || isByHeld ? {} : { ca }),
    ...(crt === undefined ? {} : { crt }),
    ...(key === undefined ? {} : { key }),
  };
  const next = { ...config, ...credential };
  return storeIssued(document, before.name, null, next, now);
}

function changed() {
  return vaultError(
    "context-conflict",
    "The context got another credential meanwhile, and keeps that one.",
    "Look at it, and run it again if it is still needed.",
  );
}
