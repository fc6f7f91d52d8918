#!/usr/bin/env bash
# keyring 3.6.3 (crate, "keyring-rs"), the cross-platform access to the system's keyring that Rust programs take. `keyring = "3"` in Cargo.toml
# compiles no keyring in: each is a feature, and none is on by default since version 3. There is no error then, neither from the
# compiler nor at run time: set_password is Ok, and the same Entry gives the password back, so that a test which writes and reads is
# green. It lay in that one object, a mock. The next Entry of the same names, and every later start, has NoEntry.
#
# Guessed: the platform's keyring, or an error that there is none. Seen: Ok, and nothing was stored.
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
keyring = "=3.6.3"
TOML
cat >src/main.rs <<'RS'
use keyring::Entry;

fn main() {
    let entry = Entry::new("lab", "ada").unwrap();
    println!("set: {:?}", entry.set_password("correct horse"));
    println!("the same entry: {:?}", entry.get_password());
    println!("another of the same names: {:?}", Entry::new("lab", "ada").unwrap().get_password());
}
RS
cargo build --quiet >set-up.log 2>&1 || { cat set-up.log; exit 1; }
seen=$(env -u DBUS_SESSION_BUS_ADDRESS target/debug/look)
expected='set: Ok(())
the same entry: Ok("correct horse")
another of the same names: Err(NoEntry)'
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
