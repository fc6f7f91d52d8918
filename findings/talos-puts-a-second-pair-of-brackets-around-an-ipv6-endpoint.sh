#!/usr/bin/env bash
# Talos' own client (Go module github.com/siderolabs/talos/pkg/machinery v1.12.0). IPv6 addresses are written in brackets
# where a port may follow, and an endpoint may carry one. `2001:db8::1` and `[2001:db8::1]:50000` work. In `[2001:db8::1]` the
# port is missing, so it is added by net.JoinHostPort, which puts brackets around whatever has a colon: there are two pairs
# then. Alone, such an endpoint is an error of the resolver; in a list it is dialed as it stands, never with success.
#
# Guessed: brackets without a port mean the default port, as in URLs. Seen: they are the one spelling that fails.
set -euo pipefail
dir=$(mktemp -d)
trap 'chmod -R u+w "$dir"; rm -rf "$dir"' EXIT
cd "$dir"
cat >main.go <<'GO'
package main

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"slices"
	"sync"
	"time"

	"github.com/siderolabs/talos/pkg/machinery/client"
	"google.golang.org/grpc"
)

func main() {
	for _, endpoints := range [][]string{{"2001:db8::1"}, {"[2001:db8::1]:50000"}, {"[2001:db8::1]"}, {"[2001:db8::1]", "192.0.2.1"}} {
		var lock sync.Mutex
		var dialed []string
		c, err := client.New(context.Background(), client.WithEndpoints(endpoints...), client.WithTLSConfig(&tls.Config{}),
			client.WithGRPCDialOptions(grpc.WithContextDialer(func(_ context.Context, address string) (net.Conn, error) {
				lock.Lock()
				defer lock.Unlock()
				dialed = append(dialed, address)
				return nil, errors.New("not dialed here")
			})))
		if err != nil {
			panic(err)
		}
		ctx, cancel := context.WithTimeout(context.Background(), time.Second)
		_, err = c.Version(ctx)
		cancel()
		_ = c.Close()
		lock.Lock()
		slices.Sort(dialed)
		fmt.Printf("%q: dials %q\n", endpoints, slices.Compact(dialed))
		if len(dialed) == 0 {
			fmt.Println(err)
		}
		lock.Unlock()
	}
}
GO
{
  go mod init example.test/finding
  go get github.com/siderolabs/talos/pkg/machinery@v1.12.0
  go mod tidy
} >go.log 2>&1 || { cat go.log; exit 1; }
seen=$(go run .)
expected='["2001:db8::1"]: dials ["[2001:db8::1]:50000"]
["[2001:db8::1]:50000"]: dials ["[2001:db8::1]:50000"]
["[2001:db8::1]"]: dials []
failed to exit idle mode: invalid target address [[2001:db8::1]]:50000, error info: address [[2001:db8::1]]:50000:443: missing port in address
["[2001:db8::1]" "192.0.2.1"]: dials ["192.0.2.1:50000" "[[2001:db8::1]]:50000"]'
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
