#!/usr/bin/env bash
# json-canonicalize 3.0.1 and canonicalize 4.0.0 (npm), both for RFC 8785, by which a signature is made over JSON. An object may say
# by toJSON what stands for it in JSON. json-canonicalize hands such an object to JSON.stringify: its keys stay in the order
# in which they were made, on that level and below, so two equal objects have two "canonical" texts. canonicalize sorts them.
# Both write a function or a symbol in an object, which JSON.stringify leaves out, as `undefined`: what comes out is no JSON.
#
# Guessed: the canonical text of a value is the sorted text of what JSON.stringify gives for it. Seen: neither library does that.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
{
  npm init -y
  npm install --silent --no-audit --no-fund --ignore-scripts json-canonicalize@3.0.1 canonicalize@4.0.0
} >set-up.log 2>&1 || { cat set-up.log; exit 1; }
cat >look.mjs <<'JS'
import canonicalize from "canonicalize";
import { canonicalize as jsonCanonicalize } from "json-canonicalize";
const receipt = { toJSON: () => ({ to: "lab", at: { z: 1, a: 2 } }) };
const entry = { name: "lab", open() {} };
for (const [name, write] of Object.entries({ "JSON.stringify": JSON.stringify, canonicalize, "json-canonicalize": jsonCanonicalize }))
  console.log(`${name}: ${write({ receipt })} ${write(entry)}`);
JS
seen=$(node look.mjs)
expected='JSON.stringify: {"receipt":{"to":"lab","at":{"z":1,"a":2}}} {"name":"lab"}
canonicalize: {"receipt":{"at":{"a":2,"z":1},"to":"lab"}} {"name":"lab","open":undefined}
json-canonicalize: {"receipt":{"to":"lab","at":{"z":1,"a":2}}} {"name":"lab","open":undefined}'
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
