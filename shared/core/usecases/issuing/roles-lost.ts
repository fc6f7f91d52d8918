import { ownRoles, judgeOwnKey } from "../../policy/own-key.ts";
import { allowedMethods } from "../../roles/methods.ts";
import { hasEveryRight, isKnownRole } from "../../roles/role.ts";
import type { StoredContext } from "../../vault/document.ts";

/**
 * The roles of the credential that a context has, where one with `roles` in its place could do less; null: it can do as much,
 * or nothing is lost, because what is there has ended, is half a pair, or says no role.
 */
export function rolesLost(
  context: StoredContext,
  roles: readonly string[],
  now: Date,
): readonly string[] | null {
  const before = ownRoles(context);
  const isUseless = judgeOwnKey(context, now) !== null || before.length === 0;
  return isUseless || isAsMuch(before, roles) ? null : before;
}

/** Of roles without a rule nobody knows what they allow: each is needed itself. */
function isAsMuch(
  before: readonly string[],
  after: readonly string[],
): boolean {
  if (hasEveryRight(after)) return true;
  if (hasEveryRight(before)) return false;
  const allowed = new Set(allowedMethods(after));
  return (
    allowedMethods(before).every((method) => allowed.has(method)) &&
    before.every((role) => isKnownRole(role) || after.includes(role))
  );
}
