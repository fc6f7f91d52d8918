import { finding, type ClusterFinding } from "../../certificates/finding.ts";
import { adminRole } from "../../roles/role.ts";
import { strangeAdmins } from "../../trust/cluster-trust.ts";
import type { StoredContext, VaultDocument } from "../../vault/document.ts";

/** Decision 40: nobody else's credential is asked of it. */
export const adminWithOwnCa: ClusterFinding = finding(
  "warning",
  "admin-with-own-ca",
  "An os:admin context trusts a CA that other contexts of its cluster do not, or none of theirs signed it.",
  "In the middle of a rotation that is so; else find out who made the file. No other context is renewed by it.",
);

/** Names of the administrators that it is said of, among these contexts, in their order. */
export function adminsWithOwnCa(
  contexts: VaultDocument["contexts"],
  now: Date,
): readonly string[] {
  const admins = [...contexts]
    .filter(([, context]) => isValidAdmin(context, now))
    .map(([name, { config }]) => ({ name, config }));
  const all = [...contexts.values()].map(({ config }) => config);
  return strangeAdmins(admins, all).map(({ name }) => name);
}

function isValidAdmin({ metadata }: StoredContext, now: Date): boolean {
  const { certificate } = metadata;
  return (
    certificate !== undefined &&
    certificate.notAfter > now &&
    certificate.roles.includes(adminRole)
  );
}
