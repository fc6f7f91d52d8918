#!/usr/bin/env bash
# Talos' own reader of talosconfigs (Go module github.com/siderolabs/talos/pkg/machinery v1.12.0), as talosctl opens its default.
# The variable TALOSCONFIG looks like KUBECONFIG and is not: a list with colons is one path to Talos, "one:two". No file
# is there, so it is created, and the config that is opened has no contexts; nothing says that two files with contexts
# were named. What talosctl then says is about a missing endpoint, and the new file stays in the working directory.
#
# Guessed: the files are merged, as kubectl does, or an error that names the path. Seen: a third file, and no error.
set -euo pipefail
dir=$(mktemp -d)
trap 'chmod -R u+w "$dir"; rm -rf "$dir"' EXIT
cd "$dir"
mkdir module run
cat >module/main.go <<'GO'
package main

import (
	"fmt"

	"github.com/siderolabs/talos/pkg/machinery/client/config"
)

func main() {
	opened, err := config.Open("")
	if err != nil {
		fmt.Println("error:", err)
		return
	}
	fmt.Printf("opened %s: %d contexts\n", opened.Path().Path, len(opened.Contexts))
}
GO
{
  cd module
  go mod init example.test/finding
  go get github.com/siderolabs/talos/pkg/machinery@v1.12.0
  go mod tidy
  go build -o ../look .
  cd ..
} >go.log 2>&1 || { cat "$dir/go.log"; exit 1; }
cd run
for name in one two; do printf 'context: %s\ncontexts: {%s: {endpoints: [192.0.2.1]}}\n' "$name" "$name" >"$name"; done
seen=$(
  TALOSCONFIG=one ../look
  TALOSCONFIG=one:two ../look
  ls
)
expected='opened one: 1 contexts
opened one:two: 0 contexts
one
one:two
two'
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
