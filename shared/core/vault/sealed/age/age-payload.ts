import {
  hkdfSha256,
  secureRandom,
} from "../../../pki/primitives/hash-and-hmac.ts";
import { isSliceOver, othersTurn } from "../../../work-in-slices.ts";
import {
  chunkCipher,
  tagLength,
} from "../../../pki/primitives/chacha20-poly1305.ts";

// The payload of an age file (age spec, "Payload"): a nonce, then chunks, each under ChaCha20-Poly1305.

const nonceLength = 16;
const chunkLength = 64 * 1024;
const sealedChunkLength = chunkLength + tagLength;

/** A file: its header, and after it the payload that holds `content`, under the file's key. */
export async function sealPayload(
  fileKey: Uint8Array,
  content: Uint8Array,
  header: Uint8Array = new Uint8Array(0),
): Promise<Uint8Array> {
  const cipher = await chunkCipher(content.length);
  const nonce = secureRandom(nonceLength);
  const key = payloadKey(fileKey, nonce);
  const count = Math.max(1, Math.ceil(content.length / chunkLength));
  const file = new Uint8Array(
    header.length + nonceLength + content.length + count * tagLength,
  );
  file.set(header);
  const payload = file.subarray(header.length);
  payload.set(nonce);
  for (let index = 0; index < count; index++) {
    if (index > 0 && isSliceOver()) await othersTurn();
    await cipher.seal(
      key,
      chunkNonce(index, index === count - 1),
      content.subarray(index * chunkLength, (index + 1) * chunkLength),
      payload.subarray(nonceLength + index * sealedChunkLength),
    );
  }
  return file;
}

/** What a payload holds; null when anything of it is cut off, added or changed. */
export async function openPayload(
  fileKey: Uint8Array,
  payload: Uint8Array,
): Promise<Uint8Array | null> {
  const cipher = await chunkCipher(payload.length);
  const key = payloadKey(fileKey, payload.subarray(0, nonceLength));
  const sealed = payload.subarray(nonceLength);
  const count = Math.max(1, Math.ceil(sealed.length / sealedChunkLength));
  const last = sealed.length - (count - 1) * sealedChunkLength;
  // Only the first chunk may be empty.
  if (last < tagLength || (last === tagLength && count > 1)) return null;
  const content = new Uint8Array(sealed.length - count * tagLength);
  for (let index = 0; index < count; index++) {
    if (index > 0 && isSliceOver()) await othersTurn();
    const isAuthentic = await cipher.open(
      key,
      chunkNonce(index, index === count - 1),
      sealed.subarray(
        index * sealedChunkLength,
        (index + 1) * sealedChunkLength,
      ),
      content.subarray(index * chunkLength),
    );
    if (!isAuthentic) return null;
  }
  return content;
}

function payloadKey(fileKey: Uint8Array, nonce: Uint8Array): Uint8Array {
  return hkdfSha256(fileKey, nonce, "payload");
}

/** 11 bytes that count the chunks, big-endian, and one that is 1 for the last. A vault has no 2^32 chunks. */
function chunkNonce(index: number, isLast: boolean): Uint8Array {
  const nonce = new Uint8Array(12);
  new DataView(nonce.buffer).setUint32(7, index);
  nonce[11] = isLast ? 1 : 0;
  return nonce;
}
