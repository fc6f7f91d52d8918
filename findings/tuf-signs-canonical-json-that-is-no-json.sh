#!/usr/bin/env bash
# The canonical JSON of TUF and in-toto, which their signatures are made over: go-securesystemslib v0.11.1 (Go, package cjson) and
# securesystemslib 1.6.0 (PyPI). Only the quotation mark and the backslash are escaped; a line end or a tab in a text stands there as it
# is, which JSON forbids. So what was signed cannot be read back by a reader of JSON, not by that of the same language either,
# and it is other bytes than those of RFC 8785 (rfc8785 0.1.4, PyPI). canonicaljson 2.0.0 (PyPI, Matrix) is JSON, and a
# third form: its 1.0 stays 1.0, and its keys are in another order once a character needs two units in UTF-16.
#
# Guessed: canonical JSON is JSON, and one canonical text. Seen: three, one of which no reader of JSON takes.
set -euo pipefail
dir=$(mktemp -d)
trap 'chmod -R u+w "$dir"; rm -rf "$dir"' EXIT
cd "$dir"
cat >main.go <<'GO'
package main

import (
	"encoding/json"
	"fmt"

	"github.com/secure-systems-lab/go-securesystemslib/cjson"
)

func main() {
	text, err := cjson.EncodeCanonical(map[string]any{"note": "two\nlines"})
	fmt.Printf("Go writes %q, error %v\n", text, err)
	fmt.Printf("Go reads: %v\n", json.Unmarshal(text, new(any)))
}
GO
cat >look.py <<'PY'
import json
import canonicaljson
import rfc8785
from securesystemslib.formats import encode_canonical

value = {"note": "two\nlines"}
text = encode_canonical(value)
print(f"Python writes {text!r}")
try:
    json.loads(text)
except ValueError as error:
    print(f"Python reads: {error}")
print(f"RFC 8785: {rfc8785.dumps(value)}, Matrix: {canonicaljson.encode_canonical_json(value)}")
value = {"\uff5e": 1.0, "\U00020000": 2}
print(f"RFC 8785: {ascii(rfc8785.dumps(value).decode())}, Matrix: {ascii(canonicaljson.encode_canonical_json(value).decode())}")
PY
{
  go mod init example.test/finding
  go get github.com/secure-systems-lab/go-securesystemslib@v0.11.1
  go build -o look .
  python3 -m venv python
  python/bin/pip install --quiet --disable-pip-version-check securesystemslib==1.6.0 canonicaljson==2.0.0 rfc8785==0.1.4
} >set-up.log 2>&1 || { cat set-up.log; exit 1; }
seen=$(
  ./look
  python/bin/python look.py
)
expected=$(
  cat <<'TEXT'
Go writes "{\"note\":\"two\nlines\"}", error <nil>
Go reads: invalid character '\n' in string literal
Python writes '{"note":"two\nlines"}'
Python reads: Invalid control character at: line 1 column 13 (char 12)
RFC 8785: b'{"note":"two\\nlines"}', Matrix: b'{"note":"two\\nlines"}'
RFC 8785: '{"\U00020000":2,"\uff5e":1}', Matrix: '{"\uff5e":1.0,"\U00020000":2}'
TEXT
)
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
