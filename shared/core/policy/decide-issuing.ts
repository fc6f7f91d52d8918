import { credentialKind } from "../certificates/credential-kind.ts";
import type { NamedContext, VaultDocument } from "../vault/document.ts";
import { consentRuleOf, isConsentDue, type Unagreed } from "./consent.ts";
import {
  refused,
  type Asked,
  type Decision,
  type IssuingDecision,
  type Refused,
  type Signed,
  type Unconfirmed,
} from "./decision.ts";
import { adminsWithoutEndpoint, isAdmin } from "./find-admin.ts";
import { dangerOf, openQuestions, type Confirmation } from "./confirmation.ts";
import { defaultRoles, lives, renewedLife } from "./credential-lifetimes.ts";
import { ownRoles } from "./own-key.ts";
import type {
  ExportRequest,
  IssueRequest,
  IssuingSigner,
  RenewalRequest,
} from "./request.ts";
import type { Lending } from "../lending-to-ask-about.ts";
import { mayBorrow } from "../trust/cluster-trust.ts";
import { askedAs, hasSealed, signedBy } from "./signers.ts";

/** A new credential for a context, a person or a pipeline. What it may do is guarded, wherever it goes. */
export function decideIssue(
  document: VaultDocument,
  found: NamedContext,
  request: IssueRequest,
  now: Date,
): IssuingDecision {
  const { to, by } = request;
  const roles = [...new Set(request.roles ?? usualRoles(found, to))];
  const ttlSeconds = request.ttlSeconds ?? lives[to];
  const terms = { roles, ttlSeconds, isHandover: to === "handover" };
  const named = askerIn(document, by);
  const unconfirmed = confirm(document, found, terms, request, named);
  if (unconfirmed) return unconfirmed;
  const source = findSource(document, found, by, now);
  if (source.outcome === "refused") return source;
  // Whom it is borrowed from is known only now.
  const asker = source.outcome === "ask-node" ? source.asker : undefined;
  return (
    confirm(document, found, terms, request, asker) ?? {
      ...source,
      roles,
      ttlSeconds,
    }
  );
}

/** The same roles once more. Nothing is asked: what is made takes the old one's place and stays in the vault. */
export function decideRenewal(
  document: VaultDocument,
  found: NamedContext,
  { by, ttlSeconds }: RenewalRequest,
  now: Date,
): IssuingDecision {
  const { certificate } = found.context.metadata;
  const kind = credentialKind(found.context.config);
  if (kind !== "certificate" || !certificate)
    return refused({ kind: "no-certificate" });
  const source = findSource(document, found, by, now);
  if (source.outcome === "refused") return source;
  const { notBefore, notAfter, roles } = certificate;
  const present = Math.round((notAfter.getTime() - notBefore.getTime()) / 1000);
  return { ...source, roles, ttlSeconds: ttlSeconds ?? renewedLife(present) };
}

/** A copy of the own key leaves the vault for good. */
export function decideExport(
  document: VaultDocument,
  found: NamedContext,
  request: ExportRequest,
): Decision {
  const roles = ownRoles(found.context);
  return (
    confirm(document, found, { roles, ttlSeconds: null }, request) ?? {
      outcome: "stored",
      because: "asked-for",
      roles,
      ttlSeconds: 0,
    }
  );
}

function usualRoles(
  { context }: NamedContext,
  to: IssueRequest["to"],
): readonly string[] {
  const own = context.metadata.certificate?.roles;
  const isForOthers = to === "automation" || to === "handover";
  return isForOthers || !own ? defaultRoles : own;
}

function askerIn(
  { contexts }: VaultDocument,
  by: IssuingSigner | undefined,
): NamedContext | undefined {
  if (by?.kind !== "node") return undefined;
  const context = contexts.get(by.asker);
  return context && { name: by.asker, context };
}

interface GivenTerms extends Pick<Lending, "roles" | "ttlSeconds"> {
  /** It goes to another person. */
  readonly isHandover?: boolean;
}

/** What is missing before it goes out: a person's yes, or a reason and the name; null: nothing. */
function confirm(
  document: VaultDocument,
  { name, context }: NamedContext,
  { roles, ttlSeconds, isHandover = false }: GivenTerms,
  said: Confirmation,
  asker?: NamedContext,
): Unconfirmed | Unagreed | null {
  const lenders = asker ? [context, asker.context] : [context];
  const isMarked = lenders.some(({ metadata }) => metadata.production);
  const rules = lenders.map((one) => consentRuleOf(document, one));
  // What may do everything goes to nobody else without a person's yes, whatever the rules say.
  const isGivenAway = isHandover && dangerOf(roles, true) !== null;
  if (isGivenAway || isConsentDue(rules, roles)) {
    if (said.isAgreed) return null;
    const lending = { context: name, production: isMarked, roles, ttlSeconds };
    return { outcome: "unagreed", lending };
  }
  const danger = dangerOf(roles, isMarked);
  const questions = danger === null ? [] : openQuestions(name, said);
  return danger === null || questions.length === 0
    ? null
    : { outcome: "unconfirmed", danger, roles, questions };
}

type ChosenSource =
  | Pick<Signed, "outcome" | "authority" | "because">
  | Pick<Asked, "outcome" | "asker" | "because">;

/** What was given; else the vault's authority when it is open; else a node; else the vault's authority, once opened. */
function findSource(
  document: VaultDocument,
  found: NamedContext,
  by: IssuingSigner | undefined,
  now: Date,
): ChosenSource | Refused {
  const { ca } = found.context.config;
  if (by?.kind === "node") return askAs(document, found, by, now);
  const source =
    signedBy(document, ca, by, now) ?? askedAs(document, found, now);
  if (source) return source;
  if (hasSealed(document, ca)) return refused({ kind: "authority-sealed" });
  const [mute = null] = adminsWithoutEndpoint(document, found, now);
  return refused({ kind: "no-issuer", mute });
}

/** Only an administrator of the same cluster can have a node make anything. */
function askAs(
  document: VaultDocument,
  { context }: NamedContext,
  { asker, isProposed = false }: Extract<IssuingSigner, { kind: "node" }>,
  now: Date,
): ChosenSource | Refused {
  const admin = document.contexts.get(asker);
  const isAble =
    admin !== undefined &&
    isAdmin(admin, now) &&
    (admin === context || mayBorrow(context.config, admin.config));
  if (!isAble) return refused({ kind: "no-asker", asker });
  return {
    outcome: "ask-node",
    asker: { name: asker, context: admin },
    because: !isProposed
      ? "admin-named"
      : admin === context
        ? "own-admin"
        : "borrowed-admin",
  };
}
