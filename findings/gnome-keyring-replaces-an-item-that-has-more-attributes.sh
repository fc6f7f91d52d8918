#!/usr/bin/env bash
# gnome-keyring 42.1 (Debian packages gnome-keyring, dbus), through secretstorage 3.5.0 (PyPI). CreateItem of the Secret Service may
# replace "an item with the same attributes". gnome-keyring looks for that item as a search does, and a search finds whatever has
# the given attributes, and any others beside them. So a secret stored under {service} takes the place of one that is stored under
# {service, username}, whichever is found first: of two people's secrets one is gone, and the answer is success. The other
# way round, with more attributes than an older item has, nothing is replaced.
#
# Guessed: three items, since no two of them have the same attributes. Seen: two, and a secret lost.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
cat >store.py <<'PY'
import secretstorage
collection = secretstorage.get_default_collection(secretstorage.dbus_init())
def store(secret, **attributes):
    collection.create_item(secret, attributes, secret.encode(), replace=True)
    print(f"after {attributes}: {len(list(collection.get_all_items()))}")
store("alice's", service="lab", username="alice")
store("bob's", service="lab", username="bob")
store("the lab's", service="lab")
store("alice's", service="lab", username="alice", host="cp")
left = {item.get_secret().decode() for item in collection.get_all_items() if "host" not in item.get_attributes()}
print("left of two people:", len(left & {"alice's", "bob's"}))
PY
cat >once.sh <<'SH'
export HOME=$PWD XDG_RUNTIME_DIR=$PWD XDG_DATA_HOME=$PWD XDG_CONFIG_HOME=$PWD
printf lab | timeout 60 gnome-keyring-daemon --foreground --unlock --components=secrets >/dev/null 2>&1 &
keyring=$!
for _ in $(seq 100); do
  python/bin/python -c 'import secretstorage as s; assert not s.get_default_collection(s.dbus_init()).is_locked()' 2>/dev/null && break
  sleep 0.1
done
python/bin/python store.py
kill "$keyring"
SH
{
  python3 -m venv python
  python/bin/pip install --quiet --disable-pip-version-check secretstorage==3.5.0
  command -v gnome-keyring-daemon dbus-run-session || apt-get install -y --no-install-recommends gnome-keyring dbus
} >set-up.log 2>&1 || { cat set-up.log; exit 1; }
seen=$(timeout 90 dbus-run-session -- bash once.sh 2>run.log) || { cat run.log; exit 1; }
expected="after {'service': 'lab', 'username': 'alice'}: 1
after {'service': 'lab', 'username': 'bob'}: 2
after {'service': 'lab'}: 2
after {'service': 'lab', 'username': 'alice', 'host': 'cp'}: 3
left of two people: 1"
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
