#!/usr/bin/env bash
# Talos' own writer of talosconfigs (Go module github.com/siderolabs/talos/pkg/machinery v1.12.0), which `talosctl config
# merge` uses. A context whose name is taken gets a number. The contexts are taken in the order of a Go map, that is, in none:
# where the merged file has `prod` and `prod-1` itself, `prod` becomes `prod-1` and `prod-1` becomes `prod-1-1`, or `prod`
# becomes `prod-2` and `prod-1` keeps its name. The same two files give `prod-1` as one cluster today and another tomorrow.
#
# Guessed: the order of the file, or of the names. Seen: both outcomes of one merge, repeated.
set -euo pipefail
dir=$(mktemp -d)
trap 'chmod -R u+w "$dir"; rm -rf "$dir"' EXIT
cd "$dir"
cat >main.go <<'GO'
package main

import (
	"fmt"
	"slices"

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
	var outcomes []string
	for range 2000 {
		mine := read("contexts:\n  prod: {endpoints: [192.0.2.1]}\n")
		mine.Merge(read("contexts:\n  prod: {endpoints: [192.0.2.2]}\n  prod-1: {endpoints: [192.0.2.3]}\n"))
		outcomes = append(outcomes, "prod-1 is "+mine.Contexts["prod-1"].Endpoints[0])
	}
	slices.Sort(outcomes)
	for _, outcome := range slices.Compact(outcomes) {
		fmt.Println(outcome)
	}
}
GO
{
  go mod init example.test/finding
  go get github.com/siderolabs/talos/pkg/machinery@v1.12.0
  go mod tidy
} >go.log 2>&1 || { cat go.log; exit 1; }
seen=$(go run .)
expected='prod-1 is 192.0.2.2
prod-1 is 192.0.2.3'
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
