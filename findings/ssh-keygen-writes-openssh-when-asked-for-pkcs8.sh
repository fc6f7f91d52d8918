#!/usr/bin/env bash
# ssh-keygen of OpenSSH 9.2p1 (Debian package openssh-client). `-m PEM` and `-m PKCS8` say in which format a key is to be written, when it is
# made or converted with -p. For RSA and ECDSA they do. An Ed25519 key is written in OpenSSH's own format whichever of the two is
# asked for, with exit 0 and without a word, though PKCS #8 has had a place for it since RFC 8410; what wanted the other
# format (Node's createPrivateKey, openssl, a Java keystore) then fails on the file. Exporting the public half
# with the same option (-e -m PKCS8) is an error that names the type.
#
# Guessed: PKCS #8, or an error as for the public half. Seen: exit 0 and "BEGIN OPENSSH PRIVATE KEY".
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
command -v ssh-keygen >/dev/null || apt-get install -y --no-install-recommends openssh-client >set-up.log 2>&1 || { cat set-up.log; exit 1; }
first() { tr -d '\r' <"$1" | sed -n '1s/-----//g;1p'; }
seen=$(
  for type in ecdsa ed25519; do
    for format in PEM PKCS8; do
      ssh-keygen -q -t $type -m $format -N '' -f $type.$format && code=0 || code=$?
      echo "$type as $format: exit $code, $(first $type.$format)"
    done
    ssh-keygen -q -p -P '' -N '' -m PKCS8 -f $type.PEM >converted 2>&1 && code=0 || code=$?
    echo "$type to PKCS8 by -p: exit $code, $(first $type.PEM)"
    ssh-keygen -e -m PKCS8 -f $type.PEM.pub >public 2>&1 && code=0 || code=$?
    echo "$type public as PKCS8: exit $code, $(first public)"
  done
)
expected='ecdsa as PEM: exit 0, BEGIN EC PRIVATE KEY
ecdsa as PKCS8: exit 0, BEGIN PRIVATE KEY
ecdsa to PKCS8 by -p: exit 0, BEGIN PRIVATE KEY
ecdsa public as PKCS8: exit 0, BEGIN PUBLIC KEY
ed25519 as PEM: exit 0, BEGIN OPENSSH PRIVATE KEY
ed25519 as PKCS8: exit 0, BEGIN OPENSSH PRIVATE KEY
ed25519 to PKCS8 by -p: exit 0, BEGIN OPENSSH PRIVATE KEY
ed25519 public as PKCS8: exit 255, do_convert_to_pkcs8: unsupported key type ED25519'
ssh -V 2>&1
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
