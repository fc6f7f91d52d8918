import { createHash, createHmac, hkdfSync, timingSafeEqual } from "node:crypto";

const keyBytes = 32;

/** A key for one purpose (`info`) from a secret: HKDF-SHA-256 without salt, 32 bytes (RFC 5869). */
export function deriveKey(secret: string, info: string): Uint8Array {
  return new Uint8Array(hkdfSync("sha256", secret, "", info, keyBytes));
}

/** HMAC-SHA-256 as lower-case hexadecimal (RFC 2104). */
export function hmacSha256Hex(key: Uint8Array, bytes: Uint8Array): string {
  return createHmac("sha256", key).update(bytes).digest("hex");
}

/** Compares two texts in a time that depends on their lengths alone. */
export function constantTimeEqual(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}

/** SHA-256 of a text's UTF-8, in lower-case hexadecimal. */
export function sha256Hex(text: string): string {
  return createHash("sha256").update(text, "utf8").digest("hex");
}
