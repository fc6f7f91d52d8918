#!/usr/bin/env bash
# python-hcl2 8.1.4 (PyPI), with which Python reads Terraform's files, beside the same package at 7.3.1. `name = "lab"` is the text of five signs
# with its quotes on, and so are the labels of blocks: `resource "tls_private_key" "admin"` is found under
# '"tls_private_key"'. A heredoc is its source with the markers. A block has a key `__is_block__` among its arguments. Version 7
# gave the values. (Of a number with an exponent both make a text, "${1e3}", as of an expression.)
#
# Guessed: the value of a string literal, as every JSON, YAML and TOML reader gives. Seen: '"lab"'.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
cat >lab.tf <<'HCL'
name = "lab"
days = 1e3
text = <<EOT
line
EOT
resource "tls_private_key" "admin" {
  algorithm = "ED25519"
}
HCL
cat >look.py <<'PY'
import hcl2
with open("lab.tf") as file:
    for name, value in hcl2.load(file).items():
        print(f"  {name}: {value!r}")
PY
{
  for version in 7.3.1 8.1.4; do
    python3 -m venv v$version
    v$version/bin/pip install --quiet --disable-pip-version-check python-hcl2==$version
  done
} >set-up.log 2>&1 || { cat set-up.log; exit 1; }
seen=$(for version in 7.3.1 8.1.4; do echo "$version"; v$version/bin/python look.py; done)
expected="7.3.1
  name: 'lab'
  days: '\${1e3}'
  text: 'line'
  resource: [{'tls_private_key': {'admin': {'algorithm': 'ED25519'}}}]
8.1.4
  name: '\"lab\"'
  days: '\${1e3}'
  text: '\"<<EOT\\nline\\nEOT\"'
  resource: [{'\"tls_private_key\"': {'\"admin\"': {'algorithm': '\"ED25519\"', '__is_block__': True}}}]"
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
