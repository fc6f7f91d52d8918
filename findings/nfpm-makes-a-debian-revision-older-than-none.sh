#!/usr/bin/env bash
# github.com/goreleaser/nfpm v2.41.1 (Go), which makes .deb and .rpm files for GoReleaser. A `version: 1.2.3-4`, the fourth packaging of 1.2.3 as
# Debian writes it, is read as a version of semver, whose `-4` is a prerelease: the package is 1.2.3~4, which dpkg sorts
# before 1.2.3: who has 1.2.3 is never offered it. A date as version, 2026.11, becomes 2026.11.0, and 20261130 becomes 20261130.0.0, so that the
# file has another name than the release; 1.2.3+dfsg-1 and 1.2.3.4 stay as they are.
#
# Guessed: a Debian version in a maker of Debian packages is that version. Seen: an older one.
set -euo pipefail
dir=$(mktemp -d)
trap 'chmod -R u+w "$dir"; rm -rf "$dir"' EXIT
cd "$dir"
cat >main.go <<'GO'
package main

import (
	"os"

	"github.com/goreleaser/nfpm/v2"
	"github.com/goreleaser/nfpm/v2/deb"
)

func main() {
	for _, version := range os.Args[1:] {
		info := nfpm.WithDefaults(&nfpm.Info{Name: "lab", Version: version, Arch: "amd64", Maintainer: "Ada <ada@example.test>", Description: "lab"})
		file, err := os.Create(version + ".deb")
		if err != nil {
			panic(err)
		}
		if err := deb.Default.Package(info, file); err != nil {
			panic(err)
		}
	}
}
GO
{
  go mod init example.test/finding
  go get github.com/goreleaser/nfpm/v2@v2.41.1
  go mod tidy
  go build -o look .
} >set-up.log 2>&1 || { cat set-up.log; exit 1; }
versions=(1.2.3 1.2.3-4 2026.11 20261130 1.2.3+dfsg-1 1.2.3.4)
seen=$(
  ./look "${versions[@]}"
  for version in "${versions[@]}"; do
    made=$(dpkg-deb --field "$version.deb" Version)
    echo "$version: $made$(dpkg --compare-versions "$made" lt 1.2.3 && echo ", older than 1.2.3" || true)"
  done
)
expected='1.2.3: 1.2.3
1.2.3-4: 1.2.3~4, older than 1.2.3
2026.11: 2026.11.0
20261130: 20261130.0.0
1.2.3+dfsg-1: 1.2.3+dfsg-1
1.2.3.4: 1.2.3.4'
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
