#!/usr/bin/env bash
# headers-polyfill 5.0.1 (npm). headersToObject and headersToList turn a value with a comma into a list of values. Their
# only exception is `user-agent`. The comma of an HTTP date is no separator, nor is the one inside a challenge: `Date`,
# `Expires` and `Last-Modified` come out as a day of the week and a rest, `WWW-Authenticate` as two halves of one challenge.
#
# Guessed: fields that hold one value stay one value, and going there and back changes nothing. Seen: every date is an
# array, so Date.parse of it no longer works as it did.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts headers-polyfill@5.0.1

cat >look.mjs <<'JS'
import { headersToList, headersToObject } from "headers-polyfill";
const headers = new Headers({
  "last-modified": "Wed, 21 Oct 2026 07:28:00 GMT",
  "user-agent": "lab (one, two)",
  "www-authenticate": 'Digest realm="lab", nonce="1"',
});
for (const [name, value] of Object.entries(headersToObject(headers))) console.log(`${name}: ${JSON.stringify(value)}`);
console.log("as a list:", JSON.stringify(headersToList(headers).find(([name]) => name === "last-modified")[1]));
JS

seen=$(node look.mjs)
expected='last-modified: ["Wed","21 Oct 2026 07:28:00 GMT"]
user-agent: "lab (one, two)"
www-authenticate: ["Digest realm=\"lab\"","nonce=\"1\""]
as a list: ["Wed","21 Oct 2026 07:28:00 GMT"]'
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
