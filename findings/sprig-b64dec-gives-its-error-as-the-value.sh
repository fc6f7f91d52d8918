#!/usr/bin/env bash
# github.com/Masterminds/sprig/v3 v3.3.0 (Go), the functions of Helm's templates and of many tools'. A function of a Go template may
# return an error, which ends the template, as sprig's own `fail`, `mustToDate` and `genCA` do. b64dec and b32dec
# return the error's words in the place of the decoded text: the template succeeds, and the password in what it made is
# "illegal base64 data at input byte 4". A secret that lost its padding, or is base64url, is enough. There is no `mustB64dec`.
#
# Guessed: the template fails, or the value is empty. Seen: success, and a sentence for a value.
set -euo pipefail
dir=$(mktemp -d)
trap 'chmod -R u+w "$dir"; rm -rf "$dir"' EXIT
cd "$dir"
cat >main.go <<'GO'
package main

import (
	"fmt"
	"os"
	"text/template"

	"github.com/Masterminds/sprig/v3"
)

func main() {
	const text = "{{ . }}: {{ . | b64dec | quote }}\n"
	decode := template.Must(template.New("lab").Funcs(sprig.TxtFuncMap()).Parse(text))
	for _, value := range []string{"c2VjcmV0IQ==", "c2VjcmV0IQ", "_-8=", "c2Vj cmV0"} {
		if err := decode.Execute(os.Stdout, value); err != nil {
			fmt.Println(err)
		}
	}
	_, there := sprig.TxtFuncMap()["mustB64dec"]
	fmt.Println("mustB64dec:", there)
}
GO
{
  go mod init example.test/finding
  go get github.com/Masterminds/sprig/v3@v3.3.0
  go mod tidy
} >go.log 2>&1 || { cat go.log; exit 1; }
seen=$(go run .)
expected='c2VjcmV0IQ==: "secret!"
c2VjcmV0IQ: "illegal base64 data at input byte 8"
_-8=: "illegal base64 data at input byte 0"
c2Vj cmV0: "illegal base64 data at input byte 4"
mustB64dec: false'
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
