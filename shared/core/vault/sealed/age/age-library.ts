// Everything of age but reading with an identity: keys, writing, passphrases. Loaded when it is needed, through age.ts.
import {
  armor,
  Decrypter,
  Encrypter,
  generateX25519Identity,
  identityToRecipient,
  Stanza,
  type Identity,
  type Recipient,
} from "age-encryption";
import { equalBytes, joined } from "../../../bytes.ts";
import { Secret } from "../../../secret.ts";
import type { AgeKey, AgeOutcome } from "./age-identity.ts";
import { PassphraseIdentity, PassphraseRecipient } from "./age-passphrase.ts";
import { openPayload, sealPayload } from "./age-payload.ts";
import { endOfHeader, stanzaName } from "../vault-file-header.ts";
import { limits } from "../../../limits.ts";
import { SshIdentity, SshRecipient } from "./ssh/ssh-recipients.ts";
import type { SshPrivateKey } from "./ssh/ssh-private-key.ts";
import type { SshPublicKey } from "./ssh/ssh-public-key.ts";

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

/**
 * Encrypts to recipients (`age1…`); with `vaultId` the header names the vault. Throws for no recipient: the library
 * would write a file that nobody can open.
 */
export async function encryptTo(
  recipients: readonly string[],
  content: string | Uint8Array,
  vaultId?: string,
): Promise<Uint8Array> {
  if (recipients.length === 0) throw new Error("encrypting to nobody");
  const encrypter = new Encrypter();
  if (vaultId !== undefined) encrypter.addRecipient(new VaultIdStanza(vaultId));
  for (const recipient of recipients) encrypter.addRecipient(recipient);
  return encrypt(encrypter, content);
}

/** Encrypts with a passphrase (scrypt, 2^18 as stock age does), without holding anybody up meanwhile. */
export async function encryptWithPassphrase(
  passphrase: Secret,
  content: string,
): Promise<Uint8Array> {
  const encrypter = new Encrypter();
  encrypter.addRecipient(new PassphraseRecipient(normalised(passphrase)));
  return encrypt(encrypter, content);
}

/** The same passphrase typed on another keyboard must be the same bytes (Unicode NFKC). */
function normalised(passphrase: Secret): string {
  return passphrase.reveal().normalize("NFKC");
}

/** As `decrypt` of age.ts, of every kind of key that the library knows. */
export async function decryptByLibrary(
  file: Uint8Array,
  key: AgeKey,
): Promise<AgeOutcome> {
  const identity =
    key.kind === "identity"
      ? key.identity.reveal()
      : new PassphraseIdentity(normalised(key.passphrase));
  return opened([identity], () => file);
}

/** Never throws, neither for what is in the file nor for an identity that is none. */
async function opened(
  identities: readonly (string | Identity)[],
  file: () => Uint8Array,
  longest?: number,
): Promise<AgeOutcome> {
  const decrypter = new Decrypter();
  try {
    for (const identity of identities) decrypter.addIdentity(identity);
    const content = await decryptContent(decrypter, file(), longest);
    return content === null ? { kind: "broken" } : { kind: "opened", content };
  } catch (error) {
    return { kind: isMismatch(error) ? "not-for-us" : "broken" };
  }
}

/**
 * Encrypts to keys of others, as text that survives mail (age's armor). Throws for no recipient, and for one that is no
 * key: they were judged before.
 */
export async function encryptToOthers(
  recipients: readonly (string | SshPublicKey)[],
  content: Uint8Array,
): Promise<string> {
  if (recipients.length === 0) throw new Error("encrypting to nobody");
  const encrypter = new Encrypter();
  for (const one of recipients)
    encrypter.addRecipient(
      typeof one === "string" ? one : new SshRecipient(one),
    );
  return armor.encode(await encrypt(encrypter, content));
}

/** A private key of a person that opens what others encrypted: `AGE-SECRET-KEY-1…`, or a key of SSH. */
export type OwnKey = Secret | SshPrivateKey;

/** Opens what somebody else encrypted to one of our keys, armored or not. Never throws for what is in it. */
export async function decryptFromOthers(
  file: Uint8Array,
  keys: readonly OwnKey[],
): Promise<AgeOutcome> {
  const identities = keys.map((key) =>
    key instanceof Secret ? key.reveal() : new SshIdentity(key),
  );
  const longest = limits.handoverHeader.most;
  return opened(identities, () => withoutArmor(file), longest);
}

const armorStart = "-----BEGIN AGE ENCRYPTED FILE-----";

function withoutArmor(file: Uint8Array): Uint8Array {
  const text = new TextDecoder("latin1").decode(file);
  const at = text.indexOf(armorStart);
  return at < 0 ? file : armor.decode(text.slice(at).trim());
}

const binaryStart = new TextEncoder().encode("age-encryption.org/v1\n");

/** An age file that is not text, as text that says the same; null: it is none. */
export function armored(file: Uint8Array): string | null {
  const start = file.subarray(0, binaryStart.length);
  return equalBytes(start, binaryStart) ? armor.encode(file) : null;
}

function isMismatch(error: unknown): boolean {
  return (
    error instanceof Error && error.message.startsWith("no identity matched")
  );
}

// The library makes and reads the header; the payload goes through the cipher of the runtime, where it has one: in JavaScript that
// of a large vault takes ten times as long. Both write and read the same files.

const emptyPayloadLength = 32;

async function encrypt(
  encrypter: Encrypter,
  content: string | Uint8Array,
): Promise<Uint8Array> {
  const bytes = bytesOf(content);
  const { fileKey, recipient } = listenForFileKey();
  encrypter.addRecipient(recipient);
  const empty = await readAll(
    await encrypter.encrypt(streamOf(new Uint8Array(0))),
  );
  const header = empty.subarray(0, empty.length - emptyPayloadLength);
  return sealPayload(await fileKey, bytes, header);
}

/** A recipient that writes nothing into the header, and hears the key of the file. */
function listenForFileKey(): {
  readonly fileKey: Promise<Uint8Array>;
  readonly recipient: Recipient;
} {
  let hear: (key: Uint8Array) => void;
  const fileKey = new Promise<Uint8Array>((resolve) => {
    hear = resolve;
  });
  const recipient: Recipient = {
    wrapFileKey: (key) => {
      hear(key);
      return [];
    },
  };
  return { fileKey, recipient };
}

async function decryptContent(
  decrypter: Decrypter,
  file: Uint8Array,
  longest?: number,
): Promise<Uint8Array | null> {
  const end = endOfHeader(file, longest);
  if (end === null) return null;
  const fileKey = await decrypter.decryptHeader(file.subarray(0, end));
  return openPayload(fileKey, file.subarray(end));
}

/**
 * A stream in and a stream out: given bytes, the library goes through `new Response`, which makes Node
 * load its HTTP client, half of the time to open a vault.
 */
function streamOf(bytes: Uint8Array): ReadableStream<Uint8Array> {
  return new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(bytes);
      controller.close();
    },
  });
}

async function readAll(stream: unknown): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream as AsyncIterable<Uint8Array>)
    chunks.push(chunk);
  return joined(chunks);
}

function bytesOf(content: string | Uint8Array): Uint8Array {
  return typeof content === "string"
    ? new TextEncoder().encode(content)
    : content;
}
