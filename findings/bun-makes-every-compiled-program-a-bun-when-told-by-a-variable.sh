#!/usr/bin/env bash
# Bun 1.4.5, `bun build --compile` with every switch that keeps the program from reading what lies in the current folder
# (--no-compile-autoload-dotenv, --no-compile-autoload-bunfig, --no-compile-autoload-package-json, --no-compile-autoload-tsconfig).
# Whoever starts the program with BUN_BE_BUN=1 in its environment has a whole Bun instead of it: its arguments are Bun's, it runs any
# script, and no line of the program's own runs that could refuse. BUN_OPTIONS loads code into it before its own just so.
#
# Guessed: a program compiled into one file runs that program, whatever the environment has, as a signed Electron app does
# whose fuses are off. Seen: it is a runtime for anybody who may set a variable: where a rule names the file (sudo, AppArmor, a
# keychain that knows programs), it names any script.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
{
  npm init -y
  npm install --silent --no-audit --no-fund --ignore-scripts @oven/bun-linux-x64-baseline@1.4.5
} >set-up.log 2>&1 || { cat set-up.log; exit 1; }
bun=node_modules/@oven/bun-linux-x64-baseline/bin/bun
echo 'console.log("the program, told", process.argv.slice(2).join(" "));' >program.js
echo 'console.log("another script");' >other.js
"$bun" build --compile --no-compile-autoload-dotenv --no-compile-autoload-bunfig --no-compile-autoload-package-json \
  --no-compile-autoload-tsconfig program.js --outfile program >build.log 2>&1 || { cat build.log; exit 1; }
rm program.js
seen=$(
  ./program other.js
  BUN_BE_BUN=1 ./program other.js
  BUN_BE_BUN=1 ./program --version
  BUN_OPTIONS=--preload=./other.js ./program again
)
expected='the program, told other.js
another script
1.4.5
another script
the program, told again'
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
