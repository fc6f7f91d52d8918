#!/usr/bin/env bash
# PyYAML 6.0.4 and ruamel.yaml 0.19.1 (PyPI), yaml 2.9.1 (npm), gopkg.in/yaml.v3 v3.0.1 (Go). A writer of YAML puts text into quotes
# where it would be read as something else. PyYAML asks its own rules, which follow YAML 1.1: `1e3` without
# a dot and `0815` are text there, so they are written bare. Every reader of YAML 1.2 has numbers then: a PIN loses its
# zero, nine hex digits of a commit (`1234567e8`) become another text for good, and `12345e6789` is infinite. Ansible,
# the client of Kubernetes and most of Python write with it.
#
# Guessed: what is text in Python stays text, as quotes around "yes" and "12:30" promise. Seen: numbers in three of three readers.
set -euo pipefail
dir=$(mktemp -d)
trap 'chmod -R u+w "$dir"; rm -rf "$dir"' EXIT
cd "$dir"
cat >write.py <<'PY'
import yaml
print(yaml.safe_dump({"norway": "no", "pin": "0815", "name": "1e3", "commit": "1234567e8"}, sort_keys=False), end="")
PY
cat >look.py <<'PY'
from ruamel.yaml import YAML
print("ruamel:", *YAML(typ="safe", pure=True).load(open("written.yaml")).values())
PY
cat >look.mjs <<'JS'
import { readFileSync } from "node:fs";
import { parse } from "yaml";
console.log("npm:", ...Object.values(parse(readFileSync("written.yaml", "utf8"))));
JS
cat >main.go <<'GO'
package main

import (
	"fmt"
	"os"

	"gopkg.in/yaml.v3"
)

func main() {
	text, _ := os.ReadFile("written.yaml")
	var read map[string]any
	if err := yaml.Unmarshal(text, &read); err != nil {
		panic(err)
	}
	fmt.Printf("Go: %v %v %v %.0f\n", read["norway"], read["pin"], read["name"], read["commit"])
}
GO
{
  python3 -m venv python
  python/bin/pip install --quiet --disable-pip-version-check PyYAML==6.0.4 ruamel.yaml==0.19.1
  npm init -y
  npm install --silent --no-audit --no-fund --ignore-scripts yaml@2.9.1
  go mod init example.test/finding
  go get gopkg.in/yaml.v3@v3.0.1
  go mod tidy
} >set-up.log 2>&1 || { cat set-up.log; exit 1; }
python/bin/python write.py >written.yaml
seen=$(cat written.yaml; python/bin/python look.py; node look.mjs; go run .)
expected="norway: 'no'
pin: 0815
name: 1e3
commit: 1234567e8
ruamel: no 815 1000.0 123456700000000.0
npm: no 815 1000 123456700000000
Go: no 815 1000 123456700000000"
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
