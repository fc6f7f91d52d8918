#!/usr/bin/env bash
# write-file-atomic 8.0.0 (npm), with which npm and many desktop programs write their files. It writes beside a file and renames; of a link
# it follows the target, so that a config which is a link into another folder stays one. Where the target is not there yet (a
# disk that is not mounted, a folder that is about to be synchronized, the first write) it does not: the link itself is
# replaced by a file. The text is where nobody looks for it, and the target, once it is back, is no longer what the program reads.
#
# Guessed: a link is followed, as fs.writeFile follows both, or it is an error. Seen: followed with a target, replaced without.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
{
  npm init -y
  npm install --silent --no-audit --no-fund --ignore-scripts write-file-atomic@8.0.0
} >set-up.log 2>&1 || { cat set-up.log; exit 1; }
cat >look.mjs <<'JS'
import { existsSync, lstatSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import writeFileAtomic from "write-file-atomic";
mkdirSync("disk");
for (const [by, write] of Object.entries({ "fs.writeFile": writeFileSync, "write-file-atomic": writeFileAtomic }))
  for (const there of [true, false]) {
    const name = `${by}-${there}`;
    if (there) writeFileSync(`disk/${name}`, "old");
    symlinkSync(`disk/${name}`, name);
    await write(name, "new");
    console.log(`${by}, target ${there ? "there" : "missing"}: ${lstatSync(name).isSymbolicLink() ? "still a link" : "a file"}, target ${existsSync(`disk/${name}`)}`);
  }
JS
seen=$(node look.mjs)
expected='fs.writeFile, target there: still a link, target true
fs.writeFile, target missing: still a link, target true
write-file-atomic, target there: still a link, target true
write-file-atomic, target missing: a file, target false'
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
