#!/usr/bin/env bash
# shell-quote 1.12.0 (npm), by which Node programs take $EDITOR and other commands of a user apart. A number sign begins a comment in a
# shell where a word begins. In parse() it begins one anywhere outside quotes: `open https://docs.example.test/#gateway now` is
# the command with half an address, and the other half and all arguments behind it are one object { comment } at the list's end,
# which a caller that keeps the texts drops. Python's shlex.split and bash keep the word.
#
# Guessed: the words that a shell makes. Seen: two of three, the second without its end.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
{
  npm init -y
  npm install --silent --no-audit --no-fund --ignore-scripts shell-quote@1.12.0
} >set-up.log 2>&1 || { cat set-up.log; exit 1; }
export COMMAND='open https://docs.example.test/#gateway now'
seen=$(
  bash -c "printf '[%s]' $COMMAND; echo"
  python3 -c 'import os, shlex; print(shlex.split(os.environ["COMMAND"]))'
  node -e 'console.log(JSON.stringify(require("shell-quote").parse(process.env.COMMAND)))'
)
expected='[open][https://docs.example.test/#gateway][now]
['"'open', 'https://docs.example.test/#gateway', 'now'"']
["open","https://docs.example.test/",{"comment":"gateway now"}]'
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
