#!/usr/bin/env bash
# notify-debouncer-mini 0.7.0 with notify 8.2.2 (crates), by which Rust programs are told that a file has changed. Under Linux notify also
# asks inotify for opening and for closing without a write, and the debouncer makes one kind, Any, of whatever comes. So a file that
# somebody reads has "changed": a backup, a search or an editor's preview is a change, and a program that reads its config anew when
# told that it changed is told again by that very read, for as long as it runs. fsnotify 1.9.0 (Go) is silent about readers.
#
# Guessed: an event for a write. Seen: one for a read, and no end of them where each is answered by reading.
set -euo pipefail
dir=$(mktemp -d)
trap 'chmod -R u+w "$dir"; rm -rf "$dir"' EXIT
cd "$dir"
mkdir src
cat >Cargo.toml <<'TOML'
[package]
name = "look"
version = "0.0.0"
edition = "2021"

[dependencies]
notify = "=8.2.2"
notify-debouncer-mini = "=0.7.0"
TOML
cat >src/main.rs <<'RS'
use notify_debouncer_mini::{new_debouncer, notify::RecursiveMode};
use std::{fs, path::Path, sync::mpsc, time::Duration};

fn main() {
    let path = Path::new("config");
    fs::write(path, "a: 1").unwrap();
    let (tell, told) = mpsc::channel();
    let mut debouncer = new_debouncer(Duration::from_millis(200), tell).unwrap();
    debouncer.watcher().watch(path, RecursiveMode::NonRecursive).unwrap();
    let next = || told.recv_timeout(Duration::from_secs(5)).map(|events| events.unwrap()[0].kind);
    fs::read(path).unwrap();
    println!("one read: {:?}", next());
    fs::write(path, "a: 2").unwrap();
    let mut times = 0;
    while times < 5 && next().is_ok() {
        times += 1;
        fs::read(path).unwrap();
    }
    println!("one write, each time read again: {times}");
}
RS
mkdir go
cat >go/main.go <<'GO'
package main

import (
	"fmt"
	"os"
	"time"

	"github.com/fsnotify/fsnotify"
)

func main() {
	watcher, err := fsnotify.NewWatcher()
	if err != nil {
		panic(err)
	}
	if err := watcher.Add("config"); err != nil {
		panic(err)
	}
	os.ReadFile("config")
	select {
	case event := <-watcher.Events:
		fmt.Println("fsnotify, one read:", event.Op)
	case <-time.After(time.Second):
		fmt.Println("fsnotify, one read: silent")
	}
}
GO
{
  cargo build --quiet
  cd go
  go mod init example.test/finding
  go get github.com/fsnotify/fsnotify@v1.9.0
  go build -o ../watch .
  cd ..
} >set-up.log 2>&1 || { cat set-up.log; exit 1; }
seen=$(
  target/debug/look
  ./watch
)
expected='one read: Ok(Any)
one write, each time read again: 5
fsnotify, one read: silent'
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
