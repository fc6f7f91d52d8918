#!/usr/bin/env bash
# nanotar 0.3.0 (npm). A tar header has 100 bytes for a name, and longer ones go into a `prefix` field (ustar) or a record
# of their own (pax, GNU). createTar does neither and raises nothing: it keeps the first 100 bytes. Two files whose paths
# differ after that come out as one name twice, and a program that unpacks them keeps the last.
#
# Guessed: an error, or a long-name record. Seen: the name is cut, also by GNU tar's reading of the archive.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts nanotar@0.3.0

cat >make.mjs <<'JS'
import { writeFileSync } from "node:fs";
import { createTar, parseTar } from "nanotar";
const folder = "f/".repeat(55); // 110 bytes
const tar = createTar([
  { name: `${folder}first.txt`, data: "1" },
  { name: `${folder}second.txt`, data: "2" },
]);
writeFileSync("archive.tar", tar);
console.log(parseTar(tar).map(({ name }) => name.length).join(" "));
console.log(new Set(parseTar(tar).map(({ name }) => name)).size);
JS

seen=$(node make.mjs; tar -tf archive.tar | awk '{ print length($0) }' | sort -u)
expected=$'100 100\n1\n100'
echo "nanotar 0.3.0: two names of 119 and 120 bytes, read back: lengths, different names, lengths as GNU tar lists them:"
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
