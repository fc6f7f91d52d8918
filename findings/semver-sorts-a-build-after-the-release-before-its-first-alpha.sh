#!/usr/bin/env bash
# semver 7.8.6 (npm), Masterminds/semver v3.4.0 and hashicorp/go-version v1.7.0 (Go), with the versions that `git describe` gives, as Talos'
# and many other builds have them. What stands behind the first hyphen is a prerelease for them, and one word up to the next dot.
# So three commits after the release 1.12.0 is older than its first alpha ("3-g…" comes before "alpha"), and 35 commits after alpha.0
# is newer than alpha.9, since "0-35-g…" is a word and words are above numbers. A check for "at least 1.12.0-alpha.5" takes the second
# and refuses the first.
#
# Guessed: a build stands behind what it was built after. Seen: 1.12.0-3-g… first of all, in three of three.
set -euo pipefail
dir=$(mktemp -d)
trap 'chmod -R u+w "$dir"; rm -rf "$dir"' EXIT
cd "$dir"
cat >look.mjs <<'JS'
import semver from "semver";
console.log("semver:    ", semver.sort(process.argv.slice(2)).join(" "));
JS
cat >main.go <<'GO'
package main

import (
	"fmt"
	"os"
	"sort"
	"strings"

	"github.com/Masterminds/semver/v3"
	"github.com/hashicorp/go-version"
)

func main() {
	texts := os.Args[1:]
	sort.Slice(texts, func(i, j int) bool { return semver.MustParse(texts[i]).LessThan(semver.MustParse(texts[j])) })
	fmt.Println("Masterminds:", strings.Join(texts, " "))
	sort.Slice(texts, func(i, j int) bool {
		return version.Must(version.NewVersion(texts[i])).LessThan(version.Must(version.NewVersion(texts[j])))
	})
	fmt.Println("HashiCorp:  ", strings.Join(texts, " "))
}
GO
{
  npm init -y
  npm install --silent --no-audit --no-fund --ignore-scripts semver@7.8.6
  go mod init example.test/finding
  go get github.com/Masterminds/semver/v3@v3.4.0 github.com/hashicorp/go-version@v1.7.0
  go build -o look .
} >set-up.log 2>&1 || { cat set-up.log; exit 1; }
versions="v1.12.0-alpha.0 v1.12.0-alpha.0-35-g1234567 v1.12.0-alpha.9 v1.12.0-beta.0 v1.12.0 v1.12.0-3-g1234567"
seen=$(
  node look.mjs $versions
  ./look $versions
)
order="v1.12.0-3-g1234567 v1.12.0-alpha.0 v1.12.0-alpha.9 v1.12.0-alpha.0-35-g1234567 v1.12.0-beta.0 v1.12.0"
expected="semver:     $order
Masterminds: $order
HashiCorp:   $order"
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
