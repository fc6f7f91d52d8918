import { createPrivateKey, type KeyObject } from "node:crypto";
import { isShortDer } from "./der.ts";
import type { PemBlock } from "./pem.ts";

const formats = {
  "RSA PRIVATE KEY": "pkcs1",
  "EC PRIVATE KEY": "sec1",
} as const;

/**
 * A private key out of a PEM block; null when OpenSSL does not know it, or a passphrase protects it. Talos labels
 * PKCS#8 Ed25519 keys `ED25519 PRIVATE KEY` (siderolabs/crypto x509/constants.go:19), which OpenSSL refuses as PEM; as
 * DER there is no label to stumble over.
 */
export function readPrivateKey({ label, der }: PemBlock): KeyObject | null {
  if (!/(^| )PRIVATE KEY$/.test(label) || !isShortDer(der)) return null;
  const type = formats[label as keyof typeof formats] ?? "pkcs8";
  try {
    return createPrivateKey({ key: Buffer.from(der), format: "der", type });
  } catch {
    return null;
  }
}

/** The key under the label that every TLS library knows; null as above. A private key in clear: keep it close. */
export function pkcs8Pem(block: PemBlock): string | null {
  const key = readPrivateKey(block);
  return key ? key.export({ type: "pkcs8", format: "pem" }).toString() : null;
}
