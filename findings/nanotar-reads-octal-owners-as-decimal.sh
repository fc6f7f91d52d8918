#!/usr/bin/env bash
# nanotar 0.3.0 (npm). Numbers in a tar header are octal digits. createTar writes the owner 1000 as 0001750, which GNU tar
# reads as 1000; parseTar reads size and time as octal, but the same owner field as decimal: 1750. What it wrote itself
# comes back changed, and so does the owner in every archive that GNU tar made.
#
# Guessed: that parseTar(createTar(x)) has the owner that was given. Seen: 1000 becomes 1750, both times.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts nanotar@0.3.0
echo text >file
tar --create --file=gnu.tar --owner=1000 --group=1000 --numeric-owner file

cat >look.mjs <<'JS'
import { readFileSync, writeFileSync } from "node:fs";
import { createTar, parseTar } from "nanotar";
const own = createTar([{ name: "file", data: "text", attrs: { uid: 1000, gid: 1000 } }]);
writeFileSync("own.tar", own);
for (const bytes of [own, readFileSync("gnu.tar")]) {
  const [{ size, attrs }] = parseTar(bytes);
  console.log(`size ${size}, uid ${attrs.uid}, gid ${attrs.gid}`);
}
JS

seen=$(
  node look.mjs
  tar --numeric-owner -tvf own.tar | awk '{ print "GNU tar reads " $2 }'
)
expected=$'size 4, uid 1750, gid 1750\nsize 5, uid 1750, gid 1750\nGNU tar reads 1000/1000'
echo "nanotar 0.3.0, a file of 1000:1000, its own archive and GNU tar's:"
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
