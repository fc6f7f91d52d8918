#!/usr/bin/env bash
# github.com/joho/godotenv v1.5.1 (Go). Marshal and Write take a map of texts and quote each value, but for those that strconv.Atoi takes:
# these are written as the number that they are. `012345678901` (an account of AWS), `0042` (a PIN) and `+4930` come
# back from the same library's Unmarshal without their first sign; `00` is "0". Nothing fails. Texts with a dot, a
# letter or more digits than an int has are quoted and come back as they were.
#
# Guessed: what goes in comes out, since all values are texts. Seen: four of six do not.
set -euo pipefail
dir=$(mktemp -d)
trap 'chmod -R u+w "$dir"; rm -rf "$dir"' EXIT
cd "$dir"
cat >main.go <<'GO'
package main

import (
	"fmt"

	"github.com/joho/godotenv"
)

func main() {
	for _, value := range []string{"012345678901", "0042", "+4930", "00", "1.10", "0x1F"} {
		text, err := godotenv.Marshal(map[string]string{"A": value})
		if err != nil {
			panic(err)
		}
		read, err := godotenv.Unmarshal(text)
		if err != nil {
			panic(err)
		}
		fmt.Printf("%s: %s, read %s\n", value, text, read["A"])
	}
}
GO
{
  go mod init example.test/finding
  go get github.com/joho/godotenv@v1.5.1
  go mod tidy
} >go.log 2>&1 || { cat go.log; exit 1; }
seen=$(go run .)
expected='012345678901: A=12345678901, read 12345678901
0042: A=42, read 42
+4930: A=4930, read 4930
00: A=0, read 0
1.10: A="1.10", read 1.10
0x1F: A="0x1F", read 0x1F'
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
