import { createPrivateKey, type KeyObject } from "node:crypto";
import { isShortDer } from "./der.ts";
import type { PemBlock } from "./pem.ts";

const formats = new Map<string, "pkcs1" | "sec1">([
  ["RSA PRIVATE KEY", "pkcs1"],
  ["EC PRIVATE KEY", "sec1"],
]);

/**
 * A private key out of a PEM block; null when OpenSSL does not know it, or a passphrase protects it. Talos labels
 * PKCS#8 Ed25519 keys `ED25519 PRIVATE KEY` (siderolabs/crypto x509/constants.go:19), which OpenSSL refuses as PEM; as
 * DER there is no label to stumble over.
 */
export function readPrivateKey({ label, der }: PemBlock): KeyObject | null {
  if (!/(^| )PRIVATE KEY$/.test(label) || !isShortDer(der)) return null;
  const type = formats.get(label) ?? "pkcs8";
  const key = Buffer.from(der);
  try {
    return type === "pkcs8" && isBareEd25519(key)
      ? createPrivateKey(relabelled(key))
      : createPrivateKey({ key, format: "der", type });
  } catch {
    return null;
  }
}

/** PKCS#8 of an Ed25519 key up to its 32 bytes (RFC 8410, 7), with nothing behind them. */
const ed25519Start = Buffer.from("302e020100300506032b657004220420", "hex");
const ed25519Length = ed25519Start.length + 32;

function isBareEd25519(der: Buffer): boolean {
  return der.length === ed25519Length && der.indexOf(ed25519Start) === 0;
}

/**
 * The same key as a text, which Node reads in two thirds of the time: whether an object is a key it finds out by an exception
 * with a stack. One line of 64 characters, as PEM has them.
 */
function relabelled(der: Buffer): string {
  return `-----BEGIN PRIVATE KEY-----\n${der.toString("base64")}\n-----END PRIVATE KEY-----\n`;
}

/** The key under the label that every TLS library knows; null as above. A private key in clear: keep it close. */
export function pkcs8Pem(block: PemBlock): string | null {
  const key = readPrivateKey(block);
  return key ? key.export({ type: "pkcs8", format: "pem" }).toString() : null;
}
