import {
  constants,
  createDecipheriv,
  createHash,
  createPrivateKey,
  createPublicKey,
  privateDecrypt,
  publicEncrypt,
  type KeyObject,
} from "node:crypto";
import { ed25519 } from "@noble/curves/ed25519.js";
import bcrypt from "bcrypt-pbkdf";

// What age does with keys of SSH, and what opens OpenSSH's own files: every primitive is a library's or Node's (docs/decisions/0069).

/** The X25519 key that an Ed25519 public key is as well (RFC 7748, 4.1); null: it is no point of the curve. */
export function x25519OfEd25519(publicKey: Uint8Array): Uint8Array | null {
  try {
    return ed25519.utils.toMontgomery(publicKey);
  } catch {
    return null;
  }
}

/** The same of the private half, from its 32-byte seed (RFC 8032, 5.1.5). */
export function x25519SecretOfEd25519(seed: Uint8Array): Uint8Array {
  const half = 32;
  return new Uint8Array(
    createHash("sha512").update(seed).digest().subarray(0, half),
  );
}

export interface RsaPublicNumbers {
  /** Big-endian. */
  readonly n: Uint8Array;
  readonly e: Uint8Array;
}

export interface RsaNumbers extends RsaPublicNumbers {
  readonly d: Uint8Array;
  readonly p: Uint8Array;
  readonly q: Uint8Array;
  /** q⁻¹ mod p. */
  readonly qi: Uint8Array;
}

/** RSAES-OAEP with SHA-256 (RFC 8017, 7.1). Null: no such key. */
export function rsaEncrypt(
  { n, e }: RsaPublicNumbers,
  label: string,
  content: Uint8Array,
): Uint8Array | null {
  try {
    const jwk = { kty: "RSA", n: url(n), e: url(e) };
    const key = createPublicKey({ key: jwk, format: "jwk" });
    return new Uint8Array(publicEncrypt(oaep(key, label), content));
  } catch {
    return null;
  }
}

/** Null: it was encrypted to another key, or is damaged. */
export function rsaDecrypt(
  numbers: RsaNumbers,
  label: string,
  content: Uint8Array,
): Uint8Array | null {
  try {
    return new Uint8Array(
      privateDecrypt(oaep(privateKeyOf(numbers), label), content),
    );
  } catch {
    return null;
  }
}

function oaep(key: KeyObject, label: string) {
  return {
    key,
    padding: constants.RSA_PKCS1_OAEP_PADDING,
    oaepHash: "sha256",
    oaepLabel: Buffer.from(label),
  };
}

function privateKeyOf({ n, e, d, p, q, qi }: RsaNumbers): KeyObject {
  const exponent = (prime: Uint8Array) => bytesOf(numberOf(d) % (numberOf(prime) - 1n)); // prettier-ignore
  const jwk = {
    kty: "RSA",
    n: url(n),
    e: url(e),
    d: url(d),
    p: url(p),
    q: url(q),
    dp: url(exponent(p)),
    dq: url(exponent(q)),
    qi: url(qi),
  };
  return createPrivateKey({ key: jwk, format: "jwk" });
}

function url(number: Uint8Array): string {
  return Buffer.from(number).toString("base64url");
}

function numberOf(bytes: Uint8Array): bigint {
  return BigInt(`0x${Buffer.from(bytes).toString("hex") || "0"}`);
}

function bytesOf(number: bigint): Uint8Array {
  const hex = number.toString(16);
  return new Uint8Array(
    Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, "hex"),
  );
}

const keyLength = 32;
const blockLength = 16;

/** Decrypts what OpenSSH encrypts under a passphrase: bcrypt, then AES-256 as a stream. A wrong one gives noise. */
export function openSshCipher(
  passphrase: string,
  salt: Uint8Array,
  rounds: number,
  content: Uint8Array,
): Uint8Array | null {
  const secret = Buffer.from(passphrase, "utf8");
  const made = Buffer.alloc(keyLength + blockLength);
  const failed = bcrypt.pbkdf(secret, secret.length, salt, salt.length, made, made.length, rounds); // prettier-ignore
  secret.fill(0);
  if (failed !== 0) return null;
  const cipher = createDecipheriv(
    "aes-256-ctr",
    made.subarray(0, keyLength),
    made.subarray(keyLength),
  );
  const opened = Buffer.concat([cipher.update(content), cipher.final()]);
  made.fill(0);
  return new Uint8Array(opened);
}
