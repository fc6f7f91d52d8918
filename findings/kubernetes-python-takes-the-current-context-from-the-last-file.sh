#!/usr/bin/env bash
# kubernetes 37.0.1 (PyPI) beside k8s.io/client-go v0.37.2 (Go, which kubectl is made of), both the official clients, with
# KUBECONFIG=one:two. Kubernetes documents that the first file to name a current context wins. The client for Python keeps
# that rule for clusters, users and contexts, and takes the current context from the last file: a script that is
# started from the shell in which kubectl works on the lab works on production.
#
# Guessed: two official clients read one list in the documented way. Seen: lab and prod.
set -euo pipefail
dir=$(mktemp -d)
trap 'chmod -R u+w "$dir"; rm -rf "$dir"' EXIT
cd "$dir"
kubeconfig() { # CURRENT SERVER
  echo "{apiVersion: v1, kind: Config, current-context: $1, clusters: [{name: $1, cluster: {server: 'https://$2'}}]," \
    "users: [{name: $1, user: {token: t}}], contexts: [{name: $1, context: {cluster: $1, user: $1}}]}"
}
kubeconfig lab lab.test >one
kubeconfig prod prod.test >two
cat >look.py <<'PY'
from kubernetes import config
print("Python:", config.list_kube_config_contexts()[1]["name"], config.new_client_from_config().configuration.host)
PY
cat >main.go <<'GO'
package main

import (
	"fmt"

	"k8s.io/client-go/tools/clientcmd"
)

func main() {
	read, err := clientcmd.NewDefaultClientConfigLoadingRules().Load()
	if err != nil {
		panic(err)
	}
	fmt.Println("Go:", read.CurrentContext, read.Clusters[read.Contexts[read.CurrentContext].Cluster].Server)
}
GO
{
  python3 -m venv python
  python/bin/pip install --quiet --disable-pip-version-check kubernetes==37.0.1
  go mod init example.test/finding
  go get k8s.io/client-go@v0.37.2
  go mod tidy
} >set-up.log 2>&1 || { cat set-up.log; exit 1; }
export KUBECONFIG=$dir/one:$dir/two
seen=$(go run .; python/bin/python look.py)
expected='Go: lab https://lab.test
Python: prod https://prod.test'
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
