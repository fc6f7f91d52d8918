import { adminRole } from "../roles/role.ts";
import type { VaultDocument } from "../vault/document.ts";
import type { Unconfirmed } from "./decision.ts";
import { dangerOf, openQuestions, type Confirmation } from "./guard.ts";
import { isSameCluster } from "../trust/cluster-trust.ts";

/**
 * Every key of a cluster leaves the vault: guarded where one of the cluster's contexts is marked production. `ca` null:
 * the secrets cannot be read, and any such context of the vault may be one of it. Null: nothing is missing.
 */
export function decideClusterCopy(
  { contexts }: VaultDocument,
  { name, ca }: { readonly name: string; readonly ca: string | null },
  said: Confirmation,
): Unconfirmed | null {
  const isProduction = [...contexts.values()].some(
    ({ config, metadata }) =>
      metadata.production && (ca === null || isSameCluster(config.ca, ca)),
  );
  const roles = [adminRole];
  const danger = dangerOf(roles, isProduction);
  const questions = danger === null ? [] : openQuestions(name, said);
  return danger === null || questions.length === 0
    ? null
    : { outcome: "unconfirmed", danger, roles, questions };
}
