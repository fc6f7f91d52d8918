import {
  constants,
  createPrivateKey,
  createPublicKey,
  privateDecrypt,
  publicEncrypt,
  type KeyObject,
} from "node:crypto";

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
