#!/usr/bin/env bash
# talosctl v1.12.0 (Go module github.com/siderolabs/talos), `talosctl gen config` into a folder where one of its three files is left
# (a talosconfig, kept while the machine configs were tidied away). Without --force it refuses, and says which file is there.
# But it writes one file after the other and looks at each when it comes to it: by then the machine configs of a new cluster, with a new
# authority, lie beside the old talosconfig, which no node of theirs will take. The client's half of that authority is
# nowhere, and the command run once more now names another file.
#
# Guessed: it refuses before it writes. Seen: exit 1, two files of a new cluster, and a talosconfig of another one.
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
export HOME=$dir
authority() { sed -n 's/^ *ca: //p' lab/talosconfig; }
seen=$(
  ./talosctl gen config lab https://cp.example.test:6443 --output lab >log 2>&1 && echo "first time: exit $?"
  grep -q "$(authority)" lab/controlplane.yaml && echo "one authority"
  rm lab/controlplane.yaml lab/worker.yaml
  ./talosctl gen config lab https://cp.example.test:6443 --output lab >log 2>&1 || echo "second time: exit $?"
  grep -o 'file "[^"]*" already exists' log
  ls lab
  grep -q "$(authority)" lab/controlplane.yaml || echo "another authority"
)
expected='first time: exit 0
one authority
second time: exit 1
file "lab/talosconfig" already exists
controlplane.yaml
talosconfig
worker.yaml
another authority'
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
