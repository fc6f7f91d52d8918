#!/usr/bin/env bash
# js-yaml 4.1.0 and 5.5.0, yaml 2.9.1 (npm), beside Talos' own reader of talosconfigs (Go module
# github.com/siderolabs/talos/pkg/machinery v1.12.0). `<<: *base` brings the keys of another map into this one; Go's, Python's and
# Ruby's readers follow it, and js-yaml did up to version 4. Version 5 and yaml, whose defaults are YAML 1.2, give a key whose name
# is "<<". So a context that takes its certificate authority from an anchor has none after an update of the library,
# without an error, and talosctl works with the same file. `merge: true` is the option of yaml.
#
# Guessed: a merge key is followed or refused. Seen: the certificate authority is undefined in two of four readers.
set -euo pipefail
dir=$(mktemp -d)
trap 'chmod -R u+w "$dir"; rm -rf "$dir"' EXIT
cd "$dir"
cat >talosconfig <<'YAML'
context: cp
contexts:
    worker: &base
        ca: QQ==
    cp:
        <<: *base
        endpoints: [cp.example.test]
YAML
cat >look.mjs <<'JS'
import { readFileSync } from "node:fs";
import { load as load4 } from "four";
import { load as load5 } from "js-yaml";
import { parse } from "yaml";
const text = readFileSync("talosconfig", "utf8");
for (const [name, read] of Object.entries({ "js-yaml 4": load4, "js-yaml 5": load5, yaml: parse, "yaml, merge": (text) => parse(text, { merge: true }) })) {
  const { cp } = read(text).contexts;
  console.log(`${name}: ${Object.keys(cp).sort()}; ca: ${cp.ca}`);
}
JS
cat >main.go <<'GO'
package main

import (
	"fmt"

	"github.com/siderolabs/talos/pkg/machinery/client/config"
)

func main() {
	read, err := config.Open("talosconfig")
	if err != nil {
		panic(err)
	}
	fmt.Println("Talos: ca:", read.Contexts["cp"].CA)
}
GO
{
  npm init -y
  npm install --silent --no-audit --no-fund --ignore-scripts js-yaml@5.5.0 four@npm:js-yaml@4.1.0 yaml@2.9.1
  go mod init example.test/finding
  go get github.com/siderolabs/talos/pkg/machinery@v1.12.0
  go mod tidy
} >set-up.log 2>&1 || { cat set-up.log; exit 1; }
seen=$(go run .; node look.mjs)
expected='Talos: ca: QQ==
js-yaml 4: ca,endpoints; ca: QQ==
js-yaml 5: <<,endpoints; ca: undefined
yaml: <<,endpoints; ca: undefined
yaml, merge: ca,endpoints; ca: QQ=='
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
