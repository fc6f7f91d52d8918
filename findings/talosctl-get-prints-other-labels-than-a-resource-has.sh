#!/usr/bin/env bash
# talosctl's own output of `get -o json` and `-o jsonpath` (Go module github.com/siderolabs/talos v1.12.0, package cmd/talosctl/cmd/talos/output).
# Ids, labels and annotations of a resource are texts. They are first written as YAML, without quotes whatever they are, and read back
# from there: a label `rack: "007"` is the number 7 in JSON, a version "1.10" is 1.1, a date is a moment, an id "1e3" is
# 1000 and the label "null" is none. `-o yaml` shows them bare, so that whoever reads that makes the same of it. The
# spec's texts are quoted and stay as they are.
#
# Guessed: JSON has the strings of the resource. Seen: one resource whose host name and id are one text, and two.
set -euo pipefail
dir=$(mktemp -d)
trap 'chmod -R u+w "$dir"; rm -rf "$dir"' EXIT
cd "$dir"
cat >main.go <<'GO'
package main

import (
	"fmt"

	"github.com/cosi-project/runtime/pkg/state"
	"github.com/siderolabs/talos/cmd/talosctl/cmd/talos/output"
	"github.com/siderolabs/talos/pkg/machinery/resources/cluster"
)

func main() {
	for _, text := range []string{"cp-1", "007", "1e3", "1.10", "2026-01-31", "null"} {
		member := cluster.NewMember(cluster.NamespaceName, text)
		member.Metadata().Labels().Set("rack", text)
		member.TypedSpec().Hostname = text
		fmt.Println("resource", text)
		for _, path := range []string{"{.metadata.id}", "{.metadata.labels.rack}", "{.spec.hostname}"} {
			writer, err := output.NewWriter("jsonpath=" + path)
			if err != nil {
				panic(err)
			}
			fmt.Print("  ", path, " ")
			if err := writer.WriteResource("n1", member, state.Created); err != nil {
				panic(err)
			}
		}
	}
}
GO
{
  go mod init example.test/finding
  go get github.com/siderolabs/talos@v1.12.0 github.com/siderolabs/talos/pkg/machinery@v1.12.0
  go mod tidy
} >go.log 2>&1 || { cat go.log; exit 1; }
seen=$(go run .)
expected='resource cp-1
  {.metadata.id} cp-1
  {.metadata.labels.rack} cp-1
  {.spec.hostname} cp-1
resource 007
  {.metadata.id} 7
  {.metadata.labels.rack} 7
  {.spec.hostname} 007
resource 1e3
  {.metadata.id} 1000
  {.metadata.labels.rack} 1000
  {.spec.hostname} 1e3
resource 1.10
  {.metadata.id} 1.1
  {.metadata.labels.rack} 1.1
  {.spec.hostname} 1.10
resource 2026-01-31
  {.metadata.id} "2026-01-31T00:00:00Z"
  {.metadata.labels.rack} "2026-01-31T00:00:00Z"
  {.spec.hostname} 2026-01-31
resource null
  {.metadata.id} <nil>
  {.metadata.labels.rack} <nil>
  {.spec.hostname} null'
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
