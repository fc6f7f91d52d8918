#!/usr/bin/env bash
# Talos' own patches of machine configs (Go module github.com/siderolabs/talos/pkg/machinery v1.12.0), which `talosctl patch machineconfig
# --patch @FILE` applies to the config of a node. A patch that looks like the config is merged into it, and the items of its lists are put
# behind those that are there, also where the same ones are there already. A pipeline that applies its patch with every run adds a server,
# a kernel argument, a name of the certificate each time; the nodes' config grows, and no two runs leave the same. There is no error, not for
# a kernel module with the name of another either. A few lists are of another kind: podSubnets is replaced, interfaces are found by name.
#
# Guessed: applying a patch again changes nothing, as with `kubectl patch` and a merge patch. Seen: four of six lists are doubled.
set -euo pipefail
dir=$(mktemp -d)
trap 'chmod -R u+w "$dir"; rm -rf "$dir"' EXIT
cd "$dir"
cat >main.go <<'GO'
package main

import (
	"fmt"
	"strings"

	"github.com/siderolabs/talos/pkg/machinery/config/configpatcher"
)

const config = `version: v1alpha1
machine: {type: worker}
cluster: {controlPlane: {endpoint: "https://cp.example.test:6443"}}
`

func main() {
	for _, patch := range []string{
		`machine: {certSANs: [lab.example.test]}`,
		`machine: {network: {nameservers: [192.0.2.53]}}`,
		`machine: {install: {extraKernelArgs: [lab=1]}}`,
		`machine: {kernel: {modules: [{name: lab}]}}`,
		`machine: {network: {interfaces: [{interface: lab0, mtu: 1400}]}}`,
		`cluster: {network: {podSubnets: [192.0.2.0/24]}}`,
	} {
		loaded, err := configpatcher.LoadPatches([]string{patch})
		if err != nil {
			panic(err)
		}
		text := []byte(config)
		fmt.Print(patch, ":")
		for range 3 {
			patched, err := configpatcher.Apply(configpatcher.WithBytes(text), loaded)
			if err != nil {
				panic(err)
			}
			if text, err = patched.Bytes(); err != nil {
				panic(err)
			}
			count := 0
			for _, line := range strings.Split(string(text), "\n") {
				if strings.Contains(line, "- ") && !strings.HasPrefix(strings.TrimSpace(line), "#") {
					count++
				}
			}
			fmt.Print(" ", count)
		}
		fmt.Println()
	}
}
GO
{
  go mod init example.test/finding
  go get github.com/siderolabs/talos/pkg/machinery@v1.12.0
  go mod tidy
} >go.log 2>&1 || { cat go.log; exit 1; }
seen=$(go run .)
expected='machine: {certSANs: [lab.example.test]}: 1 2 3
machine: {network: {nameservers: [192.0.2.53]}}: 1 2 3
machine: {install: {extraKernelArgs: [lab=1]}}: 1 2 3
machine: {kernel: {modules: [{name: lab}]}}: 1 2 3
machine: {network: {interfaces: [{interface: lab0, mtu: 1400}]}}: 1 1 1
cluster: {network: {podSubnets: [192.0.2.0/24]}}: 1 1 1'
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
