#!/usr/bin/env bash
# tonic 0.14.9 (crate) and google.golang.org/grpc v1.85.0 (Go) as clients of a grpc-go server that does not answer. A call whose time is over
# ends with DEADLINE_EXCEEDED, which programs repeat or report. tonic's own clock, of Endpoint::timeout and of Request::set_timeout, ends
# it with CANCELLED, the code of a call that its caller gave up, which is passed over in silence. And of the two only the second is
# told to the server: with Endpoint::timeout it knows no deadline and hands none on.
#
# Guessed: DEADLINE_EXCEEDED, and a deadline at the server for each. Seen: Cancelled twice, and a deadline once.
set -euo pipefail
dir=$(mktemp -d)
trap 'kill "$server" 2>/dev/null || true; chmod -R u+w "$dir"; rm -rf "$dir"' EXIT
cd "$dir"
mkdir src server client
cat >Cargo.toml <<'TOML'
[package]
name = "look"
version = "0.0.0"
edition = "2021"

[dependencies]
tokio = { version = "1", features = ["macros", "rt"] }
tonic = "=0.14.9"
tonic-health = "=0.14.9"
TOML
cat >src/main.rs <<'RS'
use std::time::Duration;
use tonic::{transport::Endpoint, Request};
use tonic_health::pb::{health_client::HealthClient, HealthCheckRequest};

const WHILE: Duration = Duration::from_millis(500);

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let endpoint = Endpoint::from_shared(format!("http://{}", std::fs::read_to_string("address").unwrap())).unwrap();
    let ask = || Request::new(HealthCheckRequest { service: String::new() });
    let mut client = HealthClient::new(endpoint.clone().timeout(WHILE).connect().await.unwrap());
    println!("Endpoint::timeout: {:?}", client.check(ask()).await.unwrap_err().code());
    let mut client = HealthClient::new(endpoint.connect().await.unwrap());
    let mut request = ask();
    request.set_timeout(WHILE);
    println!("Request::set_timeout: {:?}", client.check(request).await.unwrap_err().code());
}
RS
cat >server/main.go <<'GO'
package main

import (
	"context"
	"fmt"
	"net"
	"os"

	"google.golang.org/grpc"
	"google.golang.org/grpc/health/grpc_health_v1"
)

type silent struct {
	grpc_health_v1.UnimplementedHealthServer
}

func (silent) Check(ctx context.Context, _ *grpc_health_v1.HealthCheckRequest) (*grpc_health_v1.HealthCheckResponse, error) {
	_, deadline := ctx.Deadline()
	fmt.Println("the server has a deadline:", deadline)
	<-ctx.Done()
	return nil, ctx.Err()
}

func main() {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	server := grpc.NewServer()
	grpc_health_v1.RegisterHealthServer(server, silent{})
	os.WriteFile("address.new", []byte(listener.Addr().String()), 0o600)
	os.Rename("address.new", "address")
	server.Serve(listener)
}
GO
cat >client/main.go <<'GO'
package main

import (
	"context"
	"fmt"
	"os"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/health/grpc_health_v1"
	"google.golang.org/grpc/status"
)

func main() {
	address, _ := os.ReadFile("address")
	connection, err := grpc.NewClient(string(address), grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		panic(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 500*time.Millisecond)
	defer cancel()
	_, err = grpc_health_v1.NewHealthClient(connection).Check(ctx, &grpc_health_v1.HealthCheckRequest{})
	fmt.Println("grpc-go:", status.Code(err))
}
GO
{
  go mod init example.test/finding
  go get google.golang.org/grpc@v1.85.0
  go mod tidy
  go build -o serve ./server
  go build -o ask ./client
  cargo build --quiet
} >set-up.log 2>&1 || { cat set-up.log; exit 1; }
./serve >served &
server=$!
for _ in $(seq 100); do [ -s address ] && break; sleep 0.1; done
seen=$(
  target/debug/look
  ./ask
  cat served
)
expected='Endpoint::timeout: Cancelled
Request::set_timeout: Cancelled
grpc-go: DeadlineExceeded
the server has a deadline: false
the server has a deadline: true
the server has a deadline: true'
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
