#!/usr/bin/env bash
# google.golang.org/grpc v1.85.0 (Go 1.26). A link-local address needs its zone, and net.Dial, net.SplitHostPort and
# netip.ParseAddrPort take `[fe80::1%eth0]:50000`. A target of grpc-go is parsed as a URL also where it is only host and port,
# with every scheme: `%et` is no escape, so the client is not even made. The URL's own spelling, `%25eth0`, works in
# grpc-go, and names an interface "25eth0" for everybody else: no text serves both.
#
# Guessed: what net.Dial takes as an address is a target of gRPC. Seen: an error about URLs for an address without one.
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
	"net/netip"
	"os"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/protobuf/types/known/emptypb"
)

func main() {
	time.AfterFunc(time.Minute, func() { os.Exit(1) })
	for _, target := range []string{"[fe80::1%eth0]:50000", "passthrough:///[fe80::1%eth0]:50000", "[fe80::1%25eth0]:50000"} {
		if address, err := netip.ParseAddrPort(target); err == nil {
			fmt.Printf("netip:   zone %q\n", address.Addr().Zone())
		}
		dialed := "nothing"
		conn, err := grpc.NewClient(target, grpc.WithTransportCredentials(insecure.NewCredentials()),
			grpc.WithContextDialer(func(_ context.Context, address string) (net.Conn, error) {
				dialed = address
				return nil, errors.New("not dialed here")
			}))
		if err != nil {
			fmt.Printf("grpc-go: %v\n", err)
			continue
		}
		_ = conn.Invoke(context.Background(), "/lab.Lab/Read", &emptypb.Empty{}, &emptypb.Empty{})
		conn.Close()
		fmt.Printf("grpc-go: dials %s\n", dialed)
	}
}
GO
{
  go mod init example.test/finding
  go get google.golang.org/grpc@v1.85.0
  go mod tidy
} >go.log 2>&1 || { cat go.log; exit 1; }
seen=$(go run .)
expected='netip:   zone "eth0"
grpc-go: parse "dns:///[fe80::1%eth0]:50000": invalid URL escape "%et"
grpc-go: parse "dns:///passthrough:///[fe80::1%eth0]:50000": invalid URL escape "%et"
netip:   zone "25eth0"
grpc-go: dials [fe80::1%eth0]:50000'
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
