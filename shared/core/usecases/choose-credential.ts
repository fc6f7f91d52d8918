import { credentialKind } from "../certificates/credential-kind.ts";
import { vaultError } from "../errors.ts";
import type { CredentialWish } from "../ports/vault-reader.ts";
import { failure, success, type Result } from "../result.ts";
import { adminRole, impersonatorRole } from "../roles/role.ts";
import { defaultTtlSeconds } from "../sessions/duration.ts";
import type {
  StoredAuthority,
  StoredContext,
  VaultDocument,
} from "../vault/document.ts";
import { issuerOf } from "./issuer-of.ts";
import type { FoundContext } from "./find-context.ts";
import { authoritySealed } from "./authority-problems.ts";

/** Which credential a session gets, before any is made. */
export type ChosenCredential = {
  readonly roles: readonly string[];
  readonly ttlSeconds: number;
} & (
  | { readonly kind: "stored" }
  | { readonly kind: "derived"; readonly authority: StoredAuthority }
);

/** What a session may do when nobody says anything. */
export const defaultRoles: readonly string[] = ["os:reader"];
const productDefaults = { roles: defaultRoles, ttlSeconds: defaultTtlSeconds };
const longestDerivedSeconds = 12 * 3600;

/**
 * Chooses between the context's own key and one made for the session: the latter whenever an authority of the
 * context's cluster is at hand. A sealed authority is used when a role is asked for by name, not by default. Asks
 * for a confirmation before anything that is root on a production cluster.
 */
export function chooseCredential(
  document: VaultDocument,
  found: FoundContext,
  wish: CredentialWish,
): Result<ChosenCredential> {
  const chosen = choose(document, found, wish);
  if (!chosen.ok) return chosen;
  const { kind, ttlSeconds, roles } = chosen.value;
  if (
    kind === "derived" &&
    ttlSeconds > longestDerivedSeconds &&
    !wish.isForced
  )
    return failure(tooLong());
  const guard = guardOf(found.context, roles);
  if (guard && wish.confirmation !== found.name)
    return failure(unconfirmed(found.name, guard));
  if (guard && !wish.reason?.trim()) return failure(noReason(found.name));
  return chosen;
}

function choose(
  document: VaultDocument,
  { name, context }: FoundContext,
  wish: CredentialWish,
): Result<ChosenCredential> {
  const defaults = { ...productDefaults, ...context.metadata.session };
  const { roles, ttlSeconds } = { ...defaults, ...wish };
  const authority = wish.isStored ? null : authorityFor(document, context);
  if (authority && (!authority.sealed || wish.passphrase))
    return success({ kind: "derived", authority, roles, ttlSeconds });
  const own = context.metadata.certificate?.roles ?? [];
  if (wish.roles && !sameRoles(wish.roles, own))
    return failure(
      authority ? authoritySealed() : cannotDerive(name, wish.roles),
    );
  return success({ kind: "stored", roles: own, ttlSeconds });
}

/** The authority of the context's cluster, when the vault has its key. */
function authorityFor(
  document: VaultDocument,
  { config }: StoredContext,
): StoredAuthority | null {
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
  { metadata }: StoredContext,
  roles: readonly string[],
): string | null {
  if (roles.includes(impersonatorRole)) return impersonatorRole;
  return metadata.production && roles.includes(adminRole) ? adminRole : null;
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
    `No credential with ${roles.join(", ")} can be made for "${name}": the vault has no authority for its cluster.`,
    "Keep one: talos-vault authority import secrets.yaml; or use the context's own key: --stored.",
  );
}
