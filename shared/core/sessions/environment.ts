import type { Lease } from "./lease.ts";

/** What a session's environment says. Paths and facts; never key material. */
export type SessionEnvironment = ReadonlyMap<string, string>;

export const sessionVariable = "TALOS_VAULT_SESSION";

/** Inside a session's folder: TALOS_HOME, so that talosctl can never fall back to ~/.talos/config. */
export const homeName = "home";
/** Inside TALOS_HOME: keys that Omni's login makes. */
export const keysName = "keys";

export function sessionEnvironment(lease: Lease): SessionEnvironment {
  const home = `${lease.folder}/${homeName}`;
  return new Map([
    ["TALOSCONFIG", lease.path],
    // A vanished TALOSCONFIG makes talosctl look into its home (client/config/path.go:97-101).
    ["TALOS_HOME", home],
    ["SIDEROV1_KEYS_DIR", `${home}/${keysName}`],
    [sessionVariable, lease.id],
    ["TALOS_VAULT_CONTEXT", lease.context],
    ["TALOS_VAULT_ROLES", lease.roles.join(",")],
    ["TALOS_VAULT_EXPIRES", lease.expiresAt],
  ]);
}

export const sessionVariables = [
  "TALOSCONFIG",
  "TALOS_HOME",
  "SIDEROV1_KEYS_DIR",
  sessionVariable,
  "TALOS_VAULT_CONTEXT",
  "TALOS_VAULT_ROLES",
  "TALOS_VAULT_EXPIRES",
] as const;
