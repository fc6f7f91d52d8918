#!/usr/bin/env bash
# gopkg.in/yaml.v3 v3.0.1 and go.yaml.in/yaml/v3 v3.0.5 (Go), where the same library lives on. A text of several lines is written
# as a block (`|`). Where it begins with a blank line, the old path writes the block's indentation and forgets that line: a script,
# a note or a config inside a config comes back without it, one line for each time that it is read and written. Of
# a text that is only blank lines one is lost. The new path keeps it; most of Go still imports the old one, which is archived.
#
# Guessed: a writer and a reader of one library agree on text. Seen: two of four texts come back shorter.
set -euo pipefail
dir=$(mktemp -d)
trap 'chmod -R u+w "$dir"; rm -rf "$dir"' EXIT
cd "$dir"
cat >main.go <<'GO'
package main

import (
	"fmt"

	after "go.yaml.in/yaml/v3"
	before "gopkg.in/yaml.v3"
)

func main() {
	for _, text := range []string{"a\nb\n", "\na\nb\n", "\n\n", "a\n\nb\n"} {
		written, _ := before.Marshal(map[string]string{"note": text})
		rewritten, _ := after.Marshal(map[string]string{"note": text})
		var old, new map[string]string
		if err := before.Unmarshal(written, &old); err != nil {
			panic(err)
		}
		if err := after.Unmarshal(rewritten, &new); err != nil {
			panic(err)
		}
		fmt.Printf("%q: gopkg.in %q (%q), go.yaml.in %q\n", text, old["note"], written, new["note"])
	}
}
GO
{
  go mod init example.test/finding
  go get gopkg.in/yaml.v3@v3.0.1 go.yaml.in/yaml/v3@v3.0.5
  go mod tidy
} >go.log 2>&1 || { cat go.log; exit 1; }
seen=$(go run .)
expected='"a\nb\n": gopkg.in "a\nb\n" ("note: |\n    a\n    b\n"), go.yaml.in "a\nb\n"
"\na\nb\n": gopkg.in "a\nb\n" ("note: |4\n    a\n    b\n"), go.yaml.in "\na\nb\n"
"\n\n": gopkg.in "\n" ("note: |4+\n\n"), go.yaml.in "\n\n"
"a\n\nb\n": gopkg.in "a\n\nb\n" ("note: |\n    a\n\n    b\n"), go.yaml.in "a\n\nb\n"'
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
