#!/usr/bin/env bash
# Talos' own dialer (Go module github.com/siderolabs/talos/pkg/machinery v1.12.0). It connects to the proxy of HTTPS_PROXY, and
# then looks at the scheme. For `socks5://` it hands over to a SOCKS client, which makes a connection of its own: the
# first one stays open, without a byte, until the proxy or the garbage collector ends it. A proxy that counts connections
# per client counts two for each call.
#
# Guessed: one connection to the proxy for one to the node. Seen: two, and the first says nothing.
set -euo pipefail
dir=$(mktemp -d)
trap 'chmod -R u+w "$dir"; rm -rf "$dir"' EXIT
cd "$dir"
cat >main.go <<'GO'
package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"time"

	"github.com/siderolabs/talos/pkg/machinery/client/dialer"
)

func main() {
	time.AfterFunc(time.Minute, func() { os.Exit(1) })
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	accepted := make(chan net.Conn, 10)
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			accepted <- conn
		}
	}()
	os.Setenv("HTTPS_PROXY", "socks5://"+listener.Addr().String())
	os.Unsetenv("NO_PROXY")
	os.Unsetenv("no_proxy")
	go func() { _, _ = dialer.DynamicProxyDialer(context.Background(), "192.0.2.1:50000") }()
	for _, name := range []string{"first", "second"} {
		conn := <-accepted
		conn.SetReadDeadline(time.Now().Add(3 * time.Second))
		bytes := make([]byte, 3)
		n, err := conn.Read(bytes)
		fmt.Printf("%s connection: %x, open and silent: %v\n", name, bytes[:n], errors.Is(err, os.ErrDeadlineExceeded))
	}
}
GO
{
  go mod init example.test/finding
  go get github.com/siderolabs/talos/pkg/machinery@v1.12.0
  go mod tidy
} >go.log 2>&1 || { cat go.log; exit 1; }
seen=$(go run .)
expected='first connection: , open and silent: true
second connection: 050100, open and silent: false'
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
