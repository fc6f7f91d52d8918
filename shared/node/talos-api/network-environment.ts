import type { NetworkEnvironment } from "../../core/ports/talos-api.ts";

/** Set: nothing is contacted, whatever is asked for. */
export const offlineVariable = "TALOS_VAULT_OFFLINE";

const names = [
  offlineVariable,
  "HTTPS_PROXY",
  "https_proxy",
  "NO_PROXY",
  "no_proxy",
] as const;

/** Of an environment only what decides how a node is reached: a proxy's password may be in it. */
export function networkEnvironment(
  environment: NodeJS.ProcessEnv,
): NetworkEnvironment {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = environment[name];
      return value === undefined ? [] : [[name, value] as const];
    }),
  );
}
