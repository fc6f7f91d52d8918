import { vaultError } from "../errors.ts";

/** `option`: what says that they are meant, where it is asked. */
export function unknownRoles(
  roles: readonly string[],
  option = "--custom-roles",
) {
  return vaultError(
    "context-invalid",
    `No rule of Talos uses ${roles.join(", ")}.`,
    `If that is meant, add ${option}; talos-vault roles lists the known ones.`,
  );
}
