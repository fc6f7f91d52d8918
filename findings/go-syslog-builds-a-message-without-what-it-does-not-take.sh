#!/usr/bin/env bash
# github.com/leodido/go-syslog v4.6.0 (Go, behind Telegraf and the collector of OpenTelemetry), which also builds messages of RFC 5424. Its setters give back
# the message, not an error. SetTimestamp with what time.RFC3339Nano writes (nine digits; the RFC allows six) leaves no time,
# SetAppname with a blank no name, SetParameter with a quotation mark that is not escaped yet an empty value: a
# message whose text says the rest and whose fields are "-" and "". Valid() says true, String() no error.
#
# Guessed: the builder escapes, shortens, or refuses. Seen: a valid line without the time and the value.
set -euo pipefail
dir=$(mktemp -d)
trap 'chmod -R u+w "$dir"; rm -rf "$dir"' EXIT
cd "$dir"
cat >main.go <<'GO'
package main

import (
	"fmt"

	"github.com/leodido/go-syslog/v4/rfc5424"
)

func build(at, app, value string) {
	message := &rfc5424.SyslogMessage{}
	message.SetPriority(14)
	message.SetVersion(1)
	message.SetTimestamp(at)
	message.SetHostname("lab")
	message.SetAppname(app)
	message.SetParameter("request@32473", "path", value)
	message.SetMessage("opened")
	text, err := message.String()
	fmt.Printf("%s\n  valid %t, error %v\n", text, message.Valid(), err)
}

func main() {
	build("2026-11-30T10:00:00.123456Z", "vault", `C:\\keys \"old\"`)
	build("2026-11-30T10:00:00.123456789Z", "vault", "keys")
	build("2026-11-30T10:00:00Z", "the vault", `C:\keys "old"`)
}
GO
{
  go mod init example.test/finding
  go get github.com/leodido/go-syslog/v4@v4.6.0
  go build -o look .
} >set-up.log 2>&1 || { cat set-up.log; exit 1; }
seen=$(./look)
expected='<14>1 2026-11-30T10:00:00.123456Z lab vault - - [request@32473 path="C:\\keys \"old\""] opened
  valid true, error <nil>
<14>1 - lab vault - - [request@32473 path="keys"] opened
  valid true, error <nil>
<14>1 2026-11-30T10:00:00Z lab - - - [request@32473 path=""] opened
  valid true, error <nil>'
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
