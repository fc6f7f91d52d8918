#!/usr/bin/env bash
# @azure/keyvault-secrets 4.11.2 (npm). The credential is at hand and knows its tenant, and still a new client's first setSecret
# asks nobody for a token: it sends the PUT to the secret's own address without a token and without a body, to learn from the
# refusal where tokens come from, and then the same PUT again with both. What stands between and does not refuse (an
# emulator, a recorder of tests, a proxy that adds the token by itself) is asked to store a secret that is not there.
#
# Guessed: one PUT, with the secret in it; or a refused one that carried it. Seen: two, and the first has no body.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
{
  npm init -y
  npm install --silent --no-audit --no-fund --ignore-scripts @azure/keyvault-secrets@4.11.2
} >set-up.log 2>&1 || { cat set-up.log; exit 1; }
cat >look.mjs <<'JS'
import { createHttpHeaders } from "@azure/core-rest-pipeline";
import { SecretClient } from "@azure/keyvault-secrets";
let tokens = 0;
const credential = { getToken: async () => ({ token: `token ${++tokens}`, expiresOnTimestamp: Date.now() + 3_600_000 }) };
const challenge = 'Bearer authorization="https://login.example.test/tenant", resource="https://vault.azure.net"';
const id = "https://lab.vault.azure.net/secrets/talosconfig/1";
const httpClient = {
  async sendRequest(request) {
    const authorization = request.headers.get("authorization");
    console.log(request.method, new URL(request.url).pathname, authorization ?? "no token", request.body ?? "no body", `(${tokens} asked for)`);
    return authorization === undefined
      ? { request, status: 401, headers: createHttpHeaders({ "www-authenticate": challenge }), bodyAsText: "" }
      : { request, status: 200, headers: createHttpHeaders({ "content-type": "application/json" }), bodyAsText: JSON.stringify({ id, value: "" }) };
  },
};
const client = new SecretClient("https://lab.vault.azure.net", credential, { httpClient });
await client.setSecret("talosconfig", "first");
await client.setSecret("talosconfig", "second");
JS
seen=$(node look.mjs)
expected='PUT /secrets/talosconfig no token no body (0 asked for)
PUT /secrets/talosconfig Bearer token 1 {"value":"first","attributes":{}} (1 asked for)
PUT /secrets/talosconfig Bearer token 1 {"value":"second","attributes":{}} (1 asked for)'
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
