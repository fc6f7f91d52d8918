import type { Secret } from "../../../secret.ts";
import {
  openWithX25519,
  recipientOfX25519,
  x25519KeyOf,
  type AgeKey,
  type AgeOutcome,
} from "./age-identity.ts";
import type { OwnKey } from "./age-library.ts";
import type { SshPublicKey } from "./ssh/ssh-public-key.ts";

export type { AgeKey, AgeOutcome } from "./age-identity.ts";
export type { OwnKey } from "./age-library.ts";

/** The library, which no command needs that only reads ([decision 57](../../../../docs/decisions/0057-an-identity-is-read-without-the-library.md)). */
const library = () => import("./age-library.ts");

/** Decrypts a whole file; never throws for what is in it. */
export async function decrypt(
  file: Uint8Array,
  key: AgeKey,
): Promise<AgeOutcome> {
  const own = key.kind === "identity" ? x25519KeyOf(key.identity) : null;
  if (own !== null) return openWithX25519(file, own);
  const { decryptByLibrary } = await library();
  return decryptByLibrary(file, key);
}

/** A new X25519 identity: the kind that every version of age opens. */
export async function newIdentity(): Promise<Secret> {
  return (await library()).newIdentity();
}

/** The public half of an identity (`age1…`). Throws for what is none. */
export async function recipientOf(identity: Secret): Promise<string> {
  const own = x25519KeyOf(identity);
  return own ? recipientOfX25519(own) : (await library()).recipientOf(identity);
}

/** Encrypts to recipients (`age1…`); with `vaultId` the header names the vault. Throws for no recipient. */
export async function encryptTo(
  recipients: readonly string[],
  content: string | Uint8Array,
  vaultId?: string,
): Promise<Uint8Array> {
  const { encryptTo: encrypt } = await library();
  return encrypt(recipients, content, vaultId);
}

/** As the function of the same name in age-library.ts. */
export async function encryptToOthers(
  recipients: readonly (string | SshPublicKey)[],
  content: Uint8Array,
): Promise<string> {
  const { encryptToOthers: encrypt } = await library();
  return encrypt(recipients, content);
}

/** As the function of the same name in age-library.ts. */
export async function decryptFromOthers(
  file: Uint8Array,
  keys: readonly OwnKey[],
): Promise<AgeOutcome> {
  const { decryptFromOthers: decryptFile } = await library();
  return decryptFile(file, keys);
}

/** Encrypts with a passphrase (scrypt, 2^18 as stock age does). */
export async function encryptWithPassphrase(
  passphrase: Secret,
  content: string,
): Promise<Uint8Array> {
  const { encryptWithPassphrase: encrypt } = await library();
  return encrypt(passphrase, content);
}
