#!/usr/bin/env bash
# Talos' own patches of machine configs (Go module github.com/siderolabs/talos/pkg/machinery v1.12.0), which `talosctl apply-config
# --config-patch`, `patch` and `gen config` apply. A patch that looks like the config is merged into it. A value that is
# empty (`""`, `[]`, `null`) is taken for one that the patch does not mention: there is no error, and the label, the list of
# servers or the host name stays. `false` is a value and replaces `true`. What is to go has to be written as `$patch: delete`.
#
# Guessed: a patch sets what it names, and null removes it, as in a JSON merge patch or kubectl's. Seen: of five, one did something.
set -euo pipefail
dir=$(mktemp -d)
trap 'chmod -R u+w "$dir"; rm -rf "$dir"' EXIT
cd "$dir"
cat >main.go <<'GO'
package main

import (
	"fmt"

	"github.com/siderolabs/talos/pkg/machinery/config/configpatcher"
)

const config = `version: v1alpha1
machine:
  type: worker
  nodeLabels: {rack: "4"}
  network: {hostname: n1}
  time: {disabled: true, servers: [time.example.test]}
cluster: {controlPlane: {endpoint: "https://cp.example.test:6443"}}
`

func main() {
	apply := func(patches ...string) string {
		loaded, err := configpatcher.LoadPatches(patches)
		if err != nil {
			panic(err)
		}
		patched, err := configpatcher.Apply(configpatcher.WithBytes([]byte(config)), loaded)
		if err != nil {
			panic(err)
		}
		text, err := patched.Bytes()
		if err != nil {
			panic(err)
		}
		return string(text)
	}
	before := apply("machine: {type: worker}")
	for _, patch := range []string{
		`machine: {nodeLabels: {rack: ""}}`,
		`machine: {nodeLabels: {rack: null}}`,
		`machine: {network: {hostname: ""}}`,
		`machine: {time: {servers: []}}`,
		`machine: {time: {disabled: false}}`,
		`machine: {nodeLabels: {rack: {$patch: delete}}}`,
	} {
		fmt.Printf("%s: changed %t\n", patch, apply(patch) != before)
	}
}
GO
{
  go mod init example.test/finding
  go get github.com/siderolabs/talos/pkg/machinery@v1.12.0
  go mod tidy
} >go.log 2>&1 || { cat go.log; exit 1; }
seen=$(go run .)
expected='machine: {nodeLabels: {rack: ""}}: changed false
machine: {nodeLabels: {rack: null}}: changed false
machine: {network: {hostname: ""}}: changed false
machine: {time: {servers: []}}: changed false
machine: {time: {disabled: false}}: changed true
machine: {nodeLabels: {rack: {$patch: delete}}}: changed true'
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
