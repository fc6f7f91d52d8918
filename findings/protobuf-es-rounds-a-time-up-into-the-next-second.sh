#!/usr/bin/env bash
# @bufbuild/protobuf 2.17.0 (npm) and google.golang.org/protobuf v1.36.10 (Go). A Timestamp has nanoseconds, a Date has
# milliseconds. timestampDate and timestampMs round to the nearest one, so a time with more than 999.5 ms is in the next
# second, and can be in the next minute, day or year. Go's Time.UnixMilli, and the way such times are cut nearly everywhere, goes
# down: a log's line, a deadline, or a certificate's end then differ between two programs that read the same bytes, and a
# time "now" can lie in the future.
#
# Guessed: what does not fit is cut off. Seen: 2026 in Go, 2027 in the other.
set -euo pipefail
dir=$(mktemp -d)
trap 'chmod -R u+w "$dir"; rm -rf "$dir"' EXIT
cd "$dir"
cat >look.mjs <<'JS'
import { create } from "@bufbuild/protobuf";
import { TimestampSchema, timestampDate } from "@bufbuild/protobuf/wkt";
const seconds = BigInt(Date.UTC(2026, 11, 31, 23, 59, 59) / 1000);
for (const nanos of [999_000_000, 999_499_999, 999_500_000, 999_999_999])
  console.log("npm:", nanos, timestampDate(create(TimestampSchema, { seconds, nanos })).toISOString());
JS
cat >main.go <<'GO'
package main

import (
	"fmt"
	"time"

	"google.golang.org/protobuf/types/known/timestamppb"
)

func main() {
	seconds := time.Date(2026, 12, 31, 23, 59, 59, 0, time.UTC).Unix()
	for _, nanos := range []int32{999_500_000, 999_999_999} {
		moment := &timestamppb.Timestamp{Seconds: seconds, Nanos: nanos}
		fmt.Println("Go: ", nanos, time.UnixMilli(moment.AsTime().UnixMilli()).UTC().Format("2006-01-02T15:04:05.000Z"))
	}
}
GO
{
  npm init -y
  npm install --silent --no-audit --no-fund --ignore-scripts @bufbuild/protobuf@2.17.0
  go mod init example.test/finding
  go get google.golang.org/protobuf@v1.36.10
} >set-up.log 2>&1 || { cat set-up.log; exit 1; }
seen=$(
  node look.mjs
  go run .
)
expected='npm: 999000000 2026-12-31T23:59:59.999Z
npm: 999499999 2026-12-31T23:59:59.999Z
npm: 999500000 2027-01-01T00:00:00.000Z
npm: 999999999 2027-01-01T00:00:00.000Z
Go:  999500000 2026-12-31T23:59:59.999Z
Go:  999999999 2026-12-31T23:59:59.999Z'
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
