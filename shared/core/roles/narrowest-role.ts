import type { TalosctlCommand } from "./commands.ts";
import { judgeCommand } from "./judge-access.ts";
import { allowedMethods, rulesOf, type MethodRule } from "./methods.ts";
import { impersonatorRole, knownRoles } from "./role.ts";

/**
 * The role with the fewest rights that is enough for a command on that release: the one of the newest where it is
 * enough there too. Null: no role is, because the release has no such method.
 */
export function narrowestRole(
  command: TalosctlCommand,
  version: string,
): string | null {
  const isEnough = (role: string) =>
    judgeCommand([role], command, version).isAllowed;
  const { narrowestRole: newest } = command;
  return isEnough(newest) ? newest : leastRole(isEnough, rulesOf(version));
}

/** Of the roles that are enough the one with the fewest rights by these rules. Null: none is. */
export function leastRole(
  isEnough: (role: string) => boolean,
  rules: readonly MethodRule[],
): string | null {
  const rights = (name: string) => allowedMethods([name], rules).length;
  const [least] = knownRoles
    .map(({ name }) => name)
    .filter((name) => name !== impersonatorRole && isEnough(name))
    .toSorted((a, b) => rights(a) - rights(b));
  return least ?? null;
}
