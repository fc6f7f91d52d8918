#!/usr/bin/env bash
# valibot 1.5.0 and zod 4.6.7 (npm). A schema is where a program first looks at what it was given, a key that was pasted badly
# among it. valibot's message repeats the text that did not fit, for a type, a choice, a pattern, a format or a start; it is
# the message of the error that v.parse throws, so it comes to logs and screens. (A length is told by numbers.) zod's messages and issues say what was expected and nothing of what was given.
#
# Guessed: a message says what was expected, and perhaps of which type the value was. Seen: the secret, in five of six.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
{
  npm init -y
  npm install --silent --no-audit --no-fund --ignore-scripts valibot@1.5.0 zod@4.6.7
} >set-up.log 2>&1 || { cat set-up.log; exit 1; }
cat >look.mjs <<'JS'
import * as v from "valibot";
import { z } from "zod";
const given = "correct horse";
const schemas = {
  pattern: [v.pipe(v.string(), v.regex(/^AGE-SECRET-KEY-/)), z.string().regex(/^AGE-SECRET-KEY-/)],
  start: [v.pipe(v.string(), v.startsWith("AGE-SECRET-KEY-1")), z.string().startsWith("AGE-SECRET-KEY-1")],
  format: [v.pipe(v.string(), v.base64()), z.base64()],
  type: [v.number(), z.number()],
  choice: [v.picklist(["file", "fd"]), z.enum(["file", "fd"])],
  length: [v.pipe(v.string(), v.length(74)), z.string().length(74)],
};
for (const [name, [ofValibot, ofZod]] of Object.entries(schemas)) {
  const { message } = v.safeParse(ofValibot, given).issues[0];
  const has = (text) => (text.includes(given) ? "has it" : "has it not");
  console.log(`${name}: ${message}; zod ${has(JSON.stringify(ofZod.safeParse(given).error))}`);
}
JS
seen=$(node look.mjs)
expected='pattern: Invalid format: Expected /^AGE-SECRET-KEY-/ but received "correct horse"; zod has it not
start: Invalid start: Expected "AGE-SECRET-KEY-1" but received "correct horse"; zod has it not
format: Invalid Base64: Received "correct horse"; zod has it not
type: Invalid type: Expected number but received "correct horse"; zod has it not
choice: Invalid type: Expected ("file" | "fd") but received "correct horse"; zod has it not
length: Invalid length: Expected 74 but received 13; zod has it not'
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
