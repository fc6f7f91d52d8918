#!/usr/bin/env bash
# jose 6.2.18 and ms 2.1.3 (npm), which read durations for tokens and for much else. "m" is a minute for them, and so is "M", which is a
# month for systemd, in ISO 8601 and in date formats: setExpirationTime("1M") makes a token that is over after sixty seconds. "1Y"
# and "1D" are a year and a day, so that the three look like one family. "1mo" is an error for jose and undefined for ms.
#
# Guessed: a month beside a year and a day, or an error. Seen: a minute.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
{
  npm init -y
  npm install --silent --no-audit --no-fund --ignore-scripts jose@6.2.18 ms@2.1.3
} >set-up.log 2>&1 || { cat set-up.log; exit 1; }
cat >look.mjs <<'JS'
import { decodeJwt, UnsecuredJWT } from "jose";
import ms from "ms";
// The moment from which both count is 0.
globalThis.Date = class extends Date {
  constructor(...from) {
    super(...(from.length === 0 ? [0] : from));
  }
};
for (const text of ["1Y", "1M", "1D", "1m", "1mo"]) {
  let seconds;
  try {
    seconds = decodeJwt(new UnsecuredJWT({}).setExpirationTime(text).encode()).exp;
  } catch (error) {
    seconds = error.message;
  }
  console.log(`${text}: jose ${seconds}, ms ${ms(text) / 1000}`);
}
JS
seen=$(node look.mjs)
expected='1Y: jose 31557600, ms 31557600
1M: jose 60, ms 60
1D: jose 86400, ms 86400
1m: jose 60, ms 60
1mo: jose Invalid time period format, ms NaN'
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
