#!/usr/bin/env bash
# Talos' own reader of talosconfigs (Go module github.com/siderolabs/talos/pkg/machinery v1.12.0). `config.Open` of a path that
# does not exist makes the folders on the way and writes an empty config there, also where a caller only looks (a mistyped
# path, a disk that is not mounted yet). The next reader finds a file that has no contexts instead of no file. A file of no
# bytes, which is as empty, is an error: EOF.
#
# Guessed: fs.ErrNotExist, as os.Open. Seen: no error, and a new file.
set -euo pipefail
dir=$(mktemp -d)
trap 'chmod -R u+w "$dir"; rm -rf "$dir"' EXIT
cd "$dir"
cat >main.go <<'GO'
package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/siderolabs/talos/pkg/machinery/client/config"
)

func main() {
	_, err := config.Open("disk/lab/talosconfig")
	fmt.Println("no file:", err, errors.Is(err, fs.ErrNotExist))
	text, err := os.ReadFile("disk/lab/talosconfig")
	fmt.Printf("afterwards: %q %v\n", text, err)
	if err := os.WriteFile("empty", nil, 0o600); err != nil {
		panic(err)
	}
	_, err = config.Open("empty")
	fmt.Println("an empty file:", err)
}
GO
{
  go mod init example.test/finding
  go get github.com/siderolabs/talos/pkg/machinery@v1.12.0
  go mod tidy
} >go.log 2>&1 || { cat go.log; exit 1; }
seen=$(go run .)
expected='no file: <nil> false
afterwards: "context: \"\"\ncontexts: {}\n" <nil>
an empty file: EOF'
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
