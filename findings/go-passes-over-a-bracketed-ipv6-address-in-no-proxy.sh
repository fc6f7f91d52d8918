#!/usr/bin/env bash
# golang.org/x/net v0.47.0 (Go), http/httpproxy, which net/http, grpc-go and talosctl ask. NO_PROXY may name an IPv6 address, and,
# with a port, one in brackets. In brackets without a port, as it stands in every URL, it is neither: it becomes the name of a
# domain that no host has. There is no error, and what was to be reached directly goes to the proxy.
#
# Guessed: brackets are taken with a port and without one. Seen: three spellings of one address, and one does nothing.
set -euo pipefail
dir=$(mktemp -d)
trap 'chmod -R u+w "$dir"; rm -rf "$dir"' EXIT
cd "$dir"
cat >main.go <<'GO'
package main

import (
	"fmt"
	"net/url"

	"golang.org/x/net/http/httpproxy"
)

func main() {
	for _, spared := range []string{"2001:db8::1", "[2001:db8::1]:50000", "[2001:db8::1]"} {
		settings := httpproxy.Config{HTTPSProxy: "http://proxy.example.test:3128", NoProxy: spared}
		used, err := settings.ProxyFunc()(&url.URL{Scheme: "https", Host: "[2001:db8::1]:50000"})
		if err != nil {
			panic(err)
		}
		fmt.Printf("NO_PROXY=%s: through the proxy: %v\n", spared, used != nil)
	}
}
GO
{
  go mod init example.test/finding
  go get golang.org/x/net@v0.47.0
  go mod tidy
} >go.log 2>&1 || { cat go.log; exit 1; }
seen=$(go run .)
expected='NO_PROXY=2001:db8::1: through the proxy: false
NO_PROXY=[2001:db8::1]:50000: through the proxy: false
NO_PROXY=[2001:db8::1]: through the proxy: true'
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
