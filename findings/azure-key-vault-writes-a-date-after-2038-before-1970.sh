#!/usr/bin/env bash
# @azure/keyvault-secrets 4.12.0 (npm). `setSecret` and `updateSecretProperties` write `expiresOn` and `notBefore` as
# seconds through a bitwise OR, which is of 32 bits: 19 January 2038, 03:14:08 and later become negative. A secret that is
# to expire in 2040 goes out with an `exp` in 1903, without an error. Reading gives later dates as they are, so that one who
# writes back the properties that were read changes them.
#
# Guessed: 2208988800. Seen: -2085978496.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts @azure/keyvault-secrets@4.12.0 @azure/core-rest-pipeline@1.25.1

cat >dates.mjs <<'JS'
import { createHttpHeaders } from "@azure/core-rest-pipeline";
import { SecretClient } from "@azure/keyvault-secrets";
const sent = [];
const challenge = { "www-authenticate": 'Bearer authorization="https://login.windows.net/t", resource="https://vault.azure.net"' };
const httpClient = {
  sendRequest: async (request) => {
    if (!request.headers.has("authorization"))
      return { request, status: 401, headers: createHttpHeaders(challenge), bodyAsText: "" };
    if (request.body) sent.push(JSON.parse(request.body).attributes);
    const attributes = { exp: 2208988800 };
    return { request, status: 200, headers: createHttpHeaders(), bodyAsText: JSON.stringify({ id: "https://a.vault.azure.net/secrets/x/1", value: "v", attributes }) };
  },
};
const login = { getToken: async () => ({ token: "t", expiresOnTimestamp: Date.now() + 3.6e6 }) };
const client = new SecretClient("https://a.vault.azure.net", login, { httpClient });
const { properties } = await client.getSecret("x");
console.log("read:", properties.expiresOn.toISOString());
await client.setSecret("x", "v", { expiresOn: properties.expiresOn });
console.log("written:", sent.at(-1).exp);
await client.setSecret("x", "v", { expiresOn: new Date("2038-01-19T03:14:07Z") });
console.log("the last second:", sent.at(-1).exp);
JS

seen=$(node dates.mjs)
expected=$'read: 2040-01-01T00:00:00.000Z\nwritten: -2085978496\nthe last second: 2147483647'
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
