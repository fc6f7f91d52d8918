import { homedir } from "node:os";
import { isAbsolute, join } from "node:path";

/**
 * The folder of the vault: `TALOS_VAULT_HOME`, else the platform's place for a person's data. The XDG base
 * directory specification says that a relative path is to be ignored; so do we, for all of them.
 */
export function vaultLocation(
  env: NodeJS.ProcessEnv,
  platform: NodeJS.Platform,
): string {
  const own = absolute(env["TALOS_VAULT_HOME"]);
  if (own) return own;
  const home = homedir();
  if (platform === "win32")
    return join(
      absolute(env["LOCALAPPDATA"]) ?? join(home, "AppData", "Local"),
      "talos-vault",
    );
  if (platform === "darwin")
    return join(home, "Library", "Application Support", "talos-vault");
  return join(
    absolute(env["XDG_DATA_HOME"]) ?? join(home, ".local", "share"),
    "talos-vault",
  );
}

function absolute(path: string | undefined): string | null {
  return path !== undefined && isAbsolute(path) ? path : null;
}
