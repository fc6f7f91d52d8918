import { vaultError, withRemedies } from "../errors.ts";

export function unknownRoles(roles: readonly string[]) {
  return withRemedies(
    vaultError(
      "context-invalid",
      `No rule of Talos uses ${roles.join(", ")}.`,
      "Look at the roles that Talos knows, or say that this one is meant.",
    ),
    ["roles", "custom-roles"],
  );
}
