import { didYouMean } from "../../closest.ts";
import { vaultError, withActions } from "../../errors.ts";
import { failure, success, type Result } from "../../result.ts";
import type { StoredCluster, VaultDocument } from "../../vault/document.ts";

/** A cluster whose secrets the vault has. Errors: `context-missing`. */
export function findCluster(
  { clusters }: VaultDocument,
  name: string,
): Result<StoredCluster> {
  const cluster = clusters?.get(name);
  return cluster ? success(cluster) : failure(missing(name, clusters));
}

/** The vault without its secrets; the authority and the contexts stay. Errors: `context-missing`. */
export function dropCluster(
  document: VaultDocument,
  name: string,
): Result<VaultDocument> {
  const clusters = new Map(document.clusters);
  return clusters.delete(name)
    ? success({ ...document, clusters })
    : failure(missing(name, clusters));
}

function missing(name: string, clusters: VaultDocument["clusters"]) {
  const near = didYouMean(name, clusters?.keys() ?? []);
  return withActions(
    vaultError(
      "context-missing",
      `The vault has no secrets of a cluster "${name}".`,
      `${near}Look which clusters it has the secrets of.`,
    ),
    ["clusters"],
  );
}
