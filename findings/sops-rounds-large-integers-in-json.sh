#!/usr/bin/env bash
# SOPS (Go module github.com/getsops/sops/v3 v3.11.0), its JSON store. encoding/json can keep a number as it is written
# (json.Number), and SOPS' YAML store has integers. The JSON store reads every number as a float64: an integer above 2^53
# (a snowflake id, an account number, nanoseconds) comes back as its neighbour, and longer ones as a power of ten, so a reader
# who wants an integer no longer finds one. The message authentication code is made over the rounded values.
#
# Guessed: integers of 64 bits survive, as they do in the same tool's YAML. Seen: they do in YAML, and do not in JSON.
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
	"github.com/getsops/sops/v3/stores/json"
	"github.com/getsops/sops/v3/stores/yaml"
)

func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}

func thereAndBack(store sops.Store, text string) {
	tree, key := sops.Tree{Branches: must(store.LoadPlainFile([]byte(text)))}, make([]byte, 32)
	before := must(tree.Encrypt(key, aes.NewCipher()))
	after := must(tree.Decrypt(key, aes.NewCipher()))
	fmt.Println(string(must(store.EmitPlainFile(tree.Branches))))
	fmt.Println("MAC is the same:", before == after)
}

func main() {
	thereAndBack(json.NewStore(&config.JSONStoreConfig{Indent: -1}), `{"account": 9007199254740993, "id": 1234567890123456789, "since": 1700000000123456789012}`)
	thereAndBack(yaml.NewStore(&config.YAMLStoreConfig{Indent: 4}), "account: 9007199254740993\nid: 1234567890123456789")
}
GO
{
  go mod init example.test/finding
  go get github.com/getsops/sops/v3@v3.11.0
  go mod tidy
} >go.log 2>&1 || { cat go.log; exit 1; }
seen=$(go run .)
expected='{
	"account": 9007199254740992,
	"id": 1234567890123456800,
	"since": 1.7000000001234567e+21
}

MAC is the same: true
account: 9007199254740993
id: 1234567890123456789

MAC is the same: true'
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
