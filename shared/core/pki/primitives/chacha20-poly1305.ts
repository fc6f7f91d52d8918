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

/** From so many bytes on WebAssembly is faster than JavaScript, with the time to load it (docs/decisions/0084). */
const worthWebAssembly = 2 * 1024 * 1024;

let isOfRuntime: boolean | undefined;
let ofJavaScript: Promise<ChunkCipher> | undefined;
let ofAssembly: Promise<ChunkCipher> | undefined;

/**
 * OpenSSL's where the runtime has it; a library's in Electron and Bun, whose BoringSSL does not show it. `length`: about
 * how many bytes it is for.
 */
export async function chunkCipher(length = 0): Promise<ChunkCipher> {
  if ((isOfRuntime ??= isInRuntime())) return ofOpenSsl;
  if (length < worthWebAssembly) return (ofJavaScript ??= ofLibrary());
  return (ofAssembly ??= ofWebAssembly());
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

/** libsodium's; where the runtime cannot start it, the one in JavaScript. */
export async function ofWebAssembly(): Promise<ChunkCipher> {
  const sodium = await startedSodium();
  if (!sodium) return ofLibrary();
  return {
    seal(key, nonce, plain, into) {
      into.set(sodium.crypto_aead_chacha20poly1305_ietf_encrypt(plain, null, null, nonce, key)); // prettier-ignore
    },
    open(key, nonce, sealed, into) {
      try {
        into.set(sodium.crypto_aead_chacha20poly1305_ietf_decrypt(null, sealed, null, nonce, key)); // prettier-ignore
        return true;
      } catch {
        return false;
      }
    },
  };
}

/** Null: there is no WebAssembly, no memory for it, or no Web Crypto, without which the library does not load. */
async function startedSodium() {
  try {
    const { default: sodium } = await import("libsodium-wrappers");
    await sodium.ready;
    return sodium;
  } catch {
    return null;
  }
}

function cipher(key: Uint8Array, nonce: Uint8Array) {
  return createCipheriv(cipherName, key, nonce, { authTagLength: tagLength });
}
