#!/usr/bin/env bash
# ics 3.12.0 (npm) writes calendar files, go-ical v0.0.0-20250329121855 (Go, below go-webdav) reads them. A duration without a time has no
# `T` (RFC 5545 3.3.6: `-P7D`), and weeks stand alone (`P2W`). ics writes `-P7DT` for an alarm seven days before and `P1DT` for an event of
# one day; with hours beside the days all is well. Many readers take it (ical.js 2.2.1 among them), so that it is seen late: go-ical gives
# an error where the alarm, or the end of the event, is asked for, and no file is refused before.
#
# Guessed: whole days are the plainest case. Seen: `invalid duration` for them, and for them alone.
set -euo pipefail
dir=$(mktemp -d)
trap 'chmod -R u+w "$dir"; rm -rf "$dir"' EXIT
cd "$dir"
cat >write.mjs <<'JS'
import { writeFileSync } from "node:fs";
import ICAL from "ical.js";
import { createEvent } from "ics";
const alarm = (trigger) => ({ action: "display", description: "Renew", trigger: { before: true, ...trigger } });
const { error, value } = createEvent({
  uid: "1", title: "Renew", start: [2026, 12, 31], duration: { days: 1 },
  alarms: [alarm({ days: 7 }), alarm({ weeks: 1, days: 1 }), alarm({ days: 7, hours: 1 }), alarm({ hours: 1, minutes: 30 })],
});
if (error) throw error;
writeFileSync("lab.ics", value);
const event = new ICAL.Component(ICAL.parse(value)).getFirstSubcomponent("vevent");
const triggers = event.getAllSubcomponents("valarm").map((one) => one.getFirstPropertyValue("trigger").toString());
console.log(`ical.js: ${event.getFirstPropertyValue("duration")}, ${triggers.join(", ")}`);
JS
cat >main.go <<'GO'
package main

import (
	"fmt"
	"os"

	"github.com/emersion/go-ical"
)

func show(prop *ical.Prop) {
	duration, err := prop.Duration()
	if err != nil {
		fmt.Printf("%s %s: %.22s\n", prop.Name, prop.Value, err)
		return
	}
	fmt.Printf("%s %s: %v\n", prop.Name, prop.Value, duration)
}

func main() {
	file, err := os.Open("lab.ics")
	if err != nil {
		panic(err)
	}
	calendar, err := ical.NewDecoder(file).Decode()
	if err != nil {
		panic(err)
	}
	event := calendar.Children[0]
	show(event.Props.Get("DURATION"))
	for _, alarm := range event.Children {
		show(alarm.Props.Get("TRIGGER"))
	}
}
GO
{
  npm init -y
  npm install --silent --no-audit --no-fund --ignore-scripts ics@3.12.0 ical.js@2.2.1
  go mod init example.test/finding
  go get github.com/emersion/go-ical@v0.0.0-20250329121855-f41e73efc392
  go build -o look .
} >set-up.log 2>&1 || { cat set-up.log; exit 1; }
seen=$(
  node write.mjs
  ./look
)
expected='ical.js: P1D, -P7D, -P8D, -P7DT1H, -PT1H30M
DURATION P1DT: ical: invalid duration
TRIGGER -P7DT: ical: invalid duration
TRIGGER -P1W1DT: ical: invalid duration
TRIGGER -P7DT1H: -169h0m0s
TRIGGER -PT1H30M: -1h30m0s'
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
