import { wordlist } from "@scure/bip39/wordlists/english.js";
import { sha256Hex } from "../pki/primitives/hash-and-hmac.ts";

/** 88 bits of the fingerprint: nobody makes a second key with the same words. */
const wordCount = 8;
const bitsOfWord = 11;

/**
 * The fingerprint of a key or a certificate (SHA-256 of its DER) as words that two people read to each other, of the
 * list that wallets use (BIP 39): no two begin with the same four letters.
 */
export function fingerprintWords(der: Uint8Array): string {
  const bits = BigInt(`0x${sha256Hex(der)}`);
  const fingerprintBits = 256;
  return Array.from({ length: wordCount }, (_, index) => {
    const shift = BigInt(fingerprintBits - (index + 1) * bitsOfWord);
    const number = Number((bits >> shift) & ((1n << BigInt(bitsOfWord)) - 1n));
    return wordlist[number] ?? "";
  }).join(" ");
}
