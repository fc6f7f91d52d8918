#!/usr/bin/env bash
# csv-stringify 6.9.0 and papaparse 5.7.1 (npm). What is no string is cast to one, and csv-stringify's cast of `true` is 1 and of
# `false` nothing at all: in the file "no" is the same empty field as null, undefined and "", so that a column of answers
# ("was allowed", "is revoked") cannot be told from one that nobody filled in. A Date becomes its milliseconds since 1970.
# papaparse writes the words and the ISO text, as do Python's csv (False) and databases.
#
# Guessed: `true,false`, or `1,0`. Seen: `1` and an empty field.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
{
  npm init -y
  npm install --silent --no-audit --no-fund --ignore-scripts csv-stringify@6.9.0 papaparse@5.7.1
} >set-up.log 2>&1 || { cat set-up.log; exit 1; }
cat >write.mjs <<'JS'
import { stringify } from "csv-stringify/sync";
import Papa from "papaparse";
const row = ["lab", true, false, null, undefined, "", 0, new Date(Date.UTC(2026, 0, 1))];
console.log("csv-stringify:", stringify([row]).trim());
console.log("papaparse:", Papa.unparse([row]));
JS
seen=$(node write.mjs)
expected='csv-stringify: lab,1,,,,,0,1767225600000
papaparse: lab,true,false,,,,0,2026-01-01T00:00:00.000Z'
echo "of lab, true, false, null, undefined, empty text, 0 and a date:"
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
