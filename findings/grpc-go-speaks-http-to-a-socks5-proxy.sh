#!/usr/bin/env bash
# google.golang.org/grpc v1.85.0 (Go 1.26). It takes its proxy from HTTPS_PROXY, as net/http does, and by the same function.
# But where net/http speaks SOCKS to `socks5://`, grpc-go looks at the host alone: the SOCKS server gets the text of an HTTP
# CONNECT. So one value of the variable serves a program's HTTPS requests and breaks its gRPC calls.
#
# Guessed: what one half of a Go program does with a proxy's scheme, the other half does too, or it says that it cannot. Seen:
# the first bytes that the proxy gets from each.
set -euo pipefail
dir=$(mktemp -d)
trap 'chmod -R u+w "$dir"; rm -rf "$dir"' EXIT
cd "$dir"
cat >main.go <<'GO'
package main

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/protobuf/types/known/emptypb"
)

func main() {
	time.AfterFunc(time.Minute, func() { os.Exit(1) })
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	first := make(chan string, 100)
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			bytes := make([]byte, 64)
			n, _ := conn.Read(bytes)
			first <- fmt.Sprintf("%.7q", bytes[:n])
			conn.Close()
		}
	}()
	os.Setenv("HTTPS_PROXY", "socks5://"+listener.Addr().String())
	os.Unsetenv("NO_PROXY")
	os.Unsetenv("no_proxy")
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()

	request, _ := http.NewRequestWithContext(ctx, http.MethodGet, "https://cp.example.test:50000/", nil)
	_, _ = http.DefaultClient.Do(request)
	fmt.Println("net/http:", <-first)

	conn, err := grpc.NewClient("cp.example.test:50000", grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		panic(err)
	}
	_ = conn.Invoke(ctx, "/lab.Lab/Read", &emptypb.Empty{}, &emptypb.Empty{})
	fmt.Println("grpc-go: ", <-first)
}
GO
{
  go mod init example.test/finding
  go get google.golang.org/grpc@v1.85.0
  go mod tidy
} >go.log 2>&1 || { cat go.log; exit 1; }
seen=$(go run .)
expected='net/http: "\x05\x01\x00"
grpc-go:  "CONNECT"'
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
