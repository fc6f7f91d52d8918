#!/usr/bin/env bash
# github.com/goccy/go-yaml v1.19.2 (Go), which projects take in place of the archived yaml.v3. Marshal writes a text with a tab in it
# bare, and Unmarshal of the same version reads it without the tab, where yaml.v3 v3.0.1 reads it with. Blanks at the end of the last line
# are left out, "\t" is null, and the text ".NaN" is a number. A text that begins with a blank line and an indented one
# is written so that neither can read it back.
#
# Guessed: Unmarshal gives what Marshal was given. Seen: other texts, and an error, for strings of a shell script or a table.
set -euo pipefail
dir=$(mktemp -d)
trap 'chmod -R u+w "$dir"; rm -rf "$dir"' EXIT
cd "$dir"
cat >main.go <<'GO'
package main

import (
	"fmt"

	goccy "github.com/goccy/go-yaml"
	"gopkg.in/yaml.v3"
)

func main() {
	for _, text := range []string{"one\ttwo", "one\ntwo  \n", "\t", ".NaN", "\n  one\ntwo\n"} {
		written, err := goccy.Marshal(map[string]string{"k": text})
		if err != nil {
			panic(err)
		}
		var read, other map[string]any
		err = goccy.Unmarshal(written, &read)
		errOther := yaml.Unmarshal(written, &other)
		fmt.Printf("%-16q goccy %#v, %t; yaml.v3 %#v, %t\n", text, read["k"], err == nil, other["k"], errOther == nil)
	}
}
GO
{
  go mod init example.test/finding
  go get github.com/goccy/go-yaml@v1.19.2 gopkg.in/yaml.v3@v3.0.1
  go build -o look .
} >set-up.log 2>&1 || { cat set-up.log; exit 1; }
seen=$(./look)
expected='"one\ttwo"       goccy "onetwo", true; yaml.v3 "one\ttwo", true
"one\ntwo  \n"   goccy "one\ntwo\n", true; yaml.v3 "one\ntwo\n", true
"\t"             goccy <nil>, true; yaml.v3 <nil>, true
".NaN"           goccy NaN, true; yaml.v3 NaN, true
"\n  one\ntwo\n" goccy <nil>, false; yaml.v3 <nil>, false'
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
