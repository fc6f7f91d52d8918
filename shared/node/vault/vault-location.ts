import { homedir } from "node:os";
import { isAbsolute, join } from "node:path";
import { vaultError, type VaultError } from "../../core/errors.ts";
import { refusedVariable } from "../system/programs/runtime-variables.ts";

/** In the vault's folder: what a person chose in the settings; absent where they chose nothing. */
export const settingsName = "settings.json";

/**
 * A variable that decides which vault is meant, or whether the network may be used, and that says nothing usable: ignoring
 * it would mean another vault. Null when there is none. An empty XDG variable counts as unset, as its specification says.
 */
export function unusableVariable(
  env: NodeJS.ProcessEnv,
  platform: NodeJS.Platform,
): VaultError | null {
  for (const [name, isUsable, next] of rules(platform)) {
    const value = env[name];
    if (value !== undefined && !isUsable(value))
      return vaultError(
        "usage",
        `${name} is set to "${value}", which cannot be used.`,
        next,
      );
  }
  return null;
}

/** `unusableVariable`, and before it a variable with which no program of ours starts. For the command line. */
export function unusableEnvironment(
  env: NodeJS.ProcessEnv,
  platform: NodeJS.Platform,
): VaultError | null {
  return refusedVariable(env) ?? unusableVariable(env, platform);
}

type Rule = readonly [string, (value: string) => boolean, string];

const folder = "Give the whole path of a folder, or unset it.";

function rules(platform: NodeJS.Platform): readonly Rule[] {
  const isUnsetOrWhole = (value: string) => value === "" || isAbsolute(value);
  const base = platform === "win32" ? "LOCALAPPDATA" : "XDG_DATA_HOME";
  return [
    ["TALOS_VAULT_HOME", isAbsolute, folder],
    [base, isUnsetOrWhole, folder],
    [
      "TALOS_VAULT_KEYCHAIN_SERVICE",
      (value) => value.trim() !== "",
      "Give a name, or unset it.",
    ],
    [
      "TALOS_VAULT_OFFLINE",
      (value) => ["", "1", "true"].includes(value),
      "Set it to 1 to contact nobody, or unset it.",
    ],
  ];
}

/**
 * The folder of the vault: `TALOS_VAULT_HOME`, else the platform's place for a person's data. Throws for a variable that
 * `unusableVariable` would have refused.
 */
export function vaultLocation(
  env: NodeJS.ProcessEnv,
  platform: NodeJS.Platform,
): string {
  if (unusableVariable(env, platform)) throw new Error("unusable variable");
  return env["TALOS_VAULT_HOME"] ?? usualLocation(env, platform);
}

/** The same when `TALOS_VAULT_HOME` is left out. */
export function usualLocation(
  env: NodeJS.ProcessEnv,
  platform: NodeJS.Platform,
): string {
  const home = homedir();
  if (platform === "win32")
    return join(
      env["LOCALAPPDATA"] || join(home, "AppData", "Local"),
      "talos-vault",
    );
  if (platform === "darwin")
    return join(home, "Library", "Application Support", "talos-vault");
  return join(
    env["XDG_DATA_HOME"] || join(home, ".local", "share"),
    "talos-vault",
  );
}
