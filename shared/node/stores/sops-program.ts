import { vaultError, type VaultError } from "../../core/errors.ts";
import type { SopsProgram } from "../../core/ports/sops-program.ts";
import { failure, success } from "../../core/result.ts";
import type { OtherKey } from "../../core/stores/sops/sops-file.ts";
import { findProgram } from "../system/programs/find-program.ts";
import { runProgram } from "./run-program.ts";

/** `say`: tells the person which program is about to open which file, and with what. */
export function ownSops(
  env: NodeJS.ProcessEnv,
  say: (line: string) => void,
): SopsProgram {
  return {
    decrypt: async (path, bytes, { format, otherKeys }) => {
      const stranger = otherKeys.find((key) => isStrange(key, env));
      if (stranger) return failure(strangeServer(path, stranger));
      const program = await findProgram("sops");
      const keys = otherKeys.map(keyText).join(", ");
      if (env["TALOS_VAULT_OFFLINE"] && otherKeys.some(isAskedElsewhere))
        return failure(offline(path, keys));
      if (program === null) return failure(noSops(path, keys));
      say(`${path} is for ${keys}: ${program} opens it.`);
      const types = ["--input-type", format, "--output-type", format];
      const said = await runProgram(program, ["decrypt", ...types], env, bytes);
      if (said === null) return failure(notStarted(program));
      return said.code === 0
        ? success(said.output)
        : failure(notOpened(path, program));
    },
  };
}

const names: Readonly<Record<OtherKey["kind"], string>> = {
  kms: "AWS KMS",
  gcp_kms: "Google's KMS",
  azure_kv: "Azure Key Vault",
  hc_vault: "Vault's transit",
  pgp: "OpenPGP",
};

function keyText({ kind, name }: OtherKey): string {
  return name === "" ? names[kind] : `${names[kind]} (${name})`;
}

/** sops shows the person's token to whichever server the file names. What is no web address is nobody's server. */
function isStrange({ kind, name }: OtherKey, env: NodeJS.ProcessEnv): boolean {
  if (kind !== "hc_vault") return false;
  const origin = originOf(name);
  return origin === null || origin !== originOf(env["VAULT_ADDR"]);
}

function originOf(address = ""): string | null {
  if (!URL.canParse(address)) return null;
  const { protocol, origin } = new URL(address);
  return protocol === "https:" || protocol === "http:" ? origin : null;
}

/** Keys of OpenPGP are on this machine; all others are asked of a service. */
function isAskedElsewhere({ kind }: OtherKey): boolean {
  return kind !== "pgp";
}

function offline(path: string, keys: string): VaultError {
  return vaultError(
    "store-failed",
    `${path} is for ${keys}, and nothing is asked: TALOS_VAULT_OFFLINE is set.`,
    "Unset it.",
  );
}

function strangeServer(path: string, key: OtherKey): VaultError {
  return vaultError(
    "store-failed",
    `${path} is for ${keyText(key)}, and VAULT_ADDR does not name that server: sops would show it your token. Nothing was sent.`,
    "Where it is the right one, set VAULT_ADDR to it.",
  );
}

function noSops(path: string, keys: string): VaultError {
  return vaultError(
    "store-login",
    `${path} is for ${keys}, and there is no sops on PATH to open it.`,
    "Install sops, or have it encrypted to a key of age or SSH as well.",
  );
}

function notStarted(program: string): VaultError {
  return vaultError(
    "store-login",
    `${program} could not be started.`,
    "Look whether it runs by hand.",
  );
}

function notOpened(path: string, program: string): VaultError {
  return vaultError(
    "store-login",
    `${program} does not open ${path}; it says why on standard error.`,
    "Log in to what holds its keys, or ask whoever keeps it; where its MAC does not hold, find out who changed it.",
  );
}
