#!/usr/bin/env bash
# Talos' own client (Go module github.com/siderolabs/talos/pkg/machinery v1.12.0, on grpc v1.76.0). One endpoint becomes a
# target of gRPC's DNS resolver, two or more a target of Talos' own, which resolves nothing. So what a dialer (and with it a
# proxy, NO_PROXY, a SOCKS server that alone knows the cluster's zone) is given depends on the number of endpoints: an
# address for one, the name for two. A name that only the proxy can resolve works as soon as it is written twice.
#
# Guessed: a second endpoint changes nothing about the first. Seen: `localhost` is 127.0.0.1 alone, and localhost in a list.
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
	"strings"
	"sync"
	"time"

	"github.com/siderolabs/talos/pkg/machinery/client"
	"google.golang.org/grpc"
)

func main() {
	for _, endpoints := range [][]string{{"localhost"}, {"localhost", "localhost"}} {
		var lock sync.Mutex
		var dialed []string
		c, err := client.New(context.Background(), client.WithEndpoints(endpoints...), client.WithTLSConfig(&tls.Config{}),
			client.WithGRPCDialOptions(grpc.WithContextDialer(func(_ context.Context, address string) (net.Conn, error) {
				lock.Lock()
				defer lock.Unlock()
				if !strings.HasPrefix(address, "[") { // a machine may have ::1 for the same name
					dialed = append(dialed, address)
				}
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
		fmt.Printf("%q: the dialer gets %q\n", endpoints, slices.Compact(dialed))
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
expected='["localhost"]: the dialer gets ["127.0.0.1:50000"]
["localhost" "localhost"]: the dialer gets ["localhost:50000"]'
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
