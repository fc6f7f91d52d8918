import { credentialKind } from "../certificates/credential-kind.ts";
import { adminRole } from "../roles/role.ts";
import { consentRuleOf } from "./consent.ts";
import type {
  NamedContext,
  StoredContext,
  VaultDocument,
} from "../vault/document.ts";
import { mayBorrow } from "../trust/cluster-trust.ts";

/**
 * A context whose credential can have its node make others (`GenerateClientConfiguration` wants os:admin): the context
 * itself, else another of the same cluster, the one that lasts longest. Null: there is none that is still valid.
 */
export function findAdmin(
  { contexts }: VaultDocument,
  found: NamedContext,
  now: Date,
): NamedContext | null {
  if (isAdmin(found.context, now)) return found;
  return lastingLongest(contexts, found, now, () => true);
}

/**
 * Another one where `failed` could not have it made, of those for which the same was confirmed: marked production as it is,
 * or not, and with the same rule of consent. Null: there is none.
 */
export function nextAdmin(
  document: VaultDocument,
  found: NamedContext,
  failed: NamedContext,
  now: Date,
): NamedContext | null {
  const { production } = failed.context.metadata;
  const rule = consentRuleOf(document, failed.context);
  return lastingLongest(
    document.contexts,
    found,
    now,
    ({ name, context }) =>
      name !== failed.name &&
      context.metadata.production === production &&
      consentRuleOf(document, context) === rule,
  );
}

function lastingLongest(
  contexts: VaultDocument["contexts"],
  found: NamedContext,
  now: Date,
  isWanted: (one: NamedContext) => boolean,
): NamedContext | null {
  const best = [...contexts]
    .map(([name, context]) => ({ name, context }))
    .filter((one) => isAdmin(one.context, now) && isWanted(one))
    .toSorted((a, b) => endOf(b.context) - endOf(a.context))
    .find(({ context }) => mayBorrow(found.context.config, context.config));
  return best ?? null;
}

/** Contexts of the cluster that could ask a node, if they had an endpoint to reach one by. */
export function adminsWithoutEndpoint(
  { contexts }: VaultDocument,
  { context }: NamedContext,
  now: Date,
): readonly string[] {
  return [...contexts].flatMap(([name, one]) =>
    one.config.endpoints.length === 0 &&
    hasAdminKey(one, now) &&
    mayBorrow(context.config, one.config)
      ? name
      : [],
  );
}

/** Can its credential ask a node for others? */
export function isAdmin(context: StoredContext, now: Date): boolean {
  return context.config.endpoints.length > 0 && hasAdminKey(context, now);
}

function hasAdminKey({ config, metadata }: StoredContext, now: Date): boolean {
  const { certificate } = metadata;
  return (
    credentialKind(config) === "certificate" &&
    config.key !== undefined &&
    config.ca !== undefined &&
    certificate !== undefined &&
    certificate.roles.includes(adminRole) &&
    certificate.notAfter > now
  );
}

function endOf({ metadata }: StoredContext): number {
  return metadata.certificate?.notAfter.getTime() ?? 0;
}
