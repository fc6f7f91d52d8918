import { credentialKind } from "../certificates/credential-kind.ts";
import { adminRole } from "../roles/role.ts";
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
  const best = [...contexts]
    .filter(([, one]) => isAdmin(one, now))
    .toSorted(([, a], [, b]) => endOf(b) - endOf(a))
    .find(([, one]) => mayBorrow(found.context.config, one.config));
  return best ? { name: best[0], context: best[1] } : null;
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
