import {
  createHash,
  createHmac,
  createSecretKey,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
  type Hmac,
} from "node:crypto";

const keyBytes = 32;

/** A key for one purpose (`info`) from a secret: HKDF-SHA-256 without salt, 32 bytes (RFC 5869). */
export function deriveKey(secret: string, info: string): Uint8Array {
  return new Uint8Array(hkdfSync("sha256", secret, "", info, keyBytes));
}

/** HKDF-SHA-256 of 32 bytes (RFC 5869). */
export function hkdfSha256(
  secret: Uint8Array,
  salt: Uint8Array,
  info: string,
): Uint8Array {
  return new Uint8Array(hkdfSync("sha256", secret, salt, info, keyBytes));
}

/** Bytes of the system's generator for secrets. */
export function secureRandom(length: number): Uint8Array {
  return new Uint8Array(randomBytes(length));
}

/** HMAC-SHA-256 of the parts one after another, as lower-case hexadecimal (RFC 2104). */
export function hmacSha256Hex(
  key: Uint8Array,
  ...parts: readonly Uint8Array[]
): string {
  const mac = hmacWith(key);
  for (const part of parts) mac.update(part);
  return mac.digest("hex");
}

/** HMAC-SHA-256 of bytes, 32 bytes (RFC 2104). */
export function hmacSha256(key: Uint8Array, data: Uint8Array): Uint8Array {
  return new Uint8Array(hmacWith(key).update(data).digest());
}

/** Given the bytes of a key, Node takes three to five times as long for it as given a key that was made of them. */
function hmacWith(key: Uint8Array): Hmac {
  return createHmac("sha256", createSecretKey(key));
}

/** Whether this is the HMAC-SHA-256 of `data` (RFC 2104), in a time that does not depend on how much of it is right. */
export function isHmacSha256(
  mac: Uint8Array,
  key: Uint8Array,
  data: Uint8Array,
): boolean {
  const wanted = hmacWith(key).update(data).digest();
  return mac.length === wanted.length && timingSafeEqual(mac, wanted);
}

/** Compares two texts in a time that depends on their lengths alone. */
export function constantTimeEqual(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}

/** SHA-256 of bytes, or of a text's UTF-8, in lower-case hexadecimal. */
export function sha256Hex(data: string | Uint8Array): string {
  return createHash("sha256").update(data).digest("hex");
}

/** SHA-256 of bytes, as bytes. */
export function sha256(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(createHash("sha256").update(bytes).digest());
}

/** SHA-256 of bytes, in lower-case hexadecimal. */
export function sha256OfBytes(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** SHA-512 of the parts one after another, in upper-case hexadecimal. */
export function sha512UpperHex(parts: Iterable<Uint8Array>): string {
  const hash = createHash("sha512");
  for (const part of parts) hash.update(part);
  return hash.digest("hex").toUpperCase();
}
