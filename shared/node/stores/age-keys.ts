// Secret stores of others, from this machine: keys that are at hand, the person's own programs.
// Keep: No key or token in an argument, a log or an error; nothing is contacted that nobody asked for.
import { homedir } from "node:os";
import { join } from "node:path";
import { vaultError } from "../../core/errors.ts";
import { limits } from "../../core/limits.ts";
import type { AgeKeys, KeysAtHand } from "../../core/ports/age-keys.ts";
import { failure, success, type Result } from "../../core/result.ts";
import type { Secret } from "../../core/secret.ts";
import { splitWords } from "../../core/text/shell-words.ts";
import { readIdentities } from "../../core/vault/sealed/age/age-identities.ts";
import { diskFiles } from "../files/disk-files.ts";
import { runProgram } from "./run-program.ts";

/**
 * Where SOPS looks for age identities (age/keysource.go), but for SSH keys and plugins, which are left to SOPS. It looks once, however
 * often it is asked: a command may ask the person, or want a touch.
 */
export function sopsAgeKeys(env: NodeJS.ProcessEnv): Pick<AgeKeys, "atHand"> {
  let found: Promise<Result<KeysAtHand>> | undefined;
  return { atHand: () => (found ??= lookFor(env)) };
}

/** What may hold identities, and how it is called. */
interface Source {
  readonly bytes: Uint8Array;
  readonly name: string;
}

async function lookFor(env: NodeJS.ProcessEnv): Promise<Result<KeysAtHand>> {
  const sources: Source[] = [
    {
      bytes: new TextEncoder().encode(env["SOPS_AGE_KEY"]),
      name: "SOPS_AGE_KEY",
    },
  ];
  const keyFile = await readKeyFile(env);
  if (!keyFile.ok) return keyFile;
  if (keyFile.value) sources.push(keyFile.value);
  // The command may be our own `sops-key`, of a vault that this very command has opened by a passphrase.
  const given = await askKeyCommand(env);
  if (given.ok && given.value) sources.push(given.value);
  const identities: Secret[] = [];
  const broken: string[] = [];
  for (const { bytes, name } of sources) {
    const read = await readIdentities(bytes);
    identities.push(...read.identities);
    broken.push(
      ...read.brokenLines.map((line) => `line ${String(line)} of ${name}`),
    );
  }
  const refusal = given.ok ? {} : { refusal: given.error };
  return success({ identities, broken, ...refusal });
}

async function readKeyFile(
  env: NodeJS.ProcessEnv,
): Promise<Result<Source | null>> {
  const named = env["SOPS_AGE_KEY_FILE"] ?? "";
  const path = named === "" ? usualFile(env) : named;
  if (named === "" && !(await diskFiles.exists(path))) return success(null);
  const read = await diskFiles.read(path, limits.ageKeyFile.most);
  return read.ok ? success({ bytes: read.value, name: path }) : read;
}

function usualFile(env: NodeJS.ProcessEnv): string {
  const configured = env["XDG_CONFIG_HOME"] ?? "";
  const folder =
    configured !== ""
      ? configured
      : process.platform === "darwin"
        ? join(homedir(), "Library", "Application Support")
        : join(homedir(), ".config");
  return join(folder, "sops", "age", "keys.txt");
}

async function askKeyCommand(
  env: NodeJS.ProcessEnv,
): Promise<Result<Source | null>> {
  const line = env["SOPS_AGE_KEY_CMD"] ?? "";
  if (line.trim() === "") return success(null);
  const [program, ...args] = splitWords(line) ?? [];
  const said =
    program === undefined ? null : await runProgram(program, args, env);
  if (said === null || said.code !== 0)
    return failure(
      vaultError(
        "credential-unusable",
        "The command of SOPS_AGE_KEY_CMD gave no key.",
        "Run it by hand to see why, or take it out of the environment.",
      ),
    );
  const name = "what the command of SOPS_AGE_KEY_CMD gave";
  return success({ bytes: said.output, name });
}
