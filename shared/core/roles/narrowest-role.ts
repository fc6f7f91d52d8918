import type { TalosctlCommand } from "./commands.ts";
import { judgeCommand } from "./judge-access.ts";
import { allowedMethods, rulesOf } from "./methods.ts";
import { impersonatorRole, knownRoles } from "./role.ts";

/**
 * The role with the fewest rights that is enough for a command on that release: the one of the newest where it is
 * enough there too. Null: no role is, because the release has no such method.
 */
export function narrowestRole(
  command: TalosctlCommand,
  version: string,
): string | null {
  const rules = rulesOf(version);
  const enough = knownRoles
    .map(({ name }) => name)
    .filter((name) => name !== impersonatorRole)
    .filter((name) => judgeCommand([name], command, version).isAllowed);
  if (enough.includes(command.narrowestRole)) return command.narrowestRole;
  const rights = (name: string) => allowedMethods([name], rules).length;
  return enough.toSorted((a, b) => rights(a) - rights(b))[0] ?? null;
}
