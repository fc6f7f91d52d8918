import { createCipheriv, createDecipheriv } from "node:crypto";

const cipherName = "chacha20-poly1305";
const keyLength = 32;
const nonceLength = 12;

/** Bytes of the tag that follows what was encrypted (RFC 8439, 2.8). */
export const tagLength = 16;

let isThere: boolean | null = null;

/** False where Node stands on a library that has no such cipher: in Electron it is BoringSSL. */
export function hasChaCha20Poly1305(): boolean {
  isThere ??= canEncrypt();
  return isThere;
}

function canEncrypt(): boolean {
  try {
    cipher(new Uint8Array(keyLength), new Uint8Array(nonceLength));
    return true;
  } catch {
    return false;
  }
}

/** Puts the encrypted bytes and their tag into `into`, which is `tagLength` longer. Key: 32 bytes, nonce: 12. */
export function encryptChunk(
  key: Uint8Array,
  nonce: Uint8Array,
  plain: Uint8Array,
  into: Uint8Array,
): void {
  const encryption = cipher(key, nonce);
  into.set(encryption.update(plain));
  encryption.final();
  into.set(encryption.getAuthTag(), plain.length);
}

/** Decrypts bytes and their tag into `into`, which is `tagLength` shorter. False, and `into` is worthless, when they are not authentic. */
export function decryptChunk(
  key: Uint8Array,
  nonce: Uint8Array,
  sealed: Uint8Array,
  into: Uint8Array,
): boolean {
  const decryption = createDecipheriv(cipherName, key, nonce, {
    authTagLength: tagLength,
  });
  decryption.setAuthTag(sealed.subarray(sealed.length - tagLength));
  into.set(decryption.update(sealed.subarray(0, sealed.length - tagLength)));
  try {
    decryption.final();
    return true;
  } catch {
    return false;
  }
}

function cipher(key: Uint8Array, nonce: Uint8Array) {
  return createCipheriv(cipherName, key, nonce, { authTagLength: tagLength });
}
