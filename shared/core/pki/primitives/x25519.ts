import {
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  type KeyObject,
} from "node:crypto";

// Keys come and go as 32 bytes (RFC 7748); OpenSSL takes and gives them behind the fixed bytes of RFC 8410.
const privatePrefix = "302e020100300506032b656e04220420";
const publicPrefix = "302a300506032b656e032100";

export const x25519Length = 32;

/** A private key of ours: its public half, and the secret that it has in common with another's public half. */
export class X25519Key {
  readonly #key: KeyObject;

  /** Throws when there are not 32 bytes. */
  constructor(secret: Uint8Array) {
    const key = withPrefix(privatePrefix, secret);
    this.#key = createPrivateKey({ key, format: "der", type: "pkcs8" });
    key.fill(0);
  }

  publicHalf(): Uint8Array {
    const spki = createPublicKey(this.#key).export({
      format: "der",
      type: "spki",
    });
    return new Uint8Array(spki.subarray(-x25519Length));
  }

  /**
   * Null for a public half that gives everybody the same secret (RFC 7748, 6.1): OpenSSL and BoringSSL refuse those, each in its
   * own words.
   */
  secretWith(publicHalf: Uint8Array): Uint8Array | null {
    try {
      const publicKey = createPublicKey({
        key: withPrefix(publicPrefix, publicHalf),
        format: "der",
        type: "spki",
      });
      const secret = diffieHellman({ privateKey: this.#key, publicKey });
      return secret.every((byte) => byte === 0) ? null : new Uint8Array(secret);
    } catch {
      return null;
    }
  }
}

function withPrefix(prefix: string, bytes: Uint8Array): Buffer {
  if (bytes.length !== x25519Length) throw new Error("no key of X25519");
  return Buffer.concat([Buffer.from(prefix, "hex"), bytes]);
}
