import {
  createPublicKey,
  generateKeyPairSync,
  sign,
  verify,
  type KeyObject,
} from "node:crypto";
import { parse } from "../certificate.ts";
import { exportKey } from "../der.ts";
import { pem, type PemBlock } from "../pem.ts";
import { readPrivateKey } from "../private-key.ts";

/** Of an Ed25519 public key (RFC 8032). */
export const ed25519Length = 32;
const publicPrefix = "302a300506032b6570032100";

/** With which digest each family of Talos' authorities signs (siderolabs/crypto x509/csr.go:40-56). */
const digests = { ed25519: null, ec: "sha256", rsa: "sha512" } as const;
export type KeyFamily = keyof typeof digests;

/** Null: of none that Talos uses. */
export function familyOf({
  asymmetricKeyType: type,
}: KeyObject): KeyFamily | null {
  return type === "ed25519" || type === "ec" || type === "rsa" ? type : null;
}

/** A signature with the hash that goes with the kind of key. */
export function signAs(
  family: KeyFamily,
  key: KeyObject,
  data: Uint8Array,
): Uint8Array {
  return new Uint8Array(sign(digests[family], data, key));
}

export interface SigningKey {
  /** 32 bytes. */
  readonly publicKey: Uint8Array;
  /** PEM, labelled as Talos labels it. */
  readonly privateKey: string;
}

/** A new Ed25519 key: what Talos gives its clients. */
export function newSigningKey(): SigningKey {
  const { publicKey, privateKey } = generateKeyPairSync("ed25519");
  const spki = publicKey.export({ type: "spki", format: "der" });
  return {
    publicKey: new Uint8Array(spki.subarray(-ed25519Length)),
    privateKey: pem("ED25519 PRIVATE KEY", exportKey(privateKey, "pkcs8")),
  };
}

/** The key as a certificate has it (RFC 8410); null for another length. */
export function ed25519Spki(publicKey: Uint8Array): Uint8Array | null {
  return publicKey.length === ed25519Length
    ? new Uint8Array([...Buffer.from(publicPrefix, "hex"), ...publicKey])
    : null;
}

/** The key that a certificate is for, as DER of SubjectPublicKeyInfo; null for what is no certificate. */
export function keyOfCertificate(certificate: Uint8Array): Uint8Array | null {
  const key = parse(certificate)?.publicKey;
  return key
    ? new Uint8Array(key.export({ type: "spki", format: "der" }))
    : null;
}

/** Null for a key that cannot be read, or of a kind that Talos does not use. */
export function signData(key: PemBlock, data: Uint8Array): Uint8Array | null {
  const privateKey = readPrivateKey(key);
  const family = privateKey && familyOf(privateKey);
  return family && signAs(family, privateKey, data);
}

/** Did the private half of this key (DER of SubjectPublicKeyInfo) sign it? Never throws. */
export function isDataSignedBy(
  spki: Uint8Array,
  data: Uint8Array,
  signature: Uint8Array,
): boolean {
  try {
    const key = createPublicKey({
      key: Buffer.from(spki),
      format: "der",
      type: "spki",
    });
    const family = familyOf(key);
    return family !== null && verify(digests[family], data, key, signature);
  } catch {
    return false;
  }
}
