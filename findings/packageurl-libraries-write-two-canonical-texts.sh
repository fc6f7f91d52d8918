#!/usr/bin/env bash
# packageurl-js 2.0.1 (npm) and packageurl-python 0.17.6 (PyPI), the two reference libraries of the package URL by which bills of materials
# and vulnerability reports name a package. Both read a text and give back "the canonical form". A plus sign, which is
# in every second version of Debian (`+dfsg`, `+deb12u1`) and in the build part of semver, stays as it is in JavaScript and is
# `%2B` in Python. (In the name, `g++`, both write %2B.) Compared as text, as indexes do, one package is two.
#
# Guessed: a canonical form is one. Seen: two for each version with a plus sign.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
{
  npm init -y
  npm install --silent --no-audit --no-fund --ignore-scripts packageurl-js@2.0.1
  python3 -m venv python
  python/bin/pip install --quiet --disable-pip-version-check packageurl-python==0.17.6
} >set-up.log 2>&1 || { cat set-up.log; exit 1; }
cat >look.cjs <<'JS'
const { PackageURL } = require("packageurl-js");
for (const text of process.argv.slice(2)) console.log("npm: ", PackageURL.fromString(text).toString());
JS
cat >look.py <<'PY'
import sys
from packageurl import PackageURL
for text in sys.argv[1:]:
    print("PyPI:", PackageURL.from_string(text).to_string())
PY
names=('pkg:deb/debian/g++@4:14.2.0-1' 'pkg:deb/debian/age@1.2.1-1+b5' 'pkg:npm/lab@1.0.0+build.7')
seen=$(node look.cjs "${names[@]}"; python/bin/python look.py "${names[@]}")
expected='npm:  pkg:deb/debian/g%2B%2B@4:14.2.0-1
npm:  pkg:deb/debian/age@1.2.1-1+b5
npm:  pkg:npm/lab@1.0.0+build.7
PyPI: pkg:deb/debian/g%2B%2B@4:14.2.0-1
PyPI: pkg:deb/debian/age@1.2.1-1%2Bb5
PyPI: pkg:npm/lab@1.0.0%2Bbuild.7'
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
