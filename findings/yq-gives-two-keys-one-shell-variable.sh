#!/usr/bin/env bash
# yq (Go module github.com/mikefarah/yq/v4 v4.54.3), `-o=shell`, made to be read by a shell's eval. Names of shell variables have no hyphen,
# blank or accent, so yq writes `_`, or the letter without its accent. Nothing looks whether the name is taken: the keys `prod-eu`,
# `prod_eu` and `prod eu`, three for YAML, are three assignments to one variable, and the last of them is the value of all. yq ends with 0.
#
# Guessed: an error, or a name of its own for each. Seen: the key of another cluster.
set -euo pipefail
dir=$(mktemp -d)
trap 'chmod -R u+w "$dir"; rm -rf "$dir"' EXIT
cd "$dir"
{
  GOBIN="$dir" go install github.com/mikefarah/yq/v4@v4.54.3
} >set-up.log 2>&1 || { cat set-up.log; exit 1; }
cat >lab.yaml <<'YAML'
prod-eu: {key: first, port: 1}
prod_eu: {key: second}
prod eu: {key: third}
zoe: {key: fourth}
zoë: {key: fifth}
YAML
seen=$(
  ./yq -o=shell lab.yaml && echo "exit $?"
  echo "YAML: $(./yq '.prod-eu.key' lab.yaml)"
  eval "$(./yq -o=shell lab.yaml)"
  echo "shell: $prod_eu_key with port $prod_eu_port, $zoe_key"
)
expected='prod_eu_key=first
prod_eu_port=1
prod_eu_key=second
prod_eu_key=third
zoe_key=fourth
zoe_key=fifth
exit 0
YAML: first
shell: third with port 1, fifth'
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
