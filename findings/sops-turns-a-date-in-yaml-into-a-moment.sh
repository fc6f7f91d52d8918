#!/usr/bin/env bash
# SOPS (Go module github.com/getsops/sops/v3 v3.11.0), its YAML store. A plain `2024-01-01` is a time for SOPS, is
# encrypted as one (type:time), and comes back as `2024-01-01T00:00:00Z`; `1.10` comes back as 1.1, `0815` as 815 and
# `0123` as 83. Whoever keeps a file encrypted whose reader takes plain scalars for text (talosctl reads
# `context: 2024-01-01` as that name) gets another name out than went in. The message authentication code does not help: it is
# made over the values as SOPS understood them.
#
# Guessed: that what is decrypted is, but for layout and quotes, what was encrypted. Seen: other values.
set -euo pipefail
dir=$(mktemp -d)
trap 'chmod -R u+w "$dir"; rm -rf "$dir"' EXIT
cd "$dir"
cat >main.go <<'GO'
package main

import (
	"fmt"

	"github.com/getsops/sops/v3"
	"github.com/getsops/sops/v3/aes"
	"github.com/getsops/sops/v3/config"
	"github.com/getsops/sops/v3/stores/yaml"
)

func must(err error) {
	if err != nil {
		panic(err)
	}
}

func main() {
	store := yaml.NewStore(&config.YAMLStoreConfig{Indent: 4})
	branches, err := store.LoadPlainFile([]byte("context: 2024-01-01\nversion: 1.10\nsite: 0123\nother: 0815\nquoted: \"2024-01-01\"\n"))
	must(err)
	tree, key := sops.Tree{Branches: branches}, make([]byte, 32)
	before, err := tree.Encrypt(key, aes.NewCipher())
	must(err)
	after, err := tree.Decrypt(key, aes.NewCipher())
	must(err)
	out, err := store.EmitPlainFile(tree.Branches)
	must(err)
	fmt.Print(string(out))
	fmt.Println("MAC is the same:", before == after)
}
GO
{
  go mod init example.test/finding
  go get github.com/getsops/sops/v3@v3.11.0
  go mod tidy
} >go.log 2>&1 || { cat go.log; exit 1; }
seen=$(go run .)
expected='context: 2024-01-01T00:00:00Z
version: 1.1
site: 83
other: 815
quoted: "2024-01-01"
MAC is the same: true'
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
