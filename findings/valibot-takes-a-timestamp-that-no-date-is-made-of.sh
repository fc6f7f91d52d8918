#!/usr/bin/env bash
# valibot 1.5.0 (npm). `v.isoTimestamp()` takes an offset of hours alone (`+05`), as ISO 8601 has it; JavaScript's Date does not,
# so that what passed the schema is an Invalid Date: every comparison with it is false, and toISOString() throws a RangeError.
# It also takes the 31st of February, of which Date makes the 3rd of March, and refuses 24:00, which Date reads.
#
# Guessed: a text that fits the schema can be given to `new Date`. Seen: not with an offset of hours alone.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts valibot@1.5.0

cat >read.mjs <<'JS'
import * as v from "valibot";
const timestamp = v.pipe(v.string(), v.isoTimestamp());
for (const text of [
  "2026-11-29T12:00:00+05:00",
  "2026-11-29T12:00:00+0500",
  "2026-11-29T12:00:00+05",
  "2026-02-31T12:00:00Z",
  "2026-11-29T24:00:00Z",
]) {
  const date = new Date(text);
  const made = Number.isNaN(date.getTime()) ? "no date" : date.toISOString();
  console.log(text, v.is(timestamp, text) ? "fits" : "does not fit", "->", made);
}
JS

seen=$(node read.mjs)
expected=$'2026-11-29T12:00:00+05:00 fits -> 2026-11-29T07:00:00.000Z
2026-11-29T12:00:00+0500 fits -> 2026-11-29T07:00:00.000Z
2026-11-29T12:00:00+05 fits -> no date
2026-02-31T12:00:00Z fits -> 2026-03-03T12:00:00.000Z
2026-11-29T24:00:00Z does not fit -> 2026-11-30T00:00:00.000Z'
echo "valibot 1.5.0, timestamps and what Date makes of them:"
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
