#!/usr/bin/env bash
# minisign 0.11 (Debian package minisign) keeps its key under a passphrase, as age 1.3.1 (Go module filippo.io/age) and ssh-keygen can. To
# open it for a signature of a few bytes takes a gigabyte of memory, and some seconds: libsodium's "sensitive" strength, which nothing sets
# otherwise but to have no passphrase at all. On a runner, a container or a small machine with a gigabyte or less it cannot sign
# with a key that was made on a desktop ("This probably means out of memory"), nor make one. age takes a quarter of that.
#
# Guessed: what ssh-keygen takes, which is nothing to speak of. Seen: more than 1000 MB.
set -euo pipefail
dir=$(mktemp -d)
trap 'chmod -R u+w "$dir"; rm -rf "$dir"' EXIT
cd "$dir"
cat >measure.py <<'PY'
import os, subprocess, sys
program = subprocess.Popen(sys.argv[1:], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
program.stdin.write(b"lab\nlab\n")
program.stdin.close()
_, status, usage = os.wait4(program.pid, 0)
assert status == 0
print(f"{os.path.basename(sys.argv[1])}: more than {usage.ru_maxrss // 100_000 * 100} MB")
PY
cat >main.go <<'GO'
package main

import (
	"io"

	"filippo.io/age"
)

func main() {
	recipient, err := age.NewScryptRecipient("lab")
	if err != nil {
		panic(err)
	}
	file, err := age.Encrypt(io.Discard, recipient)
	if err != nil {
		panic(err)
	}
	file.Close()
}
GO
{
  command -v minisign || apt-get install -y --no-install-recommends minisign
  go mod init example.test/finding
  go get filippo.io/age@v1.3.1
  go build -o age .
} >set-up.log 2>&1 || { cat set-up.log; exit 1; }
minisign -v | head -n 1
printf 'lab\nlab\n' | minisign -G -p key.pub -s key >set-up.log 2>&1
ssh-keygen -q -t ed25519 -N lab-lab -f ssh
echo text >text
seen=$(
  python3 measure.py minisign -S -s key -m text
  python3 measure.py ./age
  python3 measure.py ssh-keygen -y -P lab-lab -f ssh
)
expected='minisign: more than 1000 MB
age: more than 200 MB
ssh-keygen: more than 0 MB'
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
