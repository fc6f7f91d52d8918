import { Stanza, type Identity, type Recipient } from "age-encryption";
import { joined } from "../../../bytes.ts";
import { limits } from "../../../limits.ts";
import { secureRandom } from "../../../pki/primitives/hash-and-hmac.ts";
import { fromBase64, toBase64 } from "../../../pki/base64.ts";
import {
  chunkCipher,
  tagLength,
} from "../../../pki/primitives/chacha20-poly1305.ts";
import { scryptKey } from "../../../pki/primitives/scrypt.ts";

// A passphrase for an age file (age spec, "The scrypt recipient type"): `-> scrypt <salt> <log2 N>`, and the file's key
// under ChaCha20-Poly1305. The library computes scrypt in JavaScript on the thread that asks, which is a second in which
// a window, or the agent, answers nobody.

const kind = "scrypt";
const label = new TextEncoder().encode("age-encryption.org/v1/scrypt");
const saltLength = 16;
const wrappedLength = 32;
const nonce = new Uint8Array(12);

/** What stock age writes. */
const usualFactor = 18;

/** Writes the one stanza of a file that a passphrase opens. */
export class PassphraseRecipient implements Recipient {
  readonly #passphrase: string;

  constructor(passphrase: string) {
    this.#passphrase = passphrase;
  }

  async wrapFileKey(fileKey: Uint8Array): Promise<Stanza[]> {
    const salt = secureRandom(saltLength);
    const key = await keyFor(this.#passphrase, salt, usualFactor);
    const body = new Uint8Array(wrappedLength);
    const cipher = await chunkCipher();
    await cipher.seal(key, nonce, fileKey, body);
    return [new Stanza([kind, unpadded(salt), String(usualFactor)], body)];
  }
}

/** Reads it. Throws for a stanza that is malformed, costs more than we compute, or does not stand alone. */
export class PassphraseIdentity implements Identity {
  readonly #passphrase: string;

  constructor(passphrase: string) {
    this.#passphrase = passphrase;
  }

  async unwrapFileKey(stanzas: readonly Stanza[]): Promise<Uint8Array | null> {
    const stanza = stanzas.find(({ args }) => args[0] === kind);
    if (stanza === undefined) return null;
    const [, saltText = "", factorText = "", ...more] = stanza.args;
    const salt = fromBase64(saltText);
    const factor = Number(factorText);
    const isSound =
      stanzas.length === 1 &&
      more.length === 0 &&
      unpadded(salt) === saltText &&
      salt.length === saltLength &&
      /^[1-9]\d?$/.test(factorText) &&
      factor <= limits.scryptFactor.most &&
      stanza.body.length === wrappedLength;
    if (!isSound) throw new Error("invalid scrypt stanza");
    const key = await keyFor(this.#passphrase, salt, factor);
    const fileKey = new Uint8Array(wrappedLength - tagLength);
    const cipher = await chunkCipher();
    // Else it is another passphrase's.
    return (await cipher.open(key, nonce, stanza.body, fileKey))
      ? fileKey
      : null;
  }
}

function keyFor(
  passphrase: string,
  salt: Uint8Array,
  factor: number,
): Promise<Uint8Array> {
  return scryptKey(passphrase, joined([label, salt]), factor);
}

function unpadded(bytes: Uint8Array): string {
  return toBase64(bytes).replace(/=+$/, "");
}
