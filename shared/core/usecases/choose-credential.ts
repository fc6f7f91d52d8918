import { credentialKind } from "../certificates/credential-kind.ts";
import { vaultError, type VaultError } from "../errors.ts";
import type { CredentialWish } from "../ports/vault-reader.ts";
import { failure, success, type Result } from "../result.ts";
import { adminRole, impersonatorRole, isKnownRole } from "../roles/role.ts";
import { defaultTtlSeconds, maxDerivedSeconds } from "../sessions/duration.ts";
import type {
  StoredAuthority,
  StoredContext,
  VaultDocument,
} from "../vault/document.ts";
import { issuerOf } from "./issuer-of.ts";
import type { FoundContext } from "./find-context.ts";
import { authoritySealedForSession } from "./authority-problems.ts";
import { findAdmin } from "./find-admin.ts";
import { unknownRoles } from "./unknown-roles.ts";

/** Which credential a session gets, before any is made. */
export type ChosenCredential = {
  readonly roles: readonly string[];
  readonly ttlSeconds: number;
} & (
  | {
      readonly kind: "stored";
      /** Why none is made, as the end of a sentence; absent: somebody wants this one. */
      readonly why?: string;
    }
  | { readonly kind: "derived"; readonly authority: StoredAuthority }
  /** A node is asked to make it. */
  | {
      readonly kind: "asked";
      readonly asker: FoundContext;
      /** The context's own key has the same roles, or nobody named any: it will do when no node answers. */
      readonly mayBeStored: boolean;
    }
);

/** What a session may do when nobody says anything. */
export const defaultRoles: readonly string[] = ["os:reader"];
const productDefaults = { roles: defaultRoles, ttlSeconds: defaultTtlSeconds };

/**
 * Chooses between the context's own key and one made for the session. The latter whenever it can be: by an authority
 * of the context's cluster; else by a node of it, which an os:admin credential may ask. A sealed authority is used when
 * a role is asked for by name, not by default; the credential of another context when more is asked for than the own
 * one has. Asks for a confirmation before anything that is root on a production cluster.
 */
export function chooseCredential(
  document: VaultDocument,
  found: FoundContext,
  asked: CredentialWish,
  now: Date,
): Result<ChosenCredential> {
  const wish = withoutRepeats(asked);
  // Nobody means that: it is a variable of a script that is not set.
  if (wish.roles?.length === 0 && !wish.isStored) return failure(roleless());
  const chosen = choose(document, found, wish, now);
  if (!chosen.ok) return chosen;
  const { roles } = chosen.value;
  const refusal = refuseTerms(chosen.value, wish);
  if (refusal) return failure(refusal);
  // Borrowed from a context that is marked, it is root on what is marked.
  const isMarked =
    chosen.value.kind === "asked" &&
    chosen.value.asker.context.metadata.production;
  const guard = refuseUnconfirmed(found, roles, wish, isMarked);
  return guard ? failure(guard) : chosen;
}

/** A role that is said twice is there once. */
function withoutRepeats(wish: CredentialWish): CredentialWish {
  return wish.roles ? { ...wish, roles: [...new Set(wish.roles)] } : wish;
}

/** What a credential that is made may not be, unless it is meant. */
function refuseTerms(
  { kind, roles }: ChosenCredential,
  { isForced, ttlSeconds = 0 }: CredentialWish,
): VaultError | null {
  if (kind === "stored" || isForced) return null;
  // A longer default of the context was meant when it was set.
  if (ttlSeconds > maxDerivedSeconds) return tooLong();
  const custom = roles.filter((role) => !isKnownRole(role));
  return custom.length > 0 ? unknownRoles(custom, "force") : null;
}

/** The context's own key, with the same question before it is root on a production cluster. */
export function chooseStored(
  found: FoundContext,
  wish: CredentialWish,
): Result<Extract<ChosenCredential, { kind: "stored" }>> {
  const chosen = ownCredential(found, wish);
  const guard = refuseUnconfirmed(found, chosen.roles, wish);
  return guard ? failure(guard) : success(chosen);
}

function choose(
  document: VaultDocument,
  found: FoundContext,
  wish: CredentialWish,
  now: Date,
): Result<ChosenCredential> {
  const stored = ownCredential(found, wish);
  if (wish.isStored) return success(stored);
  const { roles, ttlSeconds } = termsOf(found, wish);
  const authority = authorityFor(document, found.context, wish, now);
  if (authority && (!authority.sealed || wish.passphrase))
    return success({ kind: "derived", authority, roles, ttlSeconds });
  const isOwnEnough = isEnough(stored, found, wish);
  if (authority && !isOwnEnough) return failure(authoritySealedForSession());
  const asker = askerFor(document, found, isOwnEnough, now);
  const mayBeStored = isOwnEnough;
  if (asker)
    return success({ kind: "asked", asker, mayBeStored, roles, ttlSeconds });
  const why = authority ? isSealed : hasNothing;
  return mayBeStored
    ? success({ ...stored, why })
    : failure(cannotDerive(found.name, roles));
}

/** What somebody chose for the context counts like what is asked for now: never more than that is lent. */
function isEnough(
  { roles }: ChosenCredential,
  { context }: FoundContext,
  wish: CredentialWish,
): boolean {
  const named = wish.roles ?? context.metadata.session?.roles;
  return !named || sameRoles(named, roles);
}

const isSealed =
  "the cluster's authority is sealed, and its passphrase is asked for with --role alone";
const hasNothing =
  "the vault has no authority of its cluster, and no valid os:admin credential with an endpoint to ask";

/** Whose credential asks a node: the context's own, and another one's only when more is wanted than the own one has. */
function askerFor(
  document: VaultDocument,
  found: FoundContext,
  isOwnEnough: boolean,
  now: Date,
): FoundContext | null {
  const admin = findAdmin(document, found, now);
  return admin?.name === found.name || !isOwnEnough ? admin : null;
}

function ownCredential(
  found: FoundContext,
  wish: CredentialWish,
): Extract<ChosenCredential, { kind: "stored" }> {
  const roles = found.context.metadata.certificate?.roles ?? [];
  return { kind: "stored", roles, ttlSeconds: termsOf(found, wish).ttlSeconds };
}

/** What was asked for, else the context's own defaults, else the product's. */
function termsOf({ context }: FoundContext, wish: CredentialWish) {
  return { ...productDefaults, ...context.metadata.session, ...wish };
}

function refuseUnconfirmed(
  { name, context }: FoundContext,
  roles: readonly string[],
  { confirmation, reason }: CredentialWish,
  isMarked = false,
): VaultError | null {
  const guard = guardOf(roles, isMarked || context.metadata.production);
  if (guard === null) return null;
  if (confirmation !== name) return unconfirmed(name, guard);
  return reason?.trim() ? null : noReason(name);
}

/** The one that is used once; else that of the context's cluster, when the vault has its key. */
function authorityFor(
  document: VaultDocument,
  { config }: StoredContext,
  { authority }: CredentialWish,
  addedAt: Date,
): StoredAuthority | null {
  if (authority) return { ...authority, sealed: false, addedAt };
  const kind = credentialKind(config);
  return kind === "siderov1" || kind === "basic"
    ? null
    : issuerOf(document, config.ca);
}

function sameRoles(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((role) => b.includes(role));
}

/** The role that must be confirmed; null when none must. */
function guardOf(
  roles: readonly string[],
  isProduction: boolean,
): string | null {
  if (roles.includes(impersonatorRole)) return impersonatorRole;
  return isProduction && roles.includes(adminRole) ? adminRole : null;
}

function unconfirmed(name: string, role: string) {
  const why = role === adminRole ? "is marked production" : "is everything";
  return vaultError(
    "unconfirmed",
    role === adminRole
      ? `"${name}" ${why}, and the session would have ${role}.`
      : `The session would have ${role}, which can act with any role.`,
    `Give a reason and the context's name: --reason TEXT --confirm ${name}; or take less: --role os:reader.`,
  );
}

function noReason(name: string) {
  return vaultError(
    "unconfirmed",
    `A session with every right on "${name}" needs a reason.`,
    "Add --reason TEXT; it is kept with the session and in the ledger.",
  );
}

function roleless() {
  return vaultError(
    "usage",
    "A session without a role is allowed nothing.",
    "Name one: --role os:reader; or leave --role out.",
  );
}

function tooLong() {
  return vaultError(
    "context-invalid",
    "A credential made for a session lasts at most 12 hours.",
    "Choose a shorter --ttl, or insist with --force.",
  );
}

function cannotDerive(name: string, roles: readonly string[]) {
  return vaultError(
    "credential-unusable",
    `No credential with ${roles.join(", ")} can be made for "${name}": ${hasNothing}.`,
    "Keep one: talos-vault authority import secrets.yaml; or use the context's own key: --stored.",
  );
}
