import { createCipheriv, createDecipheriv } from "node:crypto";

const cipherName = "chacha20-poly1305";
const keyLength = 32;
const nonceLength = 12;

/** Bytes of the tag that follows what was encrypted (RFC 8439, 2.8). */
export const tagLength = 16;

/** ChaCha20-Poly1305 without additional data. A key has 32 bytes, a nonce 12. */
export interface ChunkCipher {
  /** Puts the encrypted bytes and their tag into `into`, which has `tagLength` more or is longer. */
  seal(
    key: Uint8Array,
    nonce: Uint8Array,
    plain: Uint8Array,
    into: Uint8Array,
  ): void;
  /** Decrypts bytes and their tag into `into`, which has `tagLength` fewer or is longer. False, and `into` is worthless: they are not authentic. */
  open(
    key: Uint8Array,
    nonce: Uint8Array,
    sealed: Uint8Array,
    into: Uint8Array,
  ): boolean;
}

let found: Promise<ChunkCipher> | null = null;

/** OpenSSL's where the runtime has it; a library's in JavaScript in Electron and Bun, whose BoringSSL does not show it. */
export function chunkCipher(): Promise<ChunkCipher> {
  found ??= isInRuntime() ? Promise.resolve(ofOpenSsl) : ofLibrary();
  return found;
}

function isInRuntime(): boolean {
  try {
    cipher(new Uint8Array(keyLength), new Uint8Array(nonceLength));
    return true;
  } catch {
    return false;
  }
}

const ofOpenSsl: ChunkCipher = {
  seal(key, nonce, plain, into) {
    const encryption = cipher(key, nonce);
    into.set(encryption.update(plain));
    encryption.final();
    into.set(encryption.getAuthTag(), plain.length);
  },
  open(key, nonce, sealed, into) {
    const decryption = createDecipheriv(cipherName, key, nonce, {
      authTagLength: tagLength,
    });
    const end = sealed.length - tagLength;
    decryption.setAuthTag(sealed.subarray(end));
    into.set(decryption.update(sealed.subarray(0, end)));
    try {
      decryption.final();
      return true;
    } catch {
      return false;
    }
  },
};

/** Loaded where it is needed alone. */
export async function ofLibrary(): Promise<ChunkCipher> {
  const { chacha20poly1305 } = await import("@noble/ciphers/chacha.js");
  return {
    seal(key, nonce, plain, into) {
      into.set(chacha20poly1305(key, nonce).encrypt(plain));
    },
    open(key, nonce, sealed, into) {
      try {
        into.set(chacha20poly1305(key, nonce).decrypt(sealed));
        return true;
      } catch {
        return false;
      }
    },
  };
}

function cipher(key: Uint8Array, nonce: Uint8Array) {
  return createCipheriv(cipherName, key, nonce, { authTagLength: tagLength });
}
