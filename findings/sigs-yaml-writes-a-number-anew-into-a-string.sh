#!/usr/bin/env bash
# sigs.k8s.io/yaml v1.6.0 (Go), with which Kubernetes' tools, cert-manager and most controllers read YAML, beside go.yaml.in/yaml/v3
# v3.0.5. A plain scalar for a Go string is its text in go-yaml. sigs.k8s.io/yaml goes by way of JSON: it decodes first, and where a
# string is wanted it makes a text of the value that came out. A version `1.10` is "1.1", an id `007` is "7", `yes` is "true"; a
# fraction goes through a float of 32 bits, so that 16777217.5 is "1.6777218e+07". There is no error, while kubectl's
# own reader of kubeconfigs, which is of the same project, has one for a number in the place of a name.
#
# Guessed: the text, as in go-yaml, or an error, as encoding/json gives for a number in the place of a string. Seen: another text.
set -euo pipefail
dir=$(mktemp -d)
trap 'chmod -R u+w "$dir"; rm -rf "$dir"' EXIT
cd "$dir"
cat >main.go <<'GO'
package main

import (
	"fmt"

	goyaml "go.yaml.in/yaml/v3"
	"sigs.k8s.io/yaml"
)

func main() {
	for _, text := range []string{"1.10", "007", "1e3", "0x1F", "1_000", "yes", "on", "16777217.5"} {
		var one, two struct {
			Version string `json:"version" yaml:"version"`
		}
		errs := []error{
			goyaml.Unmarshal([]byte("version: "+text), &one),
			yaml.Unmarshal([]byte("version: "+text), &two),
		}
		fmt.Println(text+":", "go-yaml", one.Version+",", "sigs", two.Version, errs)
	}
}
GO
{
  go mod init example.test/finding
  go get sigs.k8s.io/yaml@v1.6.0 go.yaml.in/yaml/v3@v3.0.5
  go mod tidy
} >go.log 2>&1 || { cat go.log; exit 1; }
seen=$(go run .)
expected='1.10: go-yaml 1.10, sigs 1.1 [<nil> <nil>]
007: go-yaml 007, sigs 7 [<nil> <nil>]
1e3: go-yaml 1e3, sigs 1000 [<nil> <nil>]
0x1F: go-yaml 0x1F, sigs 31 [<nil> <nil>]
1_000: go-yaml 1_000, sigs 1000 [<nil> <nil>]
yes: go-yaml yes, sigs true [<nil> <nil>]
on: go-yaml on, sigs true [<nil> <nil>]
16777217.5: go-yaml 16777217.5, sigs 1.6777218e+07 [<nil> <nil>]'
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
