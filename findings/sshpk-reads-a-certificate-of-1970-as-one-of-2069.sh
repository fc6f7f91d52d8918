#!/usr/bin/env bash
# sshpk 1.18.0 (npm, behind http-signature and Triton's tools; it reads the Ed25519 certificates that Talos makes, which node-forge does
# not). RFC 5280 gives years of two digits from 50 on to the last century. sshpk adds 1999 to those from 60 on: 1970 is 2069. A machine
# without a clock of its own starts in 1970, and what it signs until it has the time is long over for everybody else; here it has not
# begun, and ends in 2070. Each moment also has the milliseconds of when it was read, so that one certificate, read twice, has two ends,
# and neither is the one it has.
#
# Guessed: what OpenSSL reads. Seen: 99 years more, and milliseconds, which no certificate has.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
{
  npm init -y
  npm install --silent --no-audit --no-fund --ignore-scripts sshpk@1.18.0 node-forge@1.4.0
} >set-up.log 2>&1 || { cat set-up.log; exit 1; }
cat >look.mjs <<'JS'
import { X509Certificate } from "node:crypto";
import forge from "node-forge";
import sshpk from "sshpk";
const keys = forge.pki.rsa.generateKeyPair(2048);
const name = [{ name: "organizationName", value: "os:reader" }];
for (const [from, to] of [["1970-01-01", "1971-01-01"], ["2026-11-30", "2027-11-30"]]) {
  const certificate = forge.pki.createCertificate();
  certificate.publicKey = keys.publicKey;
  certificate.serialNumber = "01";
  certificate.validity.notBefore = new Date(from);
  certificate.validity.notAfter = new Date(to);
  certificate.setSubject(name);
  certificate.setIssuer(name);
  certificate.sign(keys.privateKey, forge.md.sha256.create());
  const pem = forge.pki.certificateToPem(certificate);
  const ends = [];
  while (new Set(ends).size < 2 && ends.length < 1e5) ends.push(sshpk.parseCertificate(pem, "pem").validUntil.toISOString());
  console.log(`until ${to}: OpenSSL ${new Date(new X509Certificate(pem).validTo).toISOString()}, sshpk ${ends[0].slice(0, 19)}, ${new Set(ends).size} ends`);
}
JS
seen=$(node look.mjs)
expected='until 1971-01-01: OpenSSL 1971-01-01T00:00:00.000Z, sshpk 2070-01-01T00:00:00, 2 ends
until 2027-11-30: OpenSSL 2027-11-30T00:00:00.000Z, sshpk 2027-11-30T00:00:00, 2 ends'
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
