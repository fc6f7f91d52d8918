#!/usr/bin/env bash
# yaml 2.9.1 (npm) and serde_yaml 0.9.34 (crate), which write for YAML 1.2, and PyYAML 6.0.4 (PyPI: Ansible, cloud-init, Python's Kubernetes
# client), which reads 1.1. That one has numbers to the base 60, with colons: what starts with 1 to 9 and has only 0 to 59 behind each colon.
# QEMU, KVM and libvirt give their machines addresses with 52:54:00, so that one in eighty of those has no letter and no part above
# 59, and is a number of eleven digits to the reader; the others are text. gopkg.in/yaml.v3 v3.0.1 (Go) and js-yaml 4.1.0 quote them.
#
# Guessed: a MAC address is text for everybody. Seen: 41135085296, for some machines of a list.
set -euo pipefail
dir=$(mktemp -d)
trap 'chmod -R u+w "$dir"; rm -rf "$dir"' EXIT
cd "$dir"
mkdir src go
cat >Cargo.toml <<'TOML'
[package]
name = "look"
version = "0.0.0"
edition = "2021"

[dependencies]
serde_yaml = "=0.9.34"
TOML
cat >src/main.rs <<'RS'
fn main() {
    print!("{}", serde_yaml::to_string(&["52:54:00:12:34:56", "52:54:00:12:34:66"]).unwrap());
}
RS
cat >go/main.go <<'GO'
package main

import (
	"os"

	"gopkg.in/yaml.v3"
)

func main() {
	text, _ := yaml.Marshal([]string{"52:54:00:12:34:56", "52:54:00:12:34:66"})
	os.Stdout.Write(text)
}
GO
cat >write.mjs <<'JS'
import { dump } from "js-yaml";
import { stringify } from "yaml";
const write = { yaml: stringify, "js-yaml": dump }[process.argv[2]];
process.stdout.write(write(["52:54:00:12:34:56", "52:54:00:12:34:66"]));
JS
{
  python3 -m venv python
  python/bin/pip install --quiet --disable-pip-version-check PyYAML==6.0.4
  npm init -y
  npm install --silent --no-audit --no-fund --ignore-scripts yaml@2.9.1 js-yaml@4.1.0
  cargo build --quiet
  cd go
  go mod init example.test/finding
  go get gopkg.in/yaml.v3@v3.0.1
  go mod tidy
  go build -o ../write .
  cd ..
} >set-up.log 2>&1 || { cat set-up.log; exit 1; }
read_by_python() { echo "$1: $(python/bin/python -c 'import sys, yaml; print(*yaml.safe_load(sys.stdin))')"; }
seen=$(
  node write.mjs yaml | read_by_python yaml
  target/debug/look | read_by_python serde_yaml
  ./write | read_by_python yaml.v3
  node write.mjs js-yaml | read_by_python js-yaml
)
expected='yaml: 41135085296 52:54:00:12:34:66
serde_yaml: 41135085296 52:54:00:12:34:66
yaml.v3: 52:54:00:12:34:56 52:54:00:12:34:66
js-yaml: 52:54:00:12:34:56 52:54:00:12:34:66'
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
