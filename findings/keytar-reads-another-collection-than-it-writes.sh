#!/usr/bin/env bash
# @github/keytar 7.10.6 (npm, on libsecret) and gnome-keyring 42.1 (Debian packages gnome-keyring, dbus). setPassword writes to
# the default collection; getPassword takes the first item of that service and account in any collection, and which collection
# is asked first changes from one start of the keyring to the next. An older item of the same names in the `session`
# collection (a program that stored it "until logout") is read in place of what was written a moment ago, on some
# days. deletePassword removes both.
#
# Guessed: what setPassword has stored is what getPassword gives. Seen: over some starts of the keyring, both values.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
cat >older.py <<'PY'
import secretstorage
bus = secretstorage.dbus_init()
session = next(c for c in secretstorage.get_all_collections(bus) if c.collection_path.endswith("/session"))
names = {"service": "lab", "account": "operator", "xdg:schema": "org.freedesktop.Secret.Generic"}
session.create_item("older", names, b"older", replace=True)
PY
cat >newer.cjs <<'JS'
const keytar = require("@github/keytar");
(async () => {
  await keytar.setPassword("lab", "operator", "newer");
  console.log("after setPassword(newer), getPassword gives", await keytar.getPassword("lab", "operator"));
  const found = await keytar.findCredentials("lab");
  console.log("findCredentials:", found.map(({ password }) => password).sort().join(" and "));
  await keytar.deletePassword("lab", "operator");
  console.log("after one deletePassword:", (await keytar.findCredentials("lab")).length);
})();
JS
cat >once.sh <<'SH'
home=$(mktemp -d -p "$PWD")
export HOME=$home XDG_RUNTIME_DIR=$home XDG_DATA_HOME=$home XDG_CONFIG_HOME=$home
printf lab | timeout 60 gnome-keyring-daemon --foreground --unlock --components=secrets >/dev/null 2>&1 &
keyring=$!
for _ in $(seq 100); do
  "$PYTHON" -c 'import secretstorage as s; assert not s.get_default_collection(s.dbus_init()).is_locked()' 2>/dev/null && break
  sleep 0.1
done
"$PYTHON" older.py
node newer.cjs
kill "$keyring"
SH
{
  npm init -y
  npm install --silent --no-audit --no-fund --ignore-scripts @github/keytar@7.10.6
  python3 -m venv python
  python/bin/pip install --quiet --disable-pip-version-check secretstorage==3.5.0
  command -v gnome-keyring-daemon dbus-run-session || apt-get install -y --no-install-recommends gnome-keyring dbus
} >set-up.log 2>&1 || { cat set-up.log; exit 1; }
export PYTHON=$PWD/python/bin/python
for _ in $(seq 30); do # until both have been seen; each time is one half
  timeout 60 dbus-run-session -- bash once.sh >>all 2>run.log || { cat run.log; exit 1; }
  [ "$(sort -u all | wc -l)" -ge 4 ] && break
done
seen=$(sort -u all)
expected='after one deletePassword: 0
after setPassword(newer), getPassword gives newer
after setPassword(newer), getPassword gives older
findCredentials: newer and older'
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
