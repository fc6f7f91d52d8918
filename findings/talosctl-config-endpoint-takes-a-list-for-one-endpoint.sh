#!/usr/bin/env bash
# talosctl v1.12.0 (Go module github.com/siderolabs/talos). `-e a,b`, `-n a,b` and `--roles a,b` take lists with commas. `talosctl config
# endpoint a,b` and `config node a,b`, which set what the first two stand for, store one endpoint and one node with the name "a,b", and end
# with 0. `config info` and `config contexts` print them exactly as they print two, so the config looks right while every call fails: "name
# resolver error: produced zero addresses".
#
# Guessed: two endpoints, or an error. Seen: one, that looks like two.
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
./talosctl gen config one https://cp.example.test:6443 --output-types talosconfig --output config >gen.log 2>&1
printf '    two: {}\n' >>config
seen=$(
  ./talosctl config endpoint 127.0.0.1,127.0.0.2 && echo "exit $?"
  ./talosctl config node 192.0.2.1,192.0.2.2 && echo "exit $?"
  ./talosctl version 2>&1 | grep -o 'name resolver error.*'
  ./talosctl config context two
  ./talosctl config endpoint 127.0.0.1 127.0.0.2
  ./talosctl config node 192.0.2.1 192.0.2.2
  ./talosctl config contexts | sed 's/  */ /g; s/ $//'
  grep -vE '^        (ca|crt|key): ' config
)
expected='exit 0
exit 0
name resolver error: produced zero addresses
CURRENT NAME ENDPOINTS NODES
 one 127.0.0.1,127.0.0.2 192.0.2.1,192.0.2.2
* two 127.0.0.1,127.0.0.2 192.0.2.1,192.0.2.2
context: two
contexts:
    one:
        endpoints:
            - 127.0.0.1,127.0.0.2
        nodes:
            - 192.0.2.1,192.0.2.2
    two:
        endpoints:
            - 127.0.0.1
            - 127.0.0.2
        nodes:
            - 192.0.2.1
            - 192.0.2.2'
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
