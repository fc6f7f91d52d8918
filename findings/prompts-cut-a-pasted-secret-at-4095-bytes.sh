#!/usr/bin/env bash
# golang.org/x/term v0.48.0 (Go), with which docker, gh and many others ask for a password or a token. ReadPassword switches off the echo and
# leaves the line to the terminal, and a line of a Linux terminal has 4095 bytes. What is pasted beyond that is dropped, the line end
# comes, and the answer is the first part, without an error: a token of a login service, a key in base64 or a JSON key on one line is
# short by its end, and the server says "invalid". Python's getpass and bash's `read -s` do the same. Read in raw mode (term.MakeRaw)
# the same paste is whole.
#
# Guessed: what was pasted, or an error. Seen: 4095 of 5000 bytes, three times.
set -euo pipefail
dir=$(mktemp -d)
trap 'chmod -R u+w "$dir"; rm -rf "$dir"' EXIT
cd "$dir"
cat >main.go <<'GO'
package main

import (
	"bufio"
	"fmt"
	"os"

	"golang.org/x/term"
)

func main() {
	if len(os.Args) > 1 {
		state, err := term.MakeRaw(0)
		if err != nil {
			panic(err)
		}
		fmt.Print("ready:")
		text, err := bufio.NewReader(os.Stdin).ReadBytes('\r')
		term.Restore(0, state)
		fmt.Println(len(text)-1, err)
		return
	}
	fmt.Print("ready:")
	text, err := term.ReadPassword(0)
	fmt.Println(len(text), err)
}
GO
cat >paste.py <<'PY'
import os, pty, sys, time
child, terminal = pty.fork()
if child == 0:
    os.execvp(sys.argv[1], sys.argv[1:])
shown = b""
while b"ready:" not in shown:
    shown += os.read(terminal, 1024)
time.sleep(0.5)
rest = b"a" * 5000 + b"\r"
while rest:
    rest = rest[os.write(terminal, rest[:500]):]
    time.sleep(0.05)
try:
    while more := os.read(terminal, 1024):
        shown += more
except OSError:
    pass
print(shown.decode().split("ready:")[1].strip())
PY
{
  go mod init example.test/finding
  go get golang.org/x/term@v0.48.0
  go build -o ask .
} >set-up.log 2>&1 || { cat set-up.log; exit 1; }
seen=$(
  echo "ReadPassword: $(python3 paste.py ./ask)"
  echo "getpass: $(python3 paste.py python3 -c 'import getpass; print(len(getpass.getpass("ready:")))')"
  echo "read -s: $(python3 paste.py bash -c 'read -rsp ready: text; echo "${#text}"')"
  echo "raw: $(python3 paste.py ./ask raw)"
)
expected='ReadPassword: 4095 <nil>
getpass: 4095
read -s: 4095
raw: 5000 <nil>'
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
