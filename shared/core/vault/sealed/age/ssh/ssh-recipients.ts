import { Stanza, type Identity, type Recipient } from "age-encryption";
import { base64nopad } from "@scure/base";
import { joined } from "../../../../bytes.ts";
import {
  hkdfSha256,
  secureRandom,
  sha256,
} from "../../../../pki/primitives/hash-and-hmac.ts";
import {
  chunkCipher,
  tagLength,
} from "../../../../pki/primitives/chacha20-poly1305.ts";
import { rsaDecrypt, rsaEncrypt } from "../../../../pki/primitives/rsa-oaep.ts";
import {
  x25519OfEd25519,
  x25519SecretOfEd25519,
} from "../../../../pki/primitives/x25519-of-ed25519.ts";
import { X25519Key, x25519Length } from "../../../../pki/primitives/x25519.ts";
import { decoded } from "../age-header.ts";
import type { SshPrivateKey } from "./ssh-private-key.ts";
import type { SshPublicKey } from "./ssh-public-key.ts";

// Keys of SSH as recipients and identities of an age file, as stock age writes and reads them (filippo.io/age/agessh). Which
// parts are ours, and why that is no cryptography of our own: docs/decisions/0069.

const info = (type: SshPublicKey["type"]) => `age-encryption.org/v1/${type}`;
const fileKeyLength = 16;
const tagBytes = 4;
/** Its key is of one use. */
const nonce = new Uint8Array(12);
const nothing = new Uint8Array(0);

/** The beginning of the key's SHA-256: which stanza is for which key. */
function tagOf(wire: Uint8Array): string {
  return base64nopad.encode(sha256(wire).subarray(0, tagBytes));
}

/** Writes the one stanza of a key of SSH. Throws for a key that is none. */
export class SshRecipient implements Recipient {
  readonly #key: SshPublicKey;

  constructor(key: SshPublicKey) {
    this.#key = key;
  }

  async wrapFileKey(fileKey: Uint8Array): Promise<Stanza[]> {
    const { type, wire } = this.#key;
    const tag = tagOf(wire);
    if (this.#key.type === "ssh-rsa") {
      const body = rsaEncrypt(this.#key, info(type), fileKey);
      if (body === null) throw new Error("no key of RSA");
      return [new Stanza([type, tag], body)];
    }
    const theirs = x25519OfEd25519(this.#key.key);
    if (theirs === null) throw new Error("no key of Ed25519");
    const own = new X25519Key(secureRandom(x25519Length));
    const share = own.publicHalf();
    const wrapKey = wrapKeyOf(own.secretWith(theirs), wire, share, theirs);
    if (wrapKey === null) throw new Error("a key that everybody has");
    const body = new Uint8Array(fileKeyLength + tagLength);
    await (await chunkCipher()).seal(wrapKey, nonce, fileKey, body);
    return [new Stanza([type, tag, base64nopad.encode(share)], body)];
  }
}

/** Opens it. Throws for a stanza of this key that is malformed. */
export class SshIdentity implements Identity {
  readonly #key: SshPrivateKey;

  constructor(key: SshPrivateKey) {
    this.#key = key;
  }

  async unwrapFileKey(stanzas: readonly Stanza[]): Promise<Uint8Array | null> {
    const { type, wire } = this.#key;
    const tag = tagOf(wire);
    for (const { args, body } of stanzas) {
      if (args[0] !== type || args[1] !== tag) continue;
      const fileKey = await this.#unwrap(args.slice(2), body);
      if (fileKey?.length === fileKeyLength) return fileKey;
    }
    return null;
  }

  async #unwrap(
    args: readonly string[],
    body: Uint8Array,
  ): Promise<Uint8Array | null> {
    const key = this.#key;
    if (key.type === "ssh-rsa") {
      if (args.length > 0) throw new Error("invalid ssh-rsa stanza");
      return rsaDecrypt(key, info(key.type), body);
    }
    const share = decoded(args[0] ?? "");
    const isSound =
      args.length === 1 &&
      share?.length === x25519Length &&
      body.length === fileKeyLength + tagLength;
    if (!isSound) throw new Error("invalid ssh-ed25519 stanza");
    const own = new X25519Key(x25519SecretOfEd25519(key.seed));
    const secret = own.secretWith(share);
    const wrapKey = wrapKeyOf(secret, key.wire, share, own.publicHalf());
    if (wrapKey === null) throw new Error("invalid ssh-ed25519 stanza");
    const fileKey = new Uint8Array(fileKeyLength);
    const cipher = await chunkCipher();
    return (await cipher.open(wrapKey, nonce, body, fileKey)) ? fileKey : null;
  }
}

/** Mixed with the key of SSH once more, so that the stanza is for this use of it alone. Null: the secret is everybody's. */
function wrapKeyOf(
  secret: Uint8Array | null,
  wire: Uint8Array,
  share: Uint8Array,
  theirs: Uint8Array,
): Uint8Array | null {
  if (secret === null) return null;
  const tweak = hkdfSha256(nothing, wire, info("ssh-ed25519"));
  const mixed = new X25519Key(tweak).secretWith(secret);
  const salt = joined([share, theirs]);
  return mixed && hkdfSha256(mixed, salt, info("ssh-ed25519"));
}
