#!/usr/bin/env bash
# valibot 1.5.0 (npm). `v.record(v.string(), v.string())` takes an object from JSON whose own key is "constructor" or
# "prototype": `v.is` says that it fits, `v.parse` and `v.safeParse` succeed without an issue, and the key is not in the
# output. A label, a header or a role of that name is lost between reading and writing a file, and no schema complains.
# `v.looseObject({})` loses them as well.
#
# Guessed: the key is kept, as JSON.parse keeps it, or it is an issue. Seen: success, and the key is gone.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts valibot@1.5.0

cat >read.mjs <<'JS'
import * as v from "valibot";
const labels = v.record(v.string(), v.string());
const given = JSON.parse('{"team":"infra","constructor":"acme","prototype":"no","hasOwnProperty":"x"}');
const { success, issues, output } = v.safeParse(labels, given);
console.log("is:", v.is(labels, given), "success:", success, "issues:", issues ?? "none");
console.log("record:", Object.keys(output).join(" "));
console.log("looseObject:", Object.keys(v.parse(v.looseObject({}), given)).join(" "));
JS

seen=$(node read.mjs)
expected=$'is: true success: true issues: none\nrecord: team hasOwnProperty\nlooseObject: team hasOwnProperty'
echo "valibot 1.5.0, of the keys team, constructor, prototype and hasOwnProperty:"
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
