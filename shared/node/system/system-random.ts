import { closeSync, openSync, readSync } from "node:fs";
import type { Random } from "../../core/ports/random.ts";

/**
 * The kernel's own generator, read as a file on Linux: the ids of sessions need 16 bytes, and loading
 * OpenSSL for them would be a tenth of the time that `exec` takes. Elsewhere it is node:crypto's.
 */
export const systemRandom: Random = {
  bytes: (length) =>
    process.platform === "linux"
      ? readDevice(length)
      : globalThis.crypto.getRandomValues(new Uint8Array(length)),
};

function readDevice(length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  const fd = openSync("/dev/urandom", "r");
  try {
    // The kernel gives up to 256 bytes whole (random(4)).
    if (readSync(fd, bytes) !== length)
      throw new Error("the kernel gave no randomness");
    return bytes;
  } finally {
    closeSync(fd);
  }
}
