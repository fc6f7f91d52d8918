#!/usr/bin/env bash
# socks 2.8.11 (npm) and golang.org/x/net v0.47.0 (Go), both to a SOCKS5 server. `::ffff:192.0.2.1` is an IPv4 address in IPv6
# clothes. Go's client undresses it and asks for address type 1 (IPv4), as its dialer does without a proxy; socks asks for type
# 4 (IPv6) with the sixteen bytes. A proxy without IPv6, or with rules for IPv4 networks, lets one client through and
# refuses the other, for the same destination.
#
# Guessed: two clients of one protocol ask for one address alike. Seen: types 1 and 4.
set -euo pipefail
dir=$(mktemp -d)
trap 'chmod -R u+w "$dir"; rm -rf "$dir"' EXIT
cd "$dir"
cat >look.mjs <<'JS'
import { createServer } from "node:net";
import { SocksClient } from "socks";
const server = createServer((client) =>
  client.once("data", () => {
    client.write(Buffer.from([5, 0]));
    client.once("data", (request) => {
      console.log("socks:", request.toString("hex"));
      client.destroy();
    });
  }),
);
await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
await SocksClient.createConnection({
  proxy: { host: "127.0.0.1", port: server.address().port, type: 5 },
  command: "connect",
  destination: { host: "::ffff:192.0.2.1", port: 50000 },
  timeout: 10_000,
}).catch(() => undefined);
process.exit();
JS
cat >main.go <<'GO'
package main

import (
	"fmt"
	"io"
	"net"

	"golang.org/x/net/proxy"
)

func main() {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		client, err := listener.Accept()
		if err != nil {
			panic(err)
		}
		defer client.Close()
		bytes := make([]byte, 64)
		if _, err := io.ReadFull(client, bytes[:3]); err != nil {
			panic(err)
		}
		if _, err := client.Write([]byte{5, 0}); err != nil {
			panic(err)
		}
		n, _ := client.Read(bytes)
		fmt.Printf("x/net: %x\n", bytes[:n])
	}()
	dialer, err := proxy.SOCKS5("tcp", listener.Addr().String(), nil, nil)
	if err != nil {
		panic(err)
	}
	_, _ = dialer.Dial("tcp", "[::ffff:192.0.2.1]:50000")
	<-done
}
GO
{
  npm init -y
  npm install --silent --no-audit --no-fund --ignore-scripts socks@2.8.11
  go mod init example.test/finding
  go get golang.org/x/net@v0.47.0
} >set-up.log 2>&1 || { cat set-up.log; exit 1; }
seen=$(
  timeout 60 node look.mjs
  go run .
)
expected='socks: 0501000400000000000000000000ffffc0000201c350
x/net: 05010001c0000201c350'
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
