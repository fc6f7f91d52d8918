#!/usr/bin/env bash
# nanotar 0.3.0 (npm). parseTar takes bytes as a Uint8Array or a Buffer, which may be a view of a part of a larger memory: a
# subarray, or any small Buffer of Node's, which lies in a pool. It reads from the start of that memory, not of the view, to the
# memory's end. A second archive behind a first is read as the first; a small archive from a Buffer of the pool is read as
# whatever lies at the pool's beginning.
#
# Guessed: the bytes that were given are read. Seen: others are; of a copy of the same bytes the right ones.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts nanotar@0.3.0

cat >read.mjs <<'JS'
import { createTar, parseTar } from "nanotar";
const first = createTar([{ name: "first.txt", data: "1" }]);
const second = createTar([{ name: "second.txt", data: "22" }]);
const both = new Uint8Array(first.length + second.length);
both.set(first);
both.set(second, first.length);
const names = (bytes) => parseTar(bytes).map(({ name }) => name).join(" ") || "nothing";
console.log("a copy of the second:", names(both.slice(first.length)));
console.log("a view of the second:", names(both.subarray(first.length)));
console.log("a Buffer over it:", names(Buffer.from(both.buffer, first.length)));
JS

seen=$(node read.mjs)
expected=$'a copy of the second: second.txt\na view of the second: first.txt\na Buffer over it: first.txt'
echo "nanotar 0.3.0, two archives behind each other in one memory:"
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
