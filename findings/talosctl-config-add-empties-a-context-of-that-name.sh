#!/usr/bin/env bash
# talosctl v1.12.0 (Go module github.com/siderolabs/talos), `talosctl config add NAME`. For a name that is there already there is no question
# and no error: the old context is replaced by what was given on the line. Without --ca, --crt and --key, which are optional, that is an
# empty one: certificate, key, endpoints and nodes of `lab` are gone from the file, and the exit code is 0. `talosctl config
# merge` in the same case keeps both and renames the newcomer, and `kubectl config set-context` changes only what is named.
#
# Guessed: "already exists", or the fields that were given are set. Seen: a context with nothing in it.
set -euo pipefail
dir=$(mktemp -d)
trap 'chmod -R u+w "$dir"; rm -rf "$dir"' EXIT
cd "$dir"
cat >main.go <<'GO'
package main

import (
	"os"

	"github.com/siderolabs/talos/cmd/talosctl/cmd"
)

func main() {
	if cmd.Execute() != nil {
		os.Exit(1)
	}
}
GO
{
  go mod init example.test/finding
  go get github.com/siderolabs/talos@v1.12.0 github.com/siderolabs/talos/pkg/machinery@v1.12.0
  go mod tidy
  go build -o talosctl .
} >go.log 2>&1 || { cat go.log; exit 1; }
export HOME=$dir TALOSCONFIG=$dir/config
cat >config <<'YAML'
context: lab
contexts:
    lab:
        endpoints:
            - cp.example.test
        ca: Y2VydGlmaWNhdGU=
        crt: Y2VydGlmaWNhdGU=
        key: a2V5
YAML
cp config before
seen=$(
  ./talosctl config add lab 2>&1 && echo "add: exit $?"
  cat config
  cp before config
  ./talosctl config merge before 2>&1
  grep -c 'key: a2V5' config
)
expected='add: exit 0
context: lab
contexts:
    lab:
        endpoints: []
renamed talosconfig context "lab" -> "lab-1"
2'
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
