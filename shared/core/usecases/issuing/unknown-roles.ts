import { nearestRole } from "../../roles/role.ts";
import { vaultError, withActions } from "../../errors.ts";

/** The error of roles that no rule of Talos has. */
export function unknownRoles(roles: readonly string[]) {
  const [first = ""] = roles;
  const meant = nearestRole(first);
  return withActions(
    vaultError(
      "context-invalid",
      `No rule of Talos uses ${roles.join(", ")}.`,
      meant === null
        ? "Look at the roles that Talos knows, or say that this one is meant."
        : `Did you mean ${meant}? Else look at the roles that Talos knows, or say that this one is meant.`,
    ),
    ["roles", "custom-roles"],
  );
}
