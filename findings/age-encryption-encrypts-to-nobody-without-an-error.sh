#!/usr/bin/env bash
# age-encryption 0.3.1 (npm, "typage"). An Encrypter to which no recipient and no passphrase was added (a list of
# recipients that came out empty) encrypts all the same: a well-formed age file without a stanza. Nobody can open it, then
# or ever. Go's filippo.io/age v1.3.1 refuses the same call.
#
# Guessed: an error, as in Go. Seen: a file, whose plaintext is lost when the original goes.
set -euo pipefail
dir=$(mktemp -d)
trap 'chmod -R u+w "$dir"; rm -rf "$dir"' EXIT
cd "$dir"
cat >look.mjs <<'JS'
import { Decrypter, Encrypter, generateX25519Identity } from "age-encryption";
const encrypter = new Encrypter();
for (const recipient of []) encrypter.addRecipient(recipient);
const file = await encrypter.encrypt("the only copy");
const [version, next] = Buffer.from(file).toString("latin1").split("\n");
console.log("npm:", version, next.slice(0, 3));
const decrypter = new Decrypter();
decrypter.addIdentity(await generateX25519Identity());
console.log("npm:", await decrypter.decrypt(file, "text").catch((error) => error.message));
JS
cat >main.go <<'GO'
package main

import (
	"fmt"
	"io"

	"filippo.io/age"
)

func main() {
	_, err := age.Encrypt(io.Discard)
	fmt.Println("Go:", err)
}
GO
{
  npm init -y
  npm install --silent --no-audit --no-fund --ignore-scripts age-encryption@0.3.1
  go mod init example.test/finding
  go get filippo.io/age@v1.3.1
} >set-up.log 2>&1 || { cat set-up.log; exit 1; }
seen=$(
  node look.mjs
  go run .
)
expected="npm: age-encryption.org/v1 ---
npm: no identity matched any of the file's recipients
Go: no recipients specified"
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
