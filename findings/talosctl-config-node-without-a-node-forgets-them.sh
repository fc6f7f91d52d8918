#!/usr/bin/env bash
# talosctl v1.12.0 (Go module github.com/siderolabs/talos). `talosctl config node` without an argument, typed to see what is set (as
# `git config KEY`, `helm env` or `kubectl config current-context` show it; its usage is `node <endpoint>...`), writes an
# empty list over the nodes of the current context: no output, exit 0. Its sister `talosctl config endpoint` refuses: "requires
# at least 1 arg(s)". Commands of that context then go to no node, or ask for --nodes.
#
# Guessed: it shows them, or refuses like its sister. Seen: they are gone.
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
        nodes:
            - 192.0.2.1
            - 192.0.2.2
YAML
seen=$(
  ./talosctl config endpoint >log 2>&1 || echo "endpoint: exit $?, $(head -n 1 log)"
  ./talosctl config node >log 2>&1 && echo "node: exit $?, $(wc -c <log) bytes said"
  cat config
)
expected='endpoint: exit 1, requires at least 1 arg(s), only received 0
node: exit 0, 0 bytes said
context: lab
contexts:
    lab:
        endpoints:
            - cp.example.test'
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
