import { vaultError, withRemedies } from "../errors.ts";
import type { Remedy } from "../remedy.ts";

/** `insisting`: what says that they are meant, where it is asked. */
export function unknownRoles(
  roles: readonly string[],
  insisting: Remedy = "custom-roles",
) {
  return withRemedies(
    vaultError(
      "context-invalid",
      `No rule of Talos uses ${roles.join(", ")}.`,
      "Look at the roles that Talos knows, or say that this one is meant.",
    ),
    ["roles", insisting],
  );
}
