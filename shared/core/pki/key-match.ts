import { createPrivateKey, type KeyObject } from "node:crypto";
import { parse } from "./certificate.ts";
import type { PemBlock } from "./pem.ts";

/**
 * Does a private key belong to a certificate? `unreadable` when the key is not one that OpenSSL knows.
 * Talos labels PKCS#8 Ed25519 keys `ED25519 PRIVATE KEY` (siderolabs/crypto x509/constants.go:19), which
 * OpenSSL refuses as PEM; as DER there is no label to stumble over.
 */
export function matchKey(
  certificate: Uint8Array,
  key: PemBlock,
): "match" | "other" | "unreadable" {
  const parsed = parse(certificate);
  const privateKey = readPrivateKey(key);
  if (parsed === null || privateKey === null) return "unreadable";
  return parsed.checkPrivateKey(privateKey) ? "match" : "other";
}

const formats = {
  "RSA PRIVATE KEY": "pkcs1",
  "EC PRIVATE KEY": "sec1",
} as const;

function readPrivateKey({
  label,
  der,
  isEncrypted,
}: PemBlock): KeyObject | null {
  if (isEncrypted || !label.endsWith("PRIVATE KEY")) return null;
  const type = formats[label as keyof typeof formats] ?? "pkcs8";
  try {
    return createPrivateKey({ key: Buffer.from(der), format: "der", type });
  } catch {
    return null;
  }
}
