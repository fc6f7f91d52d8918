#!/usr/bin/env bash
# AWS CLI 1.46.3 (PyPI awscli), `--secret-string file://FILE`. The file is read as text with Python's universal newlines:
# CRLF and a lone CR become LF before the request is made. A file that is stored so and compared with its original differs, and
# a signature or checksum over it no longer fits. There is no warning; `fileb://` is for --secret-binary.
#
# Guessed: that file:// sends the file. Seen: in the request "a\nb\nc" where the file has a CR LF b CR c.
set -euo pipefail
dir=$(mktemp -d)
trap 'kill "$server" 2>/dev/null || true; rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv v >/dev/null
v/bin/pip --quiet --disable-pip-version-check install awscli==1.46.3
cat >double.py <<'PY'
import http.server, json, sys

class Answer(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        open("sent", "w").write(json.dumps(body["SecretString"]))
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, *_):
        pass

server = http.server.HTTPServer(("127.0.0.1", 0), Answer)
open("port", "w").write(str(server.server_address[1]))
server.serve_forever()
PY
python3 double.py &
server=$!
until [ -s port ]; do kill -0 "$server"; sleep 0.1; done
printf 'a\r\nb\rc' >file
export HOME=$dir AWS_ENDPOINT_URL="http://127.0.0.1:$(cat port)" AWS_DEFAULT_REGION=eu-central-1
export AWS_ACCESS_KEY_ID=none AWS_SECRET_ACCESS_KEY=none
v/bin/aws secretsmanager create-secret --name a --secret-string file://file >/dev/null
seen="sent: $(cat sent)"
expected='sent: "a\nb\nc"'
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
