#!/usr/bin/env bash
# rcgen 0.14.10 (crate), which makes certificates for rustls and for many tests. A serial number that is not set is a hash of the
# subject's public key, not a random number: the certificate renewed for the same key has the serial of the old one, from the same issuer,
# with another end. RFC 5280 has the two be unique together, revocation lists name certificates by them, and
# Firefox refuses the second one that it meets.
#
# Guessed: random, as by OpenSSL, Go and step. Seen: one serial for as long as the key is kept.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
mkdir src
cat >Cargo.toml <<'TOML'
[package]
name = "look"
version = "0.0.0"
edition = "2021"

[dependencies]
rcgen = { version = "=0.14.10", default-features = false, features = ["crypto", "pem", "ring"] }
TOML
cat >src/main.rs <<'RS'
use rcgen::{date_time_ymd, CertificateParams, Issuer, KeyPair};

fn main() {
    let issuer = Issuer::new(CertificateParams::new(vec![]).unwrap(), KeyPair::generate().unwrap());
    let (kept, new) = (KeyPair::generate().unwrap(), KeyPair::generate().unwrap());
    for (name, key, year) in [("first", &kept, 2027), ("renewed", &kept, 2028), ("new key", &new, 2028)] {
        let mut params = CertificateParams::new(vec!["lab.example.test".to_string()]).unwrap();
        params.not_after = date_time_ymd(year, 11, 30);
        std::fs::write(name, params.signed_by(key, &issuer).unwrap().pem()).unwrap();
    }
}
RS
cargo build --quiet >set-up.log 2>&1 || { cat set-up.log; exit 1; }
target/debug/look
serial() { openssl x509 -in "$1" -noout -serial; }
seen=$(
  for name in first renewed "new key"; do
    echo "$name: $(openssl x509 -in "$name" -noout -enddate), $([ "$(serial "$name")" = "$(serial first)" ] && echo "the serial of the first" || echo "another serial")"
  done
)
expected='first: notAfter=Nov 30 00:00:00 2027 GMT, the serial of the first
renewed: notAfter=Nov 30 00:00:00 2028 GMT, the serial of the first
new key: notAfter=Nov 30 00:00:00 2028 GMT, another serial'
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
