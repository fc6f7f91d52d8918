#!/usr/bin/env bash
# keyrings.alt 5.0.2 with keyring 25.7.0 (PyPI), the keyring in a file that machines without Secret Service use. The file is an INI file of
# Python's configparser, which writes the name of an option in small letters. Service names are told apart by their letters, user names are
# not: the password of `ada` replaces that of `Ada`, and both get the second. Secret Service and the other backends keep two.
# A service named DEFAULT, which configparser keeps for itself, cannot be stored at all.
#
# Guessed: a keyring's key is the service and the user, to the letter. Seen: one entry, and the first password is gone.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
export HOME=$dir XDG_DATA_HOME=$dir/data
{
  python3 -m venv python
  python/bin/pip install --quiet --disable-pip-version-check keyring==25.7.0 keyrings.alt==5.0.2
} >set-up.log 2>&1 || { cat set-up.log; exit 1; }
cat >look.py <<'PY'
import keyring
from keyrings.alt.file import PlaintextKeyring

keyring.set_keyring(PlaintextKeyring())
for service, user, password in [("lab", "Ada", "first"), ("lab", "ada", "second"), ("Lab", "ada", "third")]:
    keyring.set_password(service, user, password)
for service, user in [("lab", "Ada"), ("lab", "ada"), ("Lab", "ada")]:
    print(f"{service}, {user}: {keyring.get_password(service, user)}")
try:
    keyring.set_password("DEFAULT", "ada", "fourth")
except ValueError as error:
    print(error)
PY
seen=$(python/bin/python look.py)
expected="lab, Ada: second
lab, ada: second
Lab, ada: third
Invalid section name: 'DEFAULT'"
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
