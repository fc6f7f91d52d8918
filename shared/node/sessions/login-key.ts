import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { outsideVariables } from "../../core/sessions/outside-variables.ts";

/**
 * Where talosctl keeps a login key of Omni outside of sessions: SIDEROV1_KEYS_DIR, which, set and empty, is its own
 * folder (client/config/path.go:69-84); else ~/.talos/keys; else the older place, when the file is only there.
 */
export function outsideLoginKey(name: string, env: NodeJS.ProcessEnv): string {
  const { SIDEROV1_KEYS_DIR: named, TALOS_HOME: own } = outsideVariables(env);
  const talos = join(homedir(), ".talos");
  if (named) return resolve(named, name);
  if (named === "")
    return resolve(own === "" ? talos : (own ?? talos), "keys", name);
  const usual = join(talos, "keys", name);
  const older = join(
    env["XDG_DATA_HOME"] ?? join(homedir(), ".local", "share"),
    "talos",
    "keys",
    name,
  );
  return !existsSync(usual) && existsSync(older) ? older : usual;
}
