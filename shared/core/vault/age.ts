import {
  Decrypter,
  Encrypter,
  generateX25519Identity,
  identityToRecipient,
  Stanza,
  type Recipient,
} from "age-encryption";
import { Secret } from "../secret.ts";
import { stanzaName } from "./header.ts";

/** What opens an age file: an identity (`AGE-SECRET-KEY-1…`) or a passphrase. */
export type AgeKey =
  | { readonly kind: "identity"; readonly identity: Secret }
  | { readonly kind: "passphrase"; readonly passphrase: Secret };

export type AgeOutcome =
  | { readonly kind: "opened"; readonly content: Uint8Array }
  /** A sound header, but for somebody else. */
  | { readonly kind: "not-for-us" }
  | { readonly kind: "broken" };

/** A new X25519 identity: the kind that every version of age opens. */
export async function newIdentity(): Promise<Secret> {
  return new Secret(await generateX25519Identity());
}

export async function recipientOf(identity: Secret): Promise<string> {
  return identityToRecipient(identity.reveal());
}

/** A stanza that names the vault; it wraps no key. */
class VaultIdStanza implements Recipient {
  readonly #id: string;

  constructor(id: string) {
    this.#id = id;
  }

  wrapFileKey(): Stanza[] {
    return [new Stanza([stanzaName, this.#id], new Uint8Array(0))];
  }
}

/** Encrypts to recipients (`age1…`); with `vaultId` the header names the vault. */
export async function encryptTo(
  recipients: readonly string[],
  content: string,
  vaultId?: string,
): Promise<Uint8Array> {
  const encrypter = new Encrypter();
  if (vaultId !== undefined) encrypter.addRecipient(new VaultIdStanza(vaultId));
  for (const recipient of recipients) encrypter.addRecipient(recipient);
  return encrypter.encrypt(content);
}

/** Encrypts with a passphrase (scrypt, 2^18 as stock age does). */
export async function encryptWithPassphrase(
  passphrase: Secret,
  content: string,
): Promise<Uint8Array> {
  const encrypter = new Encrypter();
  encrypter.setPassphrase(normalised(passphrase));
  return encrypter.encrypt(content);
}

/** The same passphrase typed on another keyboard must be the same bytes (Unicode NFKC). */
function normalised(passphrase: Secret): string {
  return passphrase.reveal().normalize("NFKC");
}

/** Decrypts a whole file; never throws for what is in it. */
export async function decrypt(
  file: Uint8Array,
  key: AgeKey,
): Promise<AgeOutcome> {
  const decrypter = new Decrypter();
  if (key.kind === "identity") decrypter.addIdentity(key.identity.reveal());
  else decrypter.addPassphrase(normalised(key.passphrase));
  try {
    return { kind: "opened", content: await decryptStream(decrypter, file) };
  } catch (error) {
    const isMismatch =
      error instanceof Error && error.message.startsWith("no identity matched");
    return { kind: isMismatch ? "not-for-us" : "broken" };
  }
}

/**
 * A stream in and a stream out: given bytes, the library goes through `new Response`, which makes Node
 * load its HTTP client, half of the time to open a vault.
 */
async function decryptStream(
  decrypter: Decrypter,
  file: Uint8Array,
): Promise<Uint8Array> {
  const source = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(file);
      controller.close();
    },
  });
  const chunks: Uint8Array[] = [];
  let length = 0;
  const stream: unknown = await decrypter.decrypt(source as never);
  for await (const chunk of stream as AsyncIterable<Uint8Array>) {
    chunks.push(chunk);
    length += chunk.length;
  }
  const content = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    content.set(chunk, offset);
    offset += chunk.length;
  }
  return content;
}
