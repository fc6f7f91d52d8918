#!/usr/bin/env bash
# SOPS (Go module github.com/getsops/sops/v3 v3.11.0), its INI store, on gopkg.in/ini.v1. A backslash at the end of a line
# joins the next line to it. That is how a Windows folder may end, and Python's configparser reads it as text.
# Encrypted and decrypted, the backslash and the key below it are gone: the latter has become a part of the path.
#
# Guessed: the same keys come out that went in. Seen: three go in, two come out, and no error.
set -euo pipefail
dir=$(mktemp -d)
trap 'chmod -R u+w "$dir"; rm -rf "$dir"' EXIT
cd "$dir"
cat >lab.ini <<'INI'
[backup]
folder = C:\vault\
user = operator
keep = 10
INI
cat >main.go <<'GO'
package main

import (
	"fmt"
	"os"

	"github.com/getsops/sops/v3"
	"github.com/getsops/sops/v3/aes"
	"github.com/getsops/sops/v3/config"
	"github.com/getsops/sops/v3/stores/ini"
)

func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}

func main() {
	store := ini.NewStore(&config.INIStoreConfig{})
	tree, key := sops.Tree{Branches: must(store.LoadPlainFile(must(os.ReadFile("lab.ini"))))}, make([]byte, 32)
	before := must(tree.Encrypt(key, aes.NewCipher()))
	after := must(tree.Decrypt(key, aes.NewCipher()))
	fmt.Print(string(must(store.EmitPlainFile(tree.Branches))))
	fmt.Println("MAC is the same:", before == after)
}
GO
{
  go mod init example.test/finding
  go get github.com/getsops/sops/v3@v3.11.0
  go mod tidy
} >go.log 2>&1 || { cat go.log; exit 1; }
seen=$(
  python3 -c 'import configparser; c = configparser.ConfigParser(); c.read("lab.ini"); print("Python:", dict(c["backup"]))'
  go run .
)
expected='Python: {'"'folder': 'C:\\\\vault\\\\', 'user': 'operator', 'keep': '10'"'}
[backup]
folder = C:\vaultuser = operator
keep   = 10
MAC is the same: true'
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
