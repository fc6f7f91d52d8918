import { credentialKind } from "../certificates/credential-kind.ts";
import { adminRole } from "../roles/role.ts";
import type { StoredContext, VaultDocument } from "../vault/document.ts";
import type { FoundContext } from "./find-context.ts";
import { isSameCluster } from "./same-cluster.ts";

/**
 * A context whose credential can have its node make others (`GenerateClientConfiguration` wants os:admin): the context
 * itself, else another of the same cluster, the one that lasts longest. Null: there is none that is still valid.
 */
export function findAdmin(
  { contexts }: VaultDocument,
  found: FoundContext,
  now: Date,
): FoundContext | null {
  if (isAdmin(found.context, now)) return found;
  const { ca } = found.context.config;
  const [best] = [...contexts]
    .filter(([, one]) => isAdmin(one, now) && isSameCluster(one.config.ca, ca))
    .toSorted(([, a], [, b]) => endOf(b) - endOf(a));
  return best ? { name: best[0], context: best[1] } : null;
}

/** Can its credential ask a node for others? */
export function isAdmin(
  { config, metadata }: StoredContext,
  now: Date,
): boolean {
  const { certificate } = metadata;
  return (
    credentialKind(config) === "certificate" &&
    config.key !== undefined &&
    config.ca !== undefined &&
    config.endpoints.length > 0 &&
    certificate !== undefined &&
    certificate.roles.includes(adminRole) &&
    certificate.notAfter > now
  );
}

function endOf({ metadata }: StoredContext): number {
  return metadata.certificate?.notAfter.getTime() ?? 0;
}
