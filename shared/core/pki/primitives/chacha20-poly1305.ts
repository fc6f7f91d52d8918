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
  ): Promise<void>;
  /** Decrypts bytes and their tag into `into`, which has `tagLength` fewer or is longer. False, and `into` is worthless: they are not authentic. */
  open(
    key: Uint8Array,
    nonce: Uint8Array,
    sealed: Uint8Array,
    into: Uint8Array,
  ): Promise<boolean>;
}

/** From so many bytes on WebAssembly is faster than JavaScript, with the time to load it (docs/decisions/0084). */
const worthWebAssembly = 2 * 1024 * 1024;

let ofRuntime: Promise<ChunkCipher | null> | undefined;
let ofJavaScript: Promise<ChunkCipher> | undefined;
let ofAssembly: Promise<ChunkCipher> | undefined;

/**
 * The runtime's own: OpenSSL's in Node, in Bun the Web Cryptography API's; a library's in Electron, which has neither. `length`:
 * about how many bytes it is for.
 */
export async function chunkCipher(length = 0): Promise<ChunkCipher> {
  const own = await (ofRuntime ??= cipherOfRuntime());
  if (own !== null) return own;
  if (length < worthWebAssembly) return (ofJavaScript ??= ofLibrary());
  return (ofAssembly ??= ofWebAssembly());
}

/** Node has the one of the Web Cryptography API too, and warns of it as an experiment: it is asked second. */
async function cipherOfRuntime(): Promise<ChunkCipher | null> {
  if (isInRuntime()) return ofOpenSsl;
  try {
    await webKey(new Uint8Array(keyLength), "decrypt");
    return ofWebCrypto;
  } catch {
    return null;
  }
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
  async seal(key, nonce, plain, into) {
    const encryption = cipher(key, nonce);
    into.set(encryption.update(plain));
    encryption.final();
    into.set(encryption.getAuthTag(), plain.length);
  },
  async open(key, nonce, sealed, into) {
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

const webName = "ChaCha20-Poly1305";

/** Of the Web Cryptography API (WICG, "Modern Algorithms in the Web Cryptography API"). */
export const ofWebCrypto: ChunkCipher = {
  async seal(key, nonce, plain, into) {
    const bytes = await globalThis.crypto.subtle.encrypt(
      { name: webName, iv: nonce },
      await webKey(key, "encrypt"),
      plain,
    );
    into.set(new Uint8Array(bytes));
  },
  async open(key, nonce, sealed, into) {
    const opener = await webKey(key, "decrypt");
    try {
      const bytes = await globalThis.crypto.subtle.decrypt(
        { name: webName, iv: nonce },
        opener,
        sealed,
      );
      into.set(new Uint8Array(bytes));
      return true;
    } catch {
      return false;
    }
  },
};

/** Rejects where the runtime does not know the cipher. */
function webKey(key: Uint8Array, use: "encrypt" | "decrypt") {
  const { subtle } = globalThis.crypto;
  return subtle.importKey("raw-secret", key, webName, false, [use]);
}

/** Loaded where it is needed alone. */
export async function ofLibrary(): Promise<ChunkCipher> {
  const { chacha20poly1305 } = await import("@noble/ciphers/chacha.js");
  return {
    async seal(key, nonce, plain, into) {
      into.set(chacha20poly1305(key, nonce).encrypt(plain));
    },
    async open(key, nonce, sealed, into) {
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
    async seal(key, nonce, plain, into) {
      into.set(sodium.crypto_aead_chacha20poly1305_ietf_encrypt(plain, null, null, nonce, key)); // prettier-ignore
    },
    async open(key, nonce, sealed, into) {
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
