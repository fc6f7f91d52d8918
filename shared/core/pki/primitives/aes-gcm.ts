import { createCipheriv, createDecipheriv } from "node:crypto";

const cipherName = "aes-256-gcm";
/** Bytes of the tag (NIST SP 800-38D, 5.2.1.2). */
const tagLength = 16;

export interface Sealed {
  readonly content: Uint8Array;
  readonly tag: Uint8Array;
}

/** AES-256-GCM. The key has 32 bytes; a nonce is used once, and may have any length but zero. */
export function sealAesGcm(
  key: Uint8Array,
  nonce: Uint8Array,
  plain: Uint8Array,
  additional: Uint8Array,
): Sealed {
  const cipher = createCipheriv(cipherName, key, nonce, {
    authTagLength: tagLength,
  });
  cipher.setAAD(additional);
  const content = Buffer.concat([cipher.update(plain), cipher.final()]);
  return {
    content: new Uint8Array(content),
    tag: new Uint8Array(cipher.getAuthTag()),
  };
}

/** What was sealed with the same key, nonce and additional data; null: it is not authentic. */
export function openAesGcm(
  key: Uint8Array,
  nonce: Uint8Array,
  { content, tag }: Sealed,
  additional: Uint8Array,
): Uint8Array | null {
  if (tag.length !== tagLength || nonce.length === 0) return null;
  const cipher = createDecipheriv(cipherName, key, nonce, {
    authTagLength: tagLength,
  });
  cipher.setAAD(additional);
  cipher.setAuthTag(tag);
  const plain = cipher.update(content);
  try {
    return new Uint8Array(Buffer.concat([plain, cipher.final()]));
  } catch {
    return null;
  }
}
