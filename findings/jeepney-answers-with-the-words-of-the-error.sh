#!/usr/bin/env bash
# jeepney 0.9.0 (PyPI), D-Bus in Python, below secretstorage and keyring; a bus of dbus-run-session (Debian package dbus).
# `connection.send_and_get_reply(message)` gives the reply, and an error is a reply too: nothing is raised. Where the answer would
# be a text, the error's words stand in its place, with the same type: `body[0]` of GetNameOwner for a name that nobody has is
# "Could not get owner of name …", which a program then takes for the owner. Only a Proxy, or unwrap_msg, raises.
#
# Guessed: an exception, as from dbus-python, GLib and Go's godbus. Seen: a text where the text was expected.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
cat >look.py <<'PY'
from jeepney import DBusErrorResponse, message_bus
from jeepney.io.blocking import Proxy, open_dbus_connection
connection = open_dbus_connection("SESSION")
for name in ("org.freedesktop.DBus", "org.example.Nobody"):
    (owner,) = connection.send_and_get_reply(message_bus.GetNameOwner(name)).body
    print(f"the owner of {name}: {owner}")
try:
    print(Proxy(message_bus, connection).GetNameOwner("org.example.Nobody"))
except DBusErrorResponse as error:
    print("Proxy:", error.name)
PY
{
  python3 -m venv python
  python/bin/pip install --quiet --disable-pip-version-check jeepney==0.9.0
  command -v dbus-run-session || apt-get install -y --no-install-recommends dbus
} >set-up.log 2>&1 || { cat set-up.log; exit 1; }
seen=$(timeout 60 dbus-run-session -- python/bin/python look.py 2>run.log) || { cat run.log; exit 1; }
expected="the owner of org.freedesktop.DBus: org.freedesktop.DBus
the owner of org.example.Nobody: Could not get owner of name 'org.example.Nobody': no such name
Proxy: org.freedesktop.DBus.Error.NameHasNoOwner"
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
