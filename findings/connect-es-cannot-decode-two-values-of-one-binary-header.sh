#!/usr/bin/env bash
# @connectrpc/connect 2.3.0 (npm). Metadata of gRPC may have a name several times, also a binary one (`trace-bin`), and gRPC says
# that such values may be joined with a comma on the way. fetch's Headers, where connect keeps metadata, always joins
# them. The function that connect offers for such a value, decodeBinaryHeader, takes the joined text for base64 and raises
# `data_loss`: a second value makes the first unreadable, unless the caller splits the text first.
#
# Guessed: it gives both values, or the first. Seen: an error that says the data are broken.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts @connectrpc/connect@2.3.0 @bufbuild/protobuf@2.17.0

cat >look.mjs <<'JS'
import { Code, decodeBinaryHeader, encodeBinaryHeader } from "@connectrpc/connect";
const headers = new Headers();
for (const bytes of [[1], [2, 3]]) {
  headers.append("trace-bin", encodeBinaryHeader(new Uint8Array(bytes)));
  try {
    console.log(headers.get("trace-bin"), "is", [...decodeBinaryHeader(headers.get("trace-bin"))].join(" "));
  } catch (error) {
    console.log(headers.get("trace-bin"), "is", Code[error.code]);
  }
}
console.log("split:", headers.get("trace-bin").split(", ").map((text) => [...decodeBinaryHeader(text)].join(" ")).join(" and "));
JS

seen=$(node look.mjs)
expected='AQ is 1
AQ, AgM is DataLoss
split: 1 and 2 3'
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
