#!/usr/bin/env bash
# @grpc/grpc-js 1.14.7 (npm) and google.golang.org/grpc v1.85.0 (Go), a call to port 50000 with TLS. grpc-go reads HTTPS_PROXY, and
# https_proxy where that is not set. grpc-js reads small letters alone, so with the spelling that most documents give its calls go
# directly, or nowhere. In turn it sends calls with TLS to the proxy of `http_proxy`, which is for plain HTTP everywhere else
# (curl, Go, Python).
#
# Guessed: both spellings, and http_proxy only for plain HTTP. Seen: of three variables the two agree on one.
set -euo pipefail
dir=$(mktemp -d)
trap 'chmod -R u+w "$dir"; rm -rf "$dir"' EXIT
cd "$dir"
cat >proxy.cjs <<'JS'
// Starts what the arguments name with VARIABLE as this proxy, and says whether the proxy was asked.
const { spawn } = require("node:child_process");
const [variable, name, ...command] = process.argv.slice(2);
let asked = "";
const proxy = require("node:net").createServer((socket) => {
  socket.on("error", () => {});
  socket.once("data", (first) => {
    asked = `${first}`.split(" ")[0];
    socket.destroy();
  });
});
proxy.listen(0, "127.0.0.1", () => {
  const env = { PATH: process.env.PATH, HOME: process.env.HOME, [variable]: `http://127.0.0.1:${proxy.address().port}` };
  spawn(command[0], command.slice(1), { env, stdio: "ignore" }).on("close", () => {
    console.log(`${variable}: ${name} ${asked || "asks nobody"}`);
    process.exit();
  });
});
JS
cat >call.cjs <<'JS'
const grpc = require("@grpc/grpc-js");
const client = new grpc.Client("cp.example.test:50000", grpc.credentials.createSsl());
client.waitForReady(Date.now() + 3000, () => process.exit());
JS
cat >main.go <<'GO'
package main

import (
	"context"
	"crypto/tls"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials"
	"google.golang.org/protobuf/types/known/emptypb"
)

func main() {
	conn, err := grpc.NewClient("cp.example.test:50000", grpc.WithTransportCredentials(credentials.NewTLS(&tls.Config{})))
	if err != nil {
		panic(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 3*time.Second)
	defer cancel()
	_ = conn.Invoke(ctx, "/lab.Lab/Read", &emptypb.Empty{}, &emptypb.Empty{})
}
GO
{
  npm init -y
  npm install --silent --no-audit --no-fund --ignore-scripts @grpc/grpc-js@1.14.7
  go mod init example.test/finding
  go get google.golang.org/grpc@v1.85.0
  go mod tidy
  go build -o call .
} >set-up.log 2>&1 || { cat set-up.log; exit 1; }
seen=$(
  for variable in HTTPS_PROXY https_proxy http_proxy; do
    timeout 60 node proxy.cjs "$variable" grpc-go ./call
    timeout 60 node proxy.cjs "$variable" grpc-js "$(command -v node)" call.cjs
  done
)
expected='HTTPS_PROXY: grpc-go CONNECT
HTTPS_PROXY: grpc-js asks nobody
https_proxy: grpc-go CONNECT
https_proxy: grpc-js CONNECT
http_proxy: grpc-go asks nobody
http_proxy: grpc-js CONNECT'
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
