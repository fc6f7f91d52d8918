#!/usr/bin/env bash
# fflate 0.8.3 (npm). A gzip file may have several members, one behind the other (RFC 1952 2.2; `cat a.gz b.gz`, a log that is
# appended to, bgzip). gunzipSync takes the size of its answer from the file's last four bytes, which is the size of the
# last member, and decodes the first one into that much room: what does not fit is dropped, in the middle of a line. The
# other members are never looked at, and no error says so. The streaming Gunzip of the same package reads them all.
#
# Guessed: both members, as gzip and Node's zlib give, or at worst the first one whole. Seen: as much of the first as the last is long.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
{
  npm init -y
  npm install --silent --no-audit --no-fund --ignore-scripts fflate@0.8.3
} >set-up.log 2>&1 || { cat set-up.log; exit 1; }
printf 'first: context lab was opened\n' | gzip >log.gz
printf 'second\n' | gzip >>log.gz
cat >look.mjs <<'JS'
import { readFileSync } from "node:fs";
import { gunzipSync as ofNode } from "node:zlib";
import { Gunzip, gunzipSync } from "fflate";
const file = readFileSync("log.gz");
const show = (reader, bytes) => console.log(`${reader}:`, JSON.stringify(Buffer.from(bytes).toString()));
show("Node", ofNode(file));
show("fflate, gunzipSync", gunzipSync(file));
const parts = [];
new Gunzip((part) => parts.push(part)).push(file, true);
show("fflate, Gunzip", Buffer.concat(parts));
JS
seen=$(
  echo "gzip: $(gzip -dc log.gz | tr '\n' '|')"
  node look.mjs
)
expected='gzip: first: context lab was opened|second|
Node: "first: context lab was opened\nsecond\n"
fflate, gunzipSync: "first: "
fflate, Gunzip: "first: context lab was opened\nsecond\n"'
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
