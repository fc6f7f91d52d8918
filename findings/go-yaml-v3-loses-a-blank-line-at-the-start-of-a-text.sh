#!/usr/bin/env bash
# gopkg.in/yaml.v3 v3.0.1 and go.yaml.in/yaml/v4 v4.0.0 (Go). A text of several lines is written as a block (`|`). Where it begins
# with a blank line, version 3 writes the block's indentation and forgets that line: a script, a note or a config in the
# config comes back without it, one line for each time that it is read and written. Of a text that is only blank lines one
# is lost. Version 4 writes quotes there. Version 3 is what most of Go has, and it gets no more releases.
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

	v4 "go.yaml.in/yaml/v4"
	v3 "gopkg.in/yaml.v3"
)

func main() {
	for _, text := range []string{"a\nb\n", "\na\nb\n", "\n\n", "a\n\nb\n"} {
		three, _ := v3.Marshal(map[string]string{"note": text})
		four, _ := v4.Marshal(map[string]string{"note": text})
		var ofThree, ofFour map[string]string
		if err := v3.Unmarshal(three, &ofThree); err != nil {
			panic(err)
		}
		if err := v4.Unmarshal(four, &ofFour); err != nil {
			panic(err)
		}
		fmt.Printf("%q: version 3 %q (%q), version 4 %q\n", text, ofThree["note"], three, ofFour["note"])
	}
}
GO
{
  go mod init example.test/finding
  go get gopkg.in/yaml.v3@v3.0.1 go.yaml.in/yaml/v4@v4.0.0
  go mod tidy
} >go.log 2>&1 || { cat go.log; exit 1; }
seen=$(go run .)
expected='"a\nb\n": version 3 "a\nb\n" ("note: |\n    a\n    b\n"), version 4 "a\nb\n"
"\na\nb\n": version 3 "a\nb\n" ("note: |4\n    a\n    b\n"), version 4 "\na\nb\n"
"\n\n": version 3 "\n" ("note: |4+\n\n"), version 4 "\n\n"
"a\n\nb\n": version 3 "a\n\nb\n" ("note: |\n    a\n\n    b\n"), version 4 "a\n\nb\n"'
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
