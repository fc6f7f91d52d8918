#!/usr/bin/env bash
# PyYAML 6.0.4 and ruamel.yaml 0.19.1 (PyPI), yaml 2.9.1 (npm), gopkg.in/yaml.v3 v3.0.1 (Go). `operator: =` (a comparison in a
# rule, a filter or an enum of a CustomResourceDefinition) is text, and the other two write it so, without quotes. YAML 1.1 had a
# type for a plain "=", the "default value" of a map, which PyYAML recognizes and has nothing to make of: the whole file fails
# with "could not determine a constructor for the tag". ruamel.yaml, which reads YAML 1.2, does the same in its safe mode. `!=` is fine.
#
# Guessed: a sign that YAML gives no meaning today is text. Seen: one line that Go wrote makes a file unreadable for Python.
set -euo pipefail
dir=$(mktemp -d)
trap 'chmod -R u+w "$dir"; rm -rf "$dir"' EXIT
cd "$dir"
cat >look.py <<'PY'
import yaml
from ruamel.yaml import YAML
for name, read in (("PyYAML", yaml.safe_load), ("ruamel", YAML(typ="safe", pure=True).load)):
    for text in (open("written.yaml").read(), "operator: '='", "operator: =="):
        try:
            print(f"{name}: {text.strip()} is", read(text))
        except Exception as error:
            print(f"{name}: {text.strip()} fails,", str(error).splitlines()[0])
PY
cat >main.go <<'GO'
package main

import (
	"fmt"

	"gopkg.in/yaml.v3"
)

func main() {
	text, err := yaml.Marshal(map[string]string{"operator": "="})
	if err != nil {
		panic(err)
	}
	fmt.Print(string(text))
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
  go run . >written.yaml
} >set-up.log 2>&1 || { cat set-up.log; exit 1; }
seen=$(
  echo "Go writes: $(cat written.yaml)"
  node -e 'const { parse, stringify } = require("yaml"); const text = stringify({ operator: "=" }); console.log("npm writes:", text.trim(), "and reads", parse(text));'
  python/bin/python look.py
)
expected="Go writes: operator: =
npm writes: operator: = and reads { operator: '=' }
PyYAML: operator: = fails, could not determine a constructor for the tag 'tag:yaml.org,2002:value'
PyYAML: operator: '=' is {'operator': '='}
PyYAML: operator: == is {'operator': '=='}
ruamel: operator: = fails, could not determine a constructor for the tag 'tag:yaml.org,2002:value'
ruamel: operator: '=' is {'operator': '='}
ruamel: operator: == is {'operator': '=='}"
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
