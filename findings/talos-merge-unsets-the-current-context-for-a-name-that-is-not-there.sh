#!/usr/bin/env bash
# Talos' own writer of talosconfigs (Go module github.com/siderolabs/talos/pkg/machinery v1.12.0), which `talosctl config
# merge` uses. The merged file's current context becomes the current one. Where that file names a context that it does not have
# (the context was removed from it, or stands only in the file that is merged into), the current context becomes the empty
# name: the one that was current is unset, also when it is the very context that the file names.
#
# Guessed: a name that the merged file does not explain leaves the current context as it was. Seen: no current context.
set -euo pipefail
dir=$(mktemp -d)
trap 'chmod -R u+w "$dir"; rm -rf "$dir"' EXIT
cd "$dir"
cat >main.go <<'GO'
package main

import (
	"fmt"

	"github.com/siderolabs/talos/pkg/machinery/client/config"
)

func read(text string) *config.Config {
	parsed, err := config.FromString(text)
	if err != nil {
		panic(err)
	}
	return parsed
}

func main() {
	for _, current := range []string{"lab", "removed", "prod", ""} {
		mine := read("context: prod\ncontexts:\n  prod: {endpoints: [192.0.2.1]}\n")
		mine.Merge(read(fmt.Sprintf("context: %q\ncontexts:\n  lab: {endpoints: [192.0.2.2]}\n", current)))
		fmt.Printf("merged %q into \"prod\": current is %q\n", current, mine.Context)
	}
}
GO
{
  go mod init example.test/finding
  go get github.com/siderolabs/talos/pkg/machinery@v1.12.0
  go mod tidy
} >go.log 2>&1 || { cat go.log; exit 1; }
seen=$(go run .)
expected='merged "lab" into "prod": current is "lab"
merged "removed" into "prod": current is ""
merged "prod" into "prod": current is ""
merged "" into "prod": current is "prod"'
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
