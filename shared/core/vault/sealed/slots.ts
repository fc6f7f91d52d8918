import { vaultError } from "../../errors.ts";
import { failure, success, type Result } from "../../result.ts";
import { Secret } from "../../secret.ts";
import {
  decrypt,
  encryptTo,
  encryptWithPassphrase,
  type AgeKey,
} from "./age/age.ts";
import { limits } from "../../limits.ts";

const shortestPassphrase = 12;
const identityShape = /^AGE-SECRET-KEY-1[0-9A-Z]+$/m;

/** `recovery.age`: the identity behind the recovery key's public half. */
export async function sealForRecovery(
  identity: Secret,
  recipient: string,
): Promise<Uint8Array> {
  return encryptTo([recipient], fileOf(identity));
}

/** `identity.age`: the identity behind a passphrase. Errors: `passphrase-weak`. */
export async function sealForPassphrase(
  identity: Secret,
  passphrase: Secret,
): Promise<Result<Uint8Array>> {
  const weak = judgePassphrase(passphrase);
  if (weak) return weak;
  return success(await encryptWithPassphrase(passphrase, fileOf(identity)));
}

/** An identity file as age reads it: one line. */
function fileOf(identity: Secret): string {
  return [identity.reveal(), ""].join("\n");
}

/** Null when the passphrase may be used. */
export function judgePassphrase(passphrase: Secret): Result<never> | null {
  if ([...passphrase.reveal().normalize("NFKC")].length >= shortestPassphrase)
    return null;
  return failure(
    vaultError(
      "passphrase-weak",
      `The passphrase has fewer than ${String(shortestPassphrase)} characters.`,
      "Use several words; nothing was changed.",
    ),
  );
}

/** The identity in a slot's file; null when the key does not open it. */
export async function openSlot(
  file: Uint8Array,
  key: AgeKey,
): Promise<Secret | null> {
  const outcome = await decrypt(file, key);
  if (outcome.kind !== "opened") return null;
  const [identity] =
    identityShape.exec(new TextDecoder().decode(outcome.content)) ?? [];
  return identity === undefined ? null : new Secret(identity);
}

/** Largest scrypt work factor that is computed, by us as by the library: 2^20, a gibibyte of memory. */
export const highestFactor = limits.scryptFactor.most;
