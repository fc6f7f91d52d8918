#!/usr/bin/env bash
# Talos' own client (Go module github.com/siderolabs/talos/pkg/machinery v1.12.0). An endpoint may be a URL, so each one is
# parsed as one first. A name with an empty port, `cp.example.test:`, which net.SplitHostPort takes, is for net/url a scheme
# without anything behind it. The host is then empty, the default port is added to it, and an empty host is this machine: the
# client speaks to whatever listens on 50000 here. With a digit in front it is no scheme, and an address keeps its host.
#
# Guessed: the default port of that host, or an error. Seen: a connection to 127.0.0.1:50000.
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
	for _, endpoints := range [][]string{{"cp.example.test:"}, {"cp.example.test:", "192.0.2.1:"}} {
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
		_, _ = c.Version(ctx)
		cancel()
		_ = c.Close()
		lock.Lock()
		slices.Sort(dialed)
		fmt.Printf("%q: dials %q\n", endpoints, slices.Compact(dialed))
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
expected='["cp.example.test:"]: dials ["127.0.0.1:50000"]
["cp.example.test:" "192.0.2.1:"]: dials ["192.0.2.1:" ":50000"]'
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
