import { scrypt } from "node:crypto";

const keyBytes = 32;
const blockSize = 8;
const blockUnit = 128;
/** What the library counts besides, and more. */
const overhead = 2 ** 20;

let last: Promise<unknown> = Promise.resolve();

/**
 * scrypt with N = 2^`factor`, r = 8 and p = 1, 32 bytes (RFC 7914). It takes 2^(`factor` + 10) bytes of memory and, at 18, a
 * second of processor, in a thread of the pool: whoever waits holds nobody up. One after another, so that many who
 * ask at once do not each take the memory.
 */
export function scryptKey(
  passphrase: string,
  salt: Uint8Array,
  factor: number,
): Promise<Uint8Array> {
  const next = last.then(() => derive(passphrase, salt, factor));
  last = next.catch(() => null);
  return next;
}

function derive(
  passphrase: string,
  salt: Uint8Array,
  factor: number,
): Promise<Uint8Array> {
  const cost = 2 ** factor;
  const maxmem = blockUnit * blockSize * cost + overhead;
  const options = { N: cost, r: blockSize, p: 1, maxmem };
  return new Promise((resolve, reject) =>
    scrypt(passphrase, salt, keyBytes, options, (error, key) =>
      error ? reject(error) : resolve(new Uint8Array(key)),
    ),
  );
}
