#!/usr/bin/env bash
# Talos' own reader of talosconfigs (Go module github.com/siderolabs/talos/pkg/machinery v1.12.0, on go.yaml.in/yaml/v4
# rc.3). A tag that it does not know (`!vault` of ansible-vault's inline values, `!secret`, `!env`, `!reference`) is no
# error on a scalar: the tag is dropped and the text beside it is the value. So a talosconfig whose key is still
# encrypted reads without a word, and writing it back loses the tag, after which Ansible cannot open the value either.
#
# Guessed: an error that names the tag, as PyYAML 6 gives, or at least the tag kept. Seen: ciphertext in the place of the
# key, the name of a variable in the place of an address. (A wrong shape is an error: `!Ref x` where a list belongs.)
set -euo pipefail
dir=$(mktemp -d)
trap 'chmod -R u+w "$dir"; rm -rf "$dir"' EXIT
cd "$dir"
cat >talosconfig <<'YAML'
context: lab
contexts:
    lab:
        endpoints:
            - !env LAB_ADDRESS
        key: !vault |
            $ANSIBLE_VAULT;1.1;AES256
            3132
YAML
cat >main.go <<'GO'
package main

import (
	"fmt"

	"github.com/siderolabs/talos/pkg/machinery/client/config"
)

func main() {
	parsed, err := config.Open("talosconfig")
	if err != nil {
		panic(err)
	}
	fmt.Printf("%q %q\n", parsed.Contexts["lab"].Endpoints, parsed.Contexts["lab"].Key)
	written, err := parsed.Bytes()
	if err != nil {
		panic(err)
	}
	fmt.Print(string(written))
}
GO
{
  go mod init example.test/finding
  go get github.com/siderolabs/talos/pkg/machinery@v1.12.0
  go mod tidy
  python3 -m venv python
  python/bin/pip install --quiet --disable-pip-version-check pyyaml==6.0.3
} >set-up.log 2>&1 || { cat set-up.log; exit 1; }
seen=$(
  go run .
  python/bin/python -c '
import yaml
try:
    yaml.safe_load(open("talosconfig"))
except yaml.constructor.ConstructorError as error:
    print("PyYAML:", error.problem)'
)
expected='["LAB_ADDRESS"] "$ANSIBLE_VAULT;1.1;AES256\n3132\n"
context: lab
contexts:
    lab:
        endpoints:
            - LAB_ADDRESS
        key: |
            $ANSIBLE_VAULT;1.1;AES256
            3132
PyYAML: could not determine a constructor for the tag '"'!vault'"
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
