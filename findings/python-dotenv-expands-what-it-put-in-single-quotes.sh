#!/usr/bin/env bash
# python-dotenv 1.2.4 (PyPI). set_key writes a value into a .env file in single quotes, in which shells expand nothing, and escapes quotes
# in it. Reading expands `${NAME}` in every value, whatever its quotes are, also for get_key, its opposite: a template or a password with
# `${…}` comes back with something else in that place, or, where there is no such variable, with nothing. There is no escape for it, only
# `interpolate=False` when reading, which get_key and the program `dotenv get` do not take. dotenv 18.0.10 (npm) and sh read what was set.
#
# Guessed: what was set is what is got. Seen: another password, without an error.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
cat >look.py <<'PY'
from dotenv import dotenv_values, get_key, set_key

set_key("lab.env", "PASSWORD", "ab${LAB}cd")
set_key("lab.env", "SCRIPT", "it's $LAB \\n")
print(open("lab.env").read(), end="")
print("get_key:", get_key("lab.env", "PASSWORD"), "and", get_key("lab.env", "SCRIPT"))
print("interpolate=False:", dotenv_values("lab.env", interpolate=False)["PASSWORD"])
PY
{
  python3 -m venv python
  python/bin/pip install --quiet --disable-pip-version-check 'python-dotenv[cli]==1.2.4'
  npm init -y
  npm install --silent --no-audit --no-fund --ignore-scripts dotenv@18.0.10
} >set-up.log 2>&1 || { cat set-up.log; exit 1; }
export LAB=rabbit
seen=$(
  python/bin/python look.py
  echo "dotenv get: $(python/bin/dotenv -f lab.env get PASSWORD)"
  echo "without LAB: $(env -u LAB python/bin/dotenv -f lab.env get PASSWORD)"
  echo "dotenv (npm): $(node -p 'require("dotenv").parse(fs.readFileSync("lab.env")).PASSWORD')"
  echo "sh: $(sed 1q lab.env >one.env; sh -c '. ./one.env; echo "$PASSWORD"')"
)
expected="PASSWORD='ab\${LAB}cd'
SCRIPT='it\\'s \$LAB \\\\n'
get_key: abrabbitcd and it's \$LAB \\n
interpolate=False: ab\${LAB}cd
dotenv get: abrabbitcd
without LAB: abcd
dotenv (npm): ab\${LAB}cd
sh: ab\${LAB}cd"
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
