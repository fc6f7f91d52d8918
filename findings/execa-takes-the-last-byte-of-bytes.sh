#!/usr/bin/env bash
# execa 9.6.1 (npm). It takes the last line end off what a program printed, as $(…) of a shell does for text. It does so with
# `encoding: "buffer"` as well, which is there for what is no text: where the last byte of a signature, an archive or a key
# happens to be 0x0a, in one file of 256, it is gone, and checksums no longer fit. With "hex" and
# "base64" of the same bytes it stays. `stripFinalNewline: false` keeps it.
#
# Guessed: bytes are the bytes that the program wrote. Seen: three of four, and all four in hex.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
{
  npm init -y
  npm install --silent --no-audit --no-fund --ignore-scripts execa@9.6.1
} >set-up.log 2>&1 || { cat set-up.log; exit 1; }
printf '\001\200\377\012' >signature
cat >run.mjs <<'JS'
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { execa } from "execa";
const hex = (bytes) => Buffer.from(bytes).toString("hex");
console.log("node:", hex((await promisify(execFile)("cat", ["signature"], { encoding: "buffer" })).stdout));
console.log("execa, buffer:", hex((await execa("cat", ["signature"], { encoding: "buffer" })).stdout));
console.log("execa, hex:", (await execa("cat", ["signature"], { encoding: "hex" })).stdout);
console.log("execa, base64:", hex(Buffer.from((await execa("cat", ["signature"], { encoding: "base64" })).stdout, "base64")));
JS
seen=$(node run.mjs)
expected='node: 0180ff0a
execa, buffer: 0180ff
execa, hex: 0180ff0a
execa, base64: 0180ff0a'
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
