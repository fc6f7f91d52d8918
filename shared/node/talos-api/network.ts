import { readlinkSync } from "node:fs";
import type { Network } from "../../core/ports/talos-api.ts";

/** Set: nothing is contacted, whatever is asked for. */
export const offlineVariable = "TALOS_VAULT_OFFLINE";

const names = [
  offlineVariable,
  "HTTPS_PROXY",
  "https_proxy",
  "NO_PROXY",
  "no_proxy",
] as const;

/** How this process reaches nodes. Of its environment only what decides that: a proxy's password may be in it. */
export function networkOf(environment: NodeJS.ProcessEnv): Network {
  const set = names.flatMap((name) => {
    const value = environment[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return { environment: Object.fromEntries(set), namespace: namespaceOf() };
}

function namespaceOf(): string | null {
  try {
    return readlinkSync("/proc/self/ns/net");
  } catch {
    return null;
  }
}
