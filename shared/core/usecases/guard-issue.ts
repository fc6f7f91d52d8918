import { vaultError, type VaultError } from "../errors.ts";
import { adminRole, impersonatorRole } from "../roles/role.ts";
import type { FoundContext } from "./find-context.ts";

/** What a person said before a credential that is everything is issued. */
export interface IssueConfirmation {
  /** The context's name, typed. */
  readonly confirmation?: string | undefined;
  readonly reason?: string | undefined;
}

/**
 * Asked before root on a production cluster is issued, and before the role that can act with any other is issued
 * anywhere. Null: nothing is missing. Error: `unconfirmed`.
 */
export function guardIssue(
  { name, context }: FoundContext,
  roles: readonly string[],
  { confirmation, reason }: IssueConfirmation,
): VaultError | null {
  const isEverything = roles.includes(impersonatorRole);
  const isRoot = isEverything || roles.includes(adminRole);
  if (isRoot && context.metadata.production) {
    const role = isEverything ? impersonatorRole : adminRole;
    const isSaid = confirmation === name && reason?.trim();
    return isSaid ? null : production(name, role);
  }
  return isEverything && confirmation !== name ? everything(name) : null;
}

function production(name: string, role: string) {
  return vaultError(
    "unconfirmed",
    `"${name}" is marked production, and the credential would have ${role}.`,
    `Give a reason and the context's name: --reason TEXT --confirm ${name}; or issue less: --roles os:reader.`,
  );
}

function everything(name: string) {
  return vaultError(
    "unconfirmed",
    `The credential would have ${impersonatorRole}, which can act with any role.`,
    `Give the context's name: --confirm ${name} (or --yes).`,
  );
}
