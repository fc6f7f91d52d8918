#!/usr/bin/env bash
# Talos' own reader of talosconfigs (Go module github.com/siderolabs/talos/pkg/machinery v1.12.0, on go.yaml.in/yaml/v4
# rc.3). An item of `endpoints` or `nodes` that is null (a lone dash, `~`, an empty template value) is not an empty
# string in the Go slice, as encoding/json has it: it is gone, and the list is shorter than in the file.
#
# Guessed: "" in its place, or an error as for a map there. Seen: two of four endpoints are left, and writing the config
# back loses the lines for good.
set -euo pipefail
dir=$(mktemp -d)
trap 'chmod -R u+w "$dir"; rm -rf "$dir"' EXIT
cd "$dir"
cat >main.go <<'GO'
package main

import (
	"encoding/json"
	"fmt"

	"github.com/siderolabs/talos/pkg/machinery/client/config"
)

func main() {
	parsed, err := config.FromString("context: lab\ncontexts:\n  lab:\n    endpoints:\n      - 192.0.2.1\n      -\n      - ~\n      - 192.0.2.2\n")
	if err != nil {
		panic(err)
	}
	fmt.Println("yaml:", len(parsed.Contexts["lab"].Endpoints), parsed.Contexts["lab"].Endpoints)
	var list []string
	if err := json.Unmarshal([]byte(`["192.0.2.1", null, null, "192.0.2.2"]`), &list); err != nil {
		panic(err)
	}
	fmt.Println("json:", len(list))
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
} >go.log 2>&1 || { cat go.log; exit 1; }
seen=$(go run .)
expected='yaml: 2 [192.0.2.1 192.0.2.2]
json: 4
context: lab
contexts:
    lab:
        endpoints:
            - 192.0.2.1
            - 192.0.2.2'
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
