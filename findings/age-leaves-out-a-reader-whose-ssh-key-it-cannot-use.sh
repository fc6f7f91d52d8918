#!/usr/bin/env bash
# age (Go module filippo.io/age v1.3.1), `-R FILE`. A line of the file with an ecdsa or sk- key, which age cannot encrypt
# to, is left out with a warning on standard error, and age ends with 0: the file is made, and that reader cannot open it.
# The same key by `-r`, or alone in a file, is an error. A script that hands a file to all keys of a team sees no difference.
#
# Guessed: that a recipient that cannot be encrypted to is an error in every form. Seen: exit 0, and one stanza of two.
set -euo pipefail
dir=$(mktemp -d)
trap 'chmod -R u+w "$dir"; rm -rf "$dir"' EXIT
cd "$dir"
GOBIN="$dir" go install filippo.io/age/cmd/age@v1.3.1 >go.log 2>&1 || { cat go.log; exit 1; }
ssh-keygen -q -t ed25519 -N '' -C reader@example.test -f one
ssh-keygen -q -t ecdsa -N '' -C writer@example.test -f two
cat one.pub two.pub >team
seen=$(
  ./age -R team -o out.age <<<text 2>said && echo "team: exit $?, $(grep -ac '^-> ' out.age) stanza"
  grep -o 'warning.*type "[a-z0-9-]*"' said
  ./age -R two.pub -o none.age <<<text 2>/dev/null || echo "alone: exit $?"
  ./age -r "$(cat two.pub)" -o none.age <<<text 2>/dev/null || echo "by -r: exit $?"
)
expected='team: exit 0, 1 stanza
warning: recipients file "team": ignoring unsupported SSH key of type "ecdsa-sha2-nistp256"
alone: exit 1
by -r: exit 1'
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
