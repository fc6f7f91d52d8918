#!/usr/bin/env bash
# ansible-core 2.19.4 (PyPI), ansible-vault. `--vault-password-file` takes a file, or an executable that prints the password. Of
# a file all outer blanks are taken off, of a script's answer only the line's end. A password that begins or ends with a
# blank (pasted so into both) is two passwords: what was encrypted with the file does not open with the script, and
# the other way round, and the message speaks of secrets that were not found.
#
# Guessed: one option reads one password in one way. Seen: the same bytes open the file from one source and not from the other.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
{
  python3 -m venv python
  python/bin/pip install --quiet --disable-pip-version-check ansible-core==2.19.4
} >set-up.log 2>&1 || { cat set-up.log; exit 1; }
export HOME=$dir LC_ALL=C.UTF-8
echo 'key: value' >plain
echo 'correct horse ' >file # one blank at the end
printf '#!/bin/sh\ncat "$(dirname "$0")/file"\n' >script
chmod +x script
python/bin/ansible-vault encrypt --vault-password-file file --output encrypted plain >/dev/null 2>&1
seen=$(
  for source in file script; do
    python/bin/ansible-vault view --vault-password-file "$source" encrypted 2>&1 | grep -o -e 'key: value' -e 'no vault secrets were found' | sed "s/^/$source: /"
  done
  cmp file <(./script) && echo "both give the same bytes"
)
expected='file: key: value
script: no vault secrets were found
both give the same bytes'
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
