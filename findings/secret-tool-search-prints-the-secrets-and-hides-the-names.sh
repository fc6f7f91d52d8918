#!/usr/bin/env bash
# secret-tool 0.20.5 (Debian package libsecret-tools, with gnome-keyring and dbus). `secret-tool search --all service lab` is how one looks which
# items a keyring has. The secrets themselves go to standard output, where a pipe or a log takes them, and the attributes, by which the
# items are told apart, to standard error. A secret of several lines is printed with its lines, so that one of them can
# look like a fact about the item. No item found is exit 0 for search, and 1 for `lookup` and `clear`.
#
# Guessed: a search lists labels and attributes, and `lookup` is what prints a secret. Seen: on standard output there are the
# secrets and no user, and "label = other" is a line of a secret.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
cat >once.sh <<'SH'
export HOME=$PWD XDG_RUNTIME_DIR=$PWD XDG_DATA_HOME=$PWD XDG_CONFIG_HOME=$PWD
printf lab | timeout 60 gnome-keyring-daemon --foreground --unlock --components=secrets >/dev/null 2>&1 &
keyring=$!
for _ in $(seq 100); do
  dbus-send --print-reply --dest=org.freedesktop.DBus / org.freedesktop.DBus.NameHasOwner string:org.freedesktop.secrets | grep -q 'boolean true' && break
  sleep 0.1
done
printf 'first\nlabel = other' | secret-tool store --label=lab service lab user ada
secret-tool search --all service lab 2>err | grep -E '^(secret|label|attribute)|^first'
echo "standard error:"
sort err
secret-tool search --all service absent && echo "search: exit $?"
secret-tool lookup service absent || echo "lookup: exit $?"
kill "$keyring"
SH
command -v gnome-keyring-daemon dbus-run-session secret-tool >/dev/null ||
  apt-get install -y --no-install-recommends gnome-keyring dbus libsecret-tools >apt.log 2>&1 || { cat apt.log; exit 1; }
seen=$(timeout 100 dbus-run-session -- bash once.sh 2>bus.log)
expected='label = lab
secret = first
label = other
standard error:
attribute.service = lab
attribute.user = ada
search: exit 0
lookup: exit 1'
echo "$seen"
[ "$seen" = "$expected" ] || { cat bus.log; echo "CHANGED: expected"; echo "$expected"; exit 1; }
