import { credentialKind } from "../certificates/credential-kind.ts";
import { isKnownRole } from "../roles/role.ts";
import type {
  NamedContext,
  StoredContext,
  VaultDocument,
} from "../vault/document.ts";
import { consentRuleOf, isConsentDue, type Unagreed } from "./consent.ts";
import {
  refused,
  type Asked,
  type Refusal,
  type Decision,
  type Grant,
  type Refused,
  type Signed,
} from "./decision.ts";
import { isAdmin } from "./find-admin.ts";
import { dangerOf, openQuestions, type Danger } from "./confirmation.ts";
import { defaultRoles, lives } from "./credential-lifetimes.ts";
import { judgeOwnKey, judgeUnasked, ownRoles } from "./own-key.ts";
import type { ContinuationRequest, SessionRequest, Signer } from "./request.ts";
import { askedAs, hasSealed, signedBy } from "./signers.ts";

/** A new session. */
export function decideSession(
  document: VaultDocument,
  found: NamedContext,
  request: SessionRequest,
  now: Date,
): Decision {
  const granted = grantFor(document, found, request, now);
  if (granted.outcome === "refused") return granted;
  const tooMuch = refuseTerms(granted, request);
  if (tooMuch) return tooMuch;
  const unagreed = consentFor(document, found, granted, request);
  if (unagreed && request.isUnasked)
    return refused({ kind: "agent-unasked", roles: granted.roles });
  if (unagreed) return request.isAgreed ? granted : unagreed;
  const danger = dangerIn(granted, found.context);
  if (danger === null) return granted;
  const { roles } = granted;
  const questions = openQuestions(found.name, request);
  return questions.length === 0
    ? granted
    : { outcome: "unconfirmed", danger, roles, questions };
}

/** Of a running session: derived stays derived with the same roles, stored stays stored with no more; else it fails. */
export function decideContinuation(
  document: VaultDocument,
  found: NamedContext,
  request: ContinuationRequest,
  now: Date,
): Decision {
  const { holds, ttlSeconds, by } = request;
  const granted =
    holds.credential === "stored"
      ? storedAgain(found, request, now)
      : makeNamed(document, found, holds.roles, ttlSeconds, by, now);
  if (granted.outcome === "refused") return granted;
  const isMade = granted.outcome !== "stored";
  if (isMade && ttlSeconds > lives.longestMadeForSession)
    return refused({ kind: "too-long" });
  const danger = dangerIn(granted, found.context);
  const unagreed = consentFor(document, found, granted);
  if (unagreed) {
    if (request.isAgreed) return granted;
    return request.kind === "extend"
      ? unagreed
      : refused({ kind: "nobody-to-confirm", danger: danger ?? "consent" });
  }
  if (danger === null) return granted;
  // Who started it gave a reason and typed the name; it gets no more than it has.
  const isConfirmed = request.kind === "extend" && holds.reason !== undefined;
  return isConfirmed ? granted : refused({ kind: "nobody-to-confirm", danger });
}

function grantFor(
  document: VaultDocument,
  found: NamedContext,
  { wants, ttlSeconds: wanted }: SessionRequest,
  now: Date,
): Grant | Refused {
  const { context } = found;
  const { session } = context.metadata;
  const ttlSeconds = wanted ?? session?.ttlSeconds ?? lives.session;
  if (wants.kind === "stored") {
    const useless = judgeOwnKey(context, now);
    const roles = ownRoles(context);
    return useless
      ? refused(useless)
      : { outcome: "stored", because: "asked-for", roles, ttlSeconds };
  }
  // What somebody chose for the context is named, as what is asked for now is.
  const named = wants.kind === "roles" ? wants.roles : session?.roles;
  // Nobody means that: it is a variable of a script that is not set.
  if (named?.length === 0) return refused({ kind: "no-role" });
  return named
    ? makeNamed(document, found, named, ttlSeconds, wants.by, now)
    : makeDefault(document, found, ttlSeconds, wants.by, now);
}

/** Roles that were named are made, also when the own key has the same; where nothing can make them, they are refused. */
function makeNamed(
  document: VaultDocument,
  found: NamedContext,
  named: readonly string[],
  ttlSeconds: number,
  by: Signer | undefined,
  now: Date,
): Signed | Asked | Refused {
  const terms = { roles: [...new Set(named)], ttlSeconds };
  const signed = signedBy(document, signersOf(found.context), by, now);
  if (signed) return { ...signed, ...terms };
  if (hasSealed(document, signersOf(found.context)))
    return refused({ kind: "authority-sealed" });
  const asked = askedAs(document, found, now);
  if (asked) return { ...asked, ...terms };
  const { roles } = terms;
  const own = ownRoles(found.context);
  const isHeld =
    own.length === roles.length && own.every((role) => roles.includes(role));
  return refused({ kind: "cannot-be-made", roles, isHeld });
}

/** Nobody named anything: the least that can be made. No administrator is borrowed for it, and no passphrase asked. */
function makeDefault(
  document: VaultDocument,
  found: NamedContext,
  ttlSeconds: number,
  by: Signer | undefined,
  now: Date,
): Grant | Refused {
  const { context } = found;
  const terms = { roles: defaultRoles, ttlSeconds };
  const signed = signedBy(document, signersOf(context), by, now);
  if (signed) return { ...signed, ...terms };
  if (isAdmin(context, now))
    return {
      outcome: "ask-node",
      asker: found,
      because: "own-admin",
      ...terms,
    };
  const useless = judgeOwnKey(context, now);
  if (useless) return refused(useless);
  const isSealed = hasSealed(document, signersOf(context));
  const judged = judgeUnasked(context);
  const lender = askedAs(document, found, now)?.asker.name ?? null;
  if (judged === "may-everything" || judged === "unreadable")
    return refused(unaskedRefusal(judged, isSealed, lender));
  const isLent = judged === "nothing-makes-less" && lender !== null;
  const because = isLent ? "admin-not-borrowed" : judged;
  return {
    outcome: "stored",
    because: isSealed ? "authority-sealed" : because,
    roles: ownRoles(context),
    ttlSeconds,
  };
}

function unaskedRefusal(
  judged: "may-everything" | "unreadable",
  isSealed: boolean,
  lender: string | null,
): Refusal {
  if (isSealed) return { kind: "authority-sealed" };
  return judged === "unreadable"
    ? { kind: "stored-unreadable" }
    : { kind: "stored-may-everything", lender };
}

function storedAgain(
  { name, context }: NamedContext,
  { kind, holds, ttlSeconds }: ContinuationRequest,
  now: Date,
): Grant | Refused {
  const roles = kind === "extend" ? holds.roles : ownRoles(context);
  const useless = judgeOwnKey(context, now);
  if (useless && kind !== "extend") return refused(useless);
  const isSame = kind === "extend" && holds.context === name;
  if (!isSame && !isWithin(roles, holds.roles))
    return refused({ kind: "more-rights", roles });
  return { outcome: "stored", because: "session-has-it", roles, ttlSeconds };
}

/** Are these rights no more than those? What is not known is within nothing but what is not known either. */
function isWithin(roles: readonly string[], held: readonly string[]): boolean {
  if (roles.length === 0 || held.length === 0)
    return roles.length === held.length;
  return roles.every((role) => held.includes(role));
}

/** The CAs that could sign for it. None for what logs in without a certificate: one would be another person's. */
function signersOf({ config }: StoredContext): string | undefined {
  const kind = credentialKind(config);
  return kind === "siderov1" || kind === "basic" ? undefined : config.ca;
}

/** Borrowed from a context that is marked, it is root on what is marked. */
function dangerIn(granted: Grant, { metadata }: StoredContext): Danger | null {
  const isMarked =
    granted.outcome === "ask-node" && granted.asker.context.metadata.production;
  return dangerOf(granted.roles, metadata.production || isMarked);
}

/**
 * What a person has to agree to first; null: nothing. A context whose administrator is borrowed is asked for too. `opens`:
 * what lasts longer than the session is asked about whatever the rules say.
 */
function consentFor(
  document: VaultDocument,
  { name, context }: NamedContext,
  granted: Grant,
  { opens = [], agent }: Pick<SessionRequest, "opens" | "agent"> = {},
): Unagreed | null {
  const lenders =
    granted.outcome === "ask-node"
      ? [context, granted.asker.context]
      : [context];
  const { roles, ttlSeconds } = granted;
  const rules = lenders.map((one) => consentRuleOf(document, one));
  if (opens.length === 0 && !isConsentDue(rules, roles)) return null;
  const production = lenders.some(({ metadata }) => metadata.production);
  const lending = { context: name, production, roles, ttlSeconds };
  return {
    outcome: "unagreed",
    lending: {
      ...lending,
      ...(opens.length === 0 ? {} : { opens }),
      ...(agent === undefined ? {} : { agent }),
    },
  };
}

/** What a credential that is made may not be, unless it is meant. */
function refuseTerms(
  { outcome, roles }: Grant,
  { isForced, ttlSeconds = 0 }: SessionRequest,
): Refused | null {
  if (outcome === "stored" || isForced) return null;
  // A longer default of the context was meant when it was set.
  if (ttlSeconds > lives.longestMadeForSession)
    return refused({ kind: "too-long" });
  const unknown = roles.filter((role) => !isKnownRole(role));
  return unknown.length > 0
    ? refused({ kind: "unknown-roles", roles: unknown })
    : null;
}
