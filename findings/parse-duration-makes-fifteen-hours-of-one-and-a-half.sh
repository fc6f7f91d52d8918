#!/usr/bin/env bash
# parse-duration 2.1.9 (npm) takes the number and the unit out of each text that a person may type; what it cannot read is null. A comma is a
# sign between thousands for it, wherever it stands, so that `1,5h`, an hour and a half as most of Europe writes it, is fifteen hours.
# A minus counts at the text's begin and nowhere else: `1h -30m` is ninety minutes. Whatever stands between two numbers is passed over:
# `12:30` is twelve milliseconds and three hundredths, and `1/2h` two hours and a millisecond. humanfriendly 10.0 (PyPI), which is as
# generous, refuses all four.
#
# Guessed: 1.5, or null for a text that is not understood. Seen: a time, and always another one.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
cat >look.mjs <<'JS'
import parse from "parse-duration";
for (const text of ["1.5h", "1,5h", "1h -30m", "12:30", "1/2h", "half an hour"]) console.log(text, "is", parse(text), "ms");
JS
cat >look.py <<'PY'
from humanfriendly import InvalidTimespan, parse_timespan
for text in ["1.5h", "1,5h", "1h -30m", "12:30", "1/2h"]:
    try:
        print(text, "is", parse_timespan(text), "s")
    except InvalidTimespan:
        print(text, "is refused")
PY
{
  npm init -y
  npm install --silent --no-audit --no-fund --ignore-scripts parse-duration@2.1.9
  python3 -m venv python
  python/bin/pip install --quiet --disable-pip-version-check humanfriendly==10.0
} >set-up.log 2>&1 || { cat set-up.log; exit 1; }
seen=$(
  node look.mjs
  python/bin/python look.py
)
expected='1.5h is 5400000 ms
1,5h is 54000000 ms
1h -30m is 5400000 ms
12:30 is 12.03 ms
1/2h is 7200001 ms
half an hour is null ms
1.5h is 5400.0 s
1,5h is refused
1h -30m is refused
12:30 is refused
1/2h is refused'
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
