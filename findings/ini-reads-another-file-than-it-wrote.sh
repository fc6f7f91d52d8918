#!/usr/bin/env bash
# ini 6.0.0 (npm), which reads and writes .npmrc and the INI files of many programs, beside Python's configparser. stringify escapes what has a
# meaning in the format, and parse of the same version does not give it back: a password `a\;b` loses all behind the backslash, since
# the backslash itself is not escaped; the texts "true" and "null" are written bare and become a boolean and null; an entry whose
# name has an equals sign is put into quotes, which parse does not know for names, so that name and value are cut elsewhere; a
# name that ends in [] makes a list. configparser writes and reads all of the values.
#
# Guessed: parse(stringify(x)) has the texts of x, where stringify takes such care. Seen: one of six.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
cat >look.mjs <<'JS'
import { parse, stringify } from "ini";
for (const entry of [{ word: "a;b" }, { word: "a\\;b" }, { word: "true" }, { word: "null" }, { "a=b": "c" }, { "a[]": "c" }]) {
  const { lab } = parse(stringify({ lab: entry }));
  console.log(JSON.stringify(entry), "is", JSON.stringify(lab));
}
JS
cat >look.py <<'PY'
import configparser, io
for word in ["a;b", "a\\;b", "true", "null"]:
    written, read = (configparser.ConfigParser(interpolation=None) for _ in range(2))
    written["lab"] = {"word": word}
    written.write(text := io.StringIO())
    read.read_string(text.getvalue())
    print(word, "is", read["lab"]["word"])
PY
{
  npm init -y
  npm install --silent --no-audit --no-fund --ignore-scripts ini@6.0.0
} >set-up.log 2>&1 || { cat set-up.log; exit 1; }
seen=$(
  node look.mjs
  echo "configparser:"
  python3 look.py
)
expected='{"word":"a;b"} is {"word":"a;b"}
{"word":"a\\;b"} is {"word":"a\\"}
{"word":"true"} is {"word":true}
{"word":"null"} is {"word":null}
{"a=b":"c"} is {"\"a":"b\"=c"}
{"a[]":"c"} is {"a":["c"]}
configparser:
a;b is a;b
a\;b is a\;b
true is true
null is null'
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
