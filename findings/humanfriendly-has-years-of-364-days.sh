#!/usr/bin/env bash
# humanfriendly 10.0 (PyPI), which many command lines in Python ask for `--keep 1y` and for "expires in …". A year is 52 weeks for it, 364 days:
# what may be kept for a year goes a day early, ten years are short of twelve days, and 365 days are told as "1 year and 1 day". Others of
# its kind have 365 days (pytimeparse2 1.7.1, PyPI) or 365 and a quarter (ms 2.1.3 and parse-duration 2.1.9, npm).
#
# Guessed: 365, or a leap year's share more. Seen: 364.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
cat >look.py <<'PY'
from humanfriendly import format_timespan, parse_timespan
import pytimeparse2
day = 24 * 60 * 60
print("humanfriendly:", parse_timespan("1y") / day, parse_timespan("10 years") / day)
print("humanfriendly: 365 days are", format_timespan(365 * day))
print("pytimeparse2:", pytimeparse2.parse("1y") / day)
PY
cat >look.mjs <<'JS'
import ms from "ms";
import parse from "parse-duration";
const day = 24 * 60 * 60 * 1000;
console.log("ms:", ms("1y") / day);
console.log("parse-duration:", parse("1y") / day);
JS
{
  npm init -y
  npm install --silent --no-audit --no-fund --ignore-scripts ms@2.1.3 parse-duration@2.1.9
  python3 -m venv python
  python/bin/pip install --quiet --disable-pip-version-check humanfriendly==10.0 pytimeparse2==1.7.1
} >set-up.log 2>&1 || { cat set-up.log; exit 1; }
seen=$(
  python/bin/python look.py
  node look.mjs
)
expected='humanfriendly: 364.0 3640.0
humanfriendly: 365 days are 1 year and 1 day
pytimeparse2: 365.0
ms: 365.25
parse-duration: 365.25'
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
