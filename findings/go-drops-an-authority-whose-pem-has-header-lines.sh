#!/usr/bin/env bash
# Go 1.26.8's crypto/tls and crypto/x509. A block of PEM may have header lines (`Subject: …`, `Friendly-Name: …`; exporters and
# secret stores write them). tls.X509KeyPair takes a certificate and a key with such lines. CertPool.AppendCertsFromPEM skips
# the same certificate without an error, and answers true as long as one other block was taken: of two authorities the
# pool has one.
#
# Guessed: one library reads one block of PEM in one way. Seen: fine as a server's own certificate, absent as an authority.
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
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"math/big"
	"net"
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
	certificate := sign(node(), node(), nodePublic, nodeKey)
	for _, headers := range []map[string]string{nil, {"Subject": "node"}} {
		crt := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Headers: headers, Bytes: certificate.Raw})
		private := pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Headers: headers, Bytes: must(x509.MarshalPKCS8PrivateKey(nodeKey))})
		_, err := tls.X509KeyPair(crt, private)
		fmt.Printf("headers %v: key pair: %v, into the pool: %v\n", headers, err, x509.NewCertPool().AppendCertsFromPEM(crt))
	}
	plain := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: sign(authority(), authority(), public, key).Raw})
	labelled := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Headers: map[string]string{"Subject": "node"}, Bytes: certificate.Raw})
	pool := x509.NewCertPool()
	fmt.Println("two authorities, one with a header:", pool.AppendCertsFromPEM(append(plain, labelled...)), len(pool.Subjects()))
}
GO
go mod init example.test/finding 2>go.log || { cat go.log; exit 1; }
seen=$(go run .)
expected='headers map[]: key pair: <nil>, into the pool: true
headers map[Subject:node]: key pair: <nil>, into the pool: false
two authorities, one with a header: true 1'
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
