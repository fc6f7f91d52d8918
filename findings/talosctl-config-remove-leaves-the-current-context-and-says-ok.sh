#!/usr/bin/env bash
# talosctl v1.12.0 (Go module github.com/siderolabs/talos), `talosctl config remove NAME`. A context that is not there is an error, exit 1.
# The current context, which is there and which somebody is mostly asked to remove, is left where it is, key and certificate included, with
# a line on standard error and exit 0. A script that takes a colleague's access away, or a laptop's, goes on as if it were done. The name is
# moreover a pattern: `lab*` removes all others that fit, and leaves the current one of them.
#
# Guessed: it is removed, as by kubectl config delete-context, or exit 1. Seen: it stays, and exit 0.
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
        key: a2V5
    lab-1: {}
    lab-2: {}
    prod: {}
YAML
remove() { ./talosctl config remove "$1" --noconfirm 2>&1 && echo "$1: exit 0" || echo "$1: exit $?"; }
seen=$(
  remove other
  remove lab
  remove 'lab*'
  cat config
)
expected='no contexts matched "other"
other: exit 1
skipping removal of current context "lab", please change it to another before removing
lab: exit 0
skipping removal of current context "lab", please change it to another before removing
removing context "lab-1"
removing context "lab-2"
lab*: exit 0
context: lab
contexts:
    lab:
        endpoints: []
        key: a2V5
    prod:
        endpoints: []'
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
