import { createHash } from "node:crypto";
import { ed25519 } from "@noble/curves/ed25519.js";

// What age does with an Ed25519 key of SSH (docs/decisions/0069).

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
