#!/usr/bin/env bash
# tar 7.5.23 (npm, "node-tar") beside GNU tar. A file with two names (a hard link) is in an archive once; the second name is an entry that
# points to the first, as node-tar and GNU tar write it. extract() of the second name alone makes no file, and succeeds: the
# link's target was not asked for, so there is nothing to link to, which is a warning that nobody listens to. A name
# that is not in the archive is no error either. `strict: true` makes an error of the first and none of the second.
#
# Guessed: the file that was asked for, or an error, as the exit code 2 of GNU tar. Seen: no file and no error.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
{
  npm init -y
  npm install --silent --no-audit --no-fund --ignore-scripts tar@7.5.23
} >set-up.log 2>&1 || { cat set-up.log; exit 1; }
echo text >first
ln first second
mkdir gnu npm
cat >look.mjs <<'JS'
import { readdirSync } from "node:fs";
import { create, extract } from "tar";
await create({ file: "both.tar" }, ["first", "second"]);
for (const [name, strict] of [["second", false], ["absent", false], ["second", true], ["absent", true]]) {
  const said = await extract({ file: "both.tar", cwd: "npm", strict }, [name]).then(() => "no error", (error) => error.code);
  console.log(`npm, ${name}${strict ? ", strict" : ""}: ${said}, ${readdirSync("npm").length} files`);
}
JS
seen=$(
  node look.mjs
  for name in second absent; do echo "GNU, $name: exit $(tar -xf both.tar -C gnu "$name" 2>/dev/null && echo 0 || echo $?), $(ls gnu | wc -l) files"; done
)
expected='npm, second: no error, 0 files
npm, absent: no error, 0 files
npm, second, strict: ENOENT, 0 files
npm, absent, strict: no error, 0 files
GNU, second: exit 2, 0 files
GNU, absent: exit 2, 0 files'
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
