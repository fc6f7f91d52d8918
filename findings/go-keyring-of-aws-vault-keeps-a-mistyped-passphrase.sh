#!/usr/bin/env bash
# github.com/99designs/keyring v1.2.2 (Go), the encrypted files in which aws-vault and others keep secrets where there is no keyring. The
# files look like one keyring with one passphrase, and a prompt asks for it. Nothing holds that passphrase to anything: each
# file is encrypted by itself with what was typed when it was written. Set with a mistyped passphrase succeeds, also over an item that
# is there, whose old value is gone then. The item can be opened by repeating the mistake, and by nothing else; the other
# items open as ever, so the error (an integrity check) looks like a damaged file.
#
# Guessed: a wrong passphrase is refused before something is written, as by KeePass or gnome-keyring. Seen: it is one more passphrase.
set -euo pipefail
dir=$(mktemp -d)
trap 'chmod -R u+w "$dir"; rm -rf "$dir"' EXIT
cd "$dir"
cat >main.go <<'GO'
package main

import (
	"fmt"

	"github.com/99designs/keyring"
)

func open(typed string) keyring.Keyring {
	ring, err := keyring.Open(keyring.Config{
		AllowedBackends:  []keyring.BackendType{keyring.FileBackend},
		FileDir:          "keys",
		FilePasswordFunc: keyring.FixedStringPrompt(typed),
	})
	if err != nil {
		panic(err)
	}
	return ring
}

func set(typed, name, value string) {
	fmt.Printf("%s: set %s, error %v\n", typed, name, open(typed).Set(keyring.Item{Key: name, Data: []byte(value)}))
}

func get(typed, name string) {
	item, err := open(typed).Get(name)
	fmt.Printf("%s: get %s %q, error %v\n", typed, name, item.Data, err)
}

func main() {
	set("correct", "lab", "first")
	set("correct", "prod", "first")
	set("corect", "prod", "second")
	get("correct", "lab")
	get("correct", "prod")
	get("corect", "prod")
}
GO
{
  go mod init example.test/finding
  go get github.com/99designs/keyring@v1.2.2
  go mod tidy
} >go.log 2>&1 || { cat go.log; exit 1; }
seen=$(go run .)
expected='correct: set lab, error <nil>
correct: set prod, error <nil>
corect: set prod, error <nil>
correct: get lab "first", error <nil>
correct: get prod "", error aes.KeyUnwrap(): integrity check failed.
corect: get prod "second", error <nil>'
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
