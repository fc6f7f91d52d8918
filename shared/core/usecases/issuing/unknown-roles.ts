import { closest } from "../../closest.ts";
import { knownRoles } from "../../roles/role.ts";
import { vaultError, withActions } from "../../errors.ts";

export function unknownRoles(roles: readonly string[]) {
  const [first = ""] = roles;
  const short = knownRoles.map(({ name }) => name.replace("os:", ""));
  const typed = first.replace(/^os:/, "");
  const role = short.includes(typed) ? typed : closest(typed, short);
  const meant = role === null ? null : `os:${role}`;
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
