import { untestedCure } from "./untested-cure.ts";
import type { Authority } from "../authorities/read-authority.ts";
import { vaultError, withRemedies, type VaultError } from "../errors.ts";
import { failure, success, type Result } from "../result.ts";
import type { TalosContext } from "../talosconfig/types.ts";
import type { VaultDocument } from "../vault/document.ts";
import { askNode } from "./ask-node.ts";
import { judgeCalledOff } from "./called-off.ts";
import { isAdmin } from "./find-admin.ts";
import { hasCertificateBy, heldAuthorities } from "./held-authorities.ts";
import { findContext, type FoundContext } from "./find-context.ts";
import { issueContext, type IssuedContext } from "./issue-context.ts";
import { judgeTerms } from "./judge-issue.ts";
import type { LendPorts } from "./lend-ports.ts";
import { proveCredential } from "./prove-credential.ts";
import { recordIssued, recordUndelivered } from "./record-issued.ts";
import { isSameCluster } from "./same-cluster.ts";
import { storeIssued } from "./store-issued.ts";

/** Who makes the new credential. */
export type RenewalSource =
  | { readonly kind: "authority"; readonly authority: Authority }
  /** A context with os:admin of the same cluster, maybe the renewed one itself. */
  | { readonly kind: "node"; readonly asker: FoundContext };

export type RenewalStep = "issue" | "test" | "store";

export interface RenewalOrder {
  readonly source: RenewalSource;
  readonly ttlSeconds: number;
  /** More than a year and an end after the CA's were meant. */
  readonly isForced: boolean;
  /** Nobody is asked whether the new credential works. */
  readonly isUntested: boolean;
  readonly reason: string;
  readonly onStep?: (step: RenewalStep) => void;
}

export interface RenewalPorts extends LendPorts {
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

/** For the API, and for each endpoint of the test. */
const patienceMs = 10_000;

/**
 * Gives a context a new credential with the same roles: made, in the ledger, tried on an endpoint, and only then put in
 * the old one's place, in one write of the vault. Killed or refused at any step, the old one is still there. Errors:
 * those of issuing and of asking; `context-conflict` when somebody changed the context meanwhile; `declined` when it was
 * called off, which it can be until the write.
 */
export async function renewContext(
  ports: RenewalPorts,
  found: FoundContext,
  order: RenewalOrder,
): Promise<Result<Renewed>> {
  const calledOff = judgeCalledOff(ports);
  if (calledOff) return failure(calledOff);
  order.onStep?.("issue");
  const issued = await makeNew(ports, found, order);
  if (!issued.ok) return issued;
  const kept = await tryAndKeep(ports, found, issued.value, order);
  if (!kept.ok) await recordUndelivered(ports, issued.value);
  return kept;
}

async function tryAndKeep(
  ports: RenewalPorts,
  found: FoundContext,
  issued: IssuedContext,
  order: RenewalOrder,
): Promise<Result<Renewed>> {
  order.onStep?.("test");
  const proven = await prove(ports, found, issued, order);
  const calledOff = judgeCalledOff(ports);
  if (calledOff) return failure(calledOff);
  if (!proven.ok) return proven;
  order.onStep?.("store");
  const stored = await ports.change((document) => {
    // Getting the vault to oneself may have taken a while.
    const tooLate = judgeCalledOff(ports);
    return tooLate
      ? failure(tooLate)
      : swap(document, found, issued, ports.clock.now());
  });
  return stored.ok ? success({ issued, provenBy: proven.value }) : stored;
}

/** The new credential, in the ledger. */
export async function makeNew(
  ports: LendPorts,
  { name, context }: FoundContext,
  { source, ttlSeconds, isForced, reason }: RenewalOrder,
): Promise<Result<IssuedContext>> {
  const { config: base, metadata } = context;
  const roles = metadata.certificate?.roles ?? [];
  const facts = { context: name, purpose: "context", recipient: name, reason };
  if (source.kind === "node") {
    const terms = { roles, ttlSeconds, acceptsCustomRoles: true, isForced };
    const refusal =
      judgeAsker(source.asker, base, ports.clock.now()) ?? judgeTerms(terms);
    if (refusal) return failure(refusal);
    return askNode(ports, {
      asker: source.asker,
      base,
      wish: { roles, ttlSeconds },
      patienceMs,
      facts: { ...facts, purpose: "context" },
    });
  }
  const issued = issueContext(ports)({
    authority: source.authority,
    base,
    roles,
    ttlSeconds,
    // It has them already.
    acceptsCustomRoles: true,
    isForced,
  });
  if (!issued.ok) return issued;
  const recorded = await recordIssued(ports, issued.value, {
    ...facts,
    purpose: "context",
    via: "authority",
  });
  return recorded.ok ? issued : recorded;
}

async function prove(
  ports: RenewalPorts,
  { name }: FoundContext,
  { config }: IssuedContext,
  { isUntested }: RenewalOrder,
): Promise<Result<string | null>> {
  if (isUntested) return success(null);
  const proven = await proveCredential(ports, name, config, patienceMs);
  if (proven.ok) return proven;
  return failure({
    ...proven.error,
    message: `The new credential was made and could not be tried; the old one stays. ${proven.error.message}`,
    next: `${proven.error.next} Or take it without trying it first.`,
    cure: untestedCure(proven.error, name),
  });
}

/** Only an administrator of the same cluster can have a node make anything. */
function judgeAsker(
  asker: FoundContext,
  { ca }: TalosContext,
  now: Date,
): VaultError | null {
  const isAble =
    isAdmin(asker.context, now) && isSameCluster(asker.context.config.ca, ca);
  return isAble ? null : noAdmin(asker.name);
}

/** Only the credential is new: what somebody edited meanwhile stays, the CAs too when one of them signed it. */
export function swap(
  document: VaultDocument,
  before: FoundContext,
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

function noAdmin(name: string) {
  return withRemedies(
    vaultError(
      "credential-unusable",
      `"${name}" is no os:admin context of the same cluster that is still valid.`,
      "Name one that is, or use the cluster's secrets.yaml.",
    ),
    ["list", "authority-file"],
  );
}

function changed() {
  return vaultError(
    "context-conflict",
    "Somebody else gave the context another credential meanwhile; it stays.",
    "Look at it, and run it again if it is still needed.",
  );
}
