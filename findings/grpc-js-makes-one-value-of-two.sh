#!/usr/bin/env bash
# @grpc/grpc-js 1.14.7 (npm) and google.golang.org/grpc v1.85.0 (Go). Metadata may have a name several times; Metadata.add() and
# get(), which answers with a list, say so, and Talos' `nodes` is such a name. Sent it is two fields. On the way in Node's http2
# joins fields of one name with a comma, and grpc-js gives the text as the list's one value, so the server of a list of two nodes
# sees one node, "a, b", and cannot tell it from a value that has a comma. Names that end in -bin are taken apart again.
#
# Guessed: what add() put in twice get() gives twice, as in Go. Seen: one value, from its own client and from grpc-go's.
set -euo pipefail
dir=$(mktemp -d)
trap 'kill "$server" 2>/dev/null || true; chmod -R u+w "$dir"; rm -rf "$dir"' EXIT
cd "$dir"
cat >serve.cjs <<'JS'
const grpc = require("@grpc/grpc-js");
const bytes = (value) => value;
const read = {
  ...{ path: "/lab.Lab/Read", requestStream: false, responseStream: false },
  ...{ requestSerialize: bytes, requestDeserialize: bytes, responseSerialize: bytes, responseDeserialize: bytes },
};
const server = new grpc.Server();
server.addService({ read }, {
  read(call, done) {
    const [nodes, ids] = [call.metadata.get("nodes"), call.metadata.get("id-bin")];
    console.log(`from ${call.metadata.get("client")}: ${nodes.length} nodes ${JSON.stringify(nodes)}, ${ids.length} ids`);
    done(null, Buffer.alloc(0));
  },
});
server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (_, port) => {
  require("fs").writeFileSync("port", `${port}`);
  const metadata = new grpc.Metadata();
  metadata.add("client", "grpc-js");
  for (const node of ["10.0.0.1", "10.0.0.2"]) metadata.add("nodes", node);
  for (const id of [1, 2]) metadata.add("id-bin", Buffer.from([id]));
  const client = new grpc.Client(`127.0.0.1:${port}`, grpc.credentials.createInsecure());
  client.makeUnaryRequest(read.path, bytes, bytes, Buffer.alloc(0), metadata, () => require("fs").writeFileSync("done", ""));
});
JS
cat >main.go <<'GO'
package main

import (
	"context"
	"os"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/metadata"
	"google.golang.org/protobuf/types/known/emptypb"
)

func main() {
	conn, err := grpc.NewClient("127.0.0.1:"+os.Args[1], grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		panic(err)
	}
	ctx := metadata.AppendToOutgoingContext(context.Background(), "client", "grpc-go", "nodes", "10.0.0.1", "nodes", "10.0.0.2", "id-bin", "1", "id-bin", "2")
	if err := conn.Invoke(ctx, "/lab.Lab/Read", &emptypb.Empty{}, &emptypb.Empty{}); err != nil {
		panic(err)
	}
}
GO
{
  npm init -y
  npm install --silent --no-audit --no-fund --ignore-scripts @grpc/grpc-js@1.14.7
  go mod init example.test/finding
  go get google.golang.org/grpc@v1.85.0
  go mod tidy
} >set-up.log 2>&1 || { cat set-up.log; exit 1; }
timeout 100 node serve.cjs >seen & server=$!
until [ -e done ]; do kill -0 "$server"; sleep 0.1; done
go run . "$(cat port)"
seen=$(cat seen)
expected='from grpc-js: 1 nodes ["10.0.0.1, 10.0.0.2"], 2 ids
from grpc-go: 1 nodes ["10.0.0.1, 10.0.0.2"], 2 ids'
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
