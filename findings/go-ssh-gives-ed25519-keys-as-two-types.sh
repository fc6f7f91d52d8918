#!/usr/bin/env bash
# golang.org/x/crypto v0.59.0 (Go), ssh.ParseRawPrivateKey. It reads keys in the format of OpenSSH and in PKCS #8 and gives "a private
# key". Of one and the same Ed25519 key it gives a pointer to an ed25519.PrivateKey for the first and an ed25519.PrivateKey for the
# second. A type switch, or an assertion, that was written for one does not see the other; and the pointer has
# the methods, so it goes as a crypto.Signer as far as x509, which refuses it by its type. RSA and ECDSA are pointers in both.
#
# Guessed: ed25519.PrivateKey, as everywhere in Go's crypto. Seen: *ed25519.PrivateKey, and x509 does not write it.
set -euo pipefail
dir=$(mktemp -d)
trap 'chmod -R u+w "$dir"; rm -rf "$dir"' EXIT
cd "$dir"
cat >main.go <<'GO'
package main

import (
	"crypto"
	"crypto/ed25519"
	"crypto/x509"
	"encoding/pem"
	"fmt"

	"golang.org/x/crypto/ssh"
)

func main() {
	_, key, err := ed25519.GenerateKey(nil)
	if err != nil {
		panic(err)
	}
	openssh, err := ssh.MarshalPrivateKey(key, "")
	if err != nil {
		panic(err)
	}
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		panic(err)
	}
	for _, block := range []*pem.Block{openssh, {Type: "PRIVATE KEY", Bytes: der}} {
		raw, err := ssh.ParseRawPrivateKey(pem.EncodeToMemory(block))
		if err != nil {
			panic(err)
		}
		_, isKey := raw.(ed25519.PrivateKey)
		_, isSigner := raw.(crypto.Signer)
		_, err = x509.MarshalPKCS8PrivateKey(raw)
		fmt.Printf("%s: %T, is ed25519.PrivateKey %t, is crypto.Signer %t, x509: %v\n", block.Type, raw, isKey, isSigner, err)
	}
}
GO
{
  go mod init example.test/finding
  go get golang.org/x/crypto@v0.59.0
  go mod tidy
} >go.log 2>&1 || { cat go.log; exit 1; }
seen=$(go run .)
expected='OPENSSH PRIVATE KEY: *ed25519.PrivateKey, is ed25519.PrivateKey false, is crypto.Signer true, x509: x509: unknown key type while marshaling PKCS#8: *ed25519.PrivateKey
PRIVATE KEY: ed25519.PrivateKey, is ed25519.PrivateKey true, is crypto.Signer true, x509: <nil>'
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
