/** How sessions get what they have, where no option says it: `fd`, `file` or `gateway`. */
export const deliveryVariable = "TALOS_VAULT_DELIVERY";

export const sessionVariable = "TALOS_VAULT_SESSION";

/** Variables of talosctl's own that a session sets. What they were before stands in `TALOS_VAULT_OUTSIDE_<name>`. */
export const talosVariables = [
  "TALOSCONFIG",
  "TALOS_HOME",
  "SIDEROV1_KEYS_DIR",
] as const;
type TalosVariable = (typeof talosVariables)[number];

/** What talosctl would see outside of every session; absent: the variable was not set. */
export type OutsideVariables = Readonly<Partial<Record<TalosVariable, string>>>;

/** The variable that keeps what one of talosctl's was before. */
export const outsideName = (name: TalosVariable) =>
  `TALOS_VAULT_OUTSIDE_${name}`;

/** What talosctl would see outside of the session that this environment belongs to, if it belongs to one. */
export function outsideVariables(
  environment: Readonly<Record<string, string | undefined>>,
): OutsideVariables {
  const isInside = (environment[sessionVariable] ?? "") !== "";
  const found = talosVariables.flatMap((name) => {
    const value = environment[isInside ? outsideName(name) : name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return Object.fromEntries(found);
}
