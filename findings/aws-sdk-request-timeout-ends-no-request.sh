#!/usr/bin/env bash
# @aws-sdk/client-secrets-manager 3.1164.0 (npm; @smithy/node-http-handler 4.14). `requestHandler: { requestTimeout: 200 }`
# ends nothing: when the time is over a warning is logged, and the call waits for its answer, however long that takes. Only
# `throwOnRequestTimeout: true` beside it makes an error of it. An abort signal (`client.send(command, { abortSignal })`) does.
#
# Guessed: the call fails after 200 ms. Seen: it is answered after a second.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts @aws-sdk/client-secrets-manager@3.1164.0

cat >wait.mjs <<'JS'
import { createServer } from "node:http";
import { once } from "node:events";
import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
const slow = createServer((_, answer) => setTimeout(() => answer.end("{}"), 1000)).listen(0, "127.0.0.1");
await once(slow, "listening");
const ask = async (more) => {
  const client = new SecretsManagerClient({
    region: "eu-central-1",
    endpoint: `http://127.0.0.1:${slow.address().port}`,
    credentials: { accessKeyId: "x", secretAccessKey: "x" },
    maxAttempts: 1,
    requestHandler: { requestTimeout: 200, ...more },
  });
  try {
    await client.send(new GetSecretValueCommand({ SecretId: "x" }));
    return "answered";
  } catch (error) {
    return error.name;
  }
};
console.log("requestTimeout 200:", await ask({}));
console.log("with throwOnRequestTimeout:", await ask({ throwOnRequestTimeout: true }));
process.exit(0);
JS

seen=$(node wait.mjs 2>/dev/null)
expected=$'requestTimeout 200: answered\nwith throwOnRequestTimeout: TimeoutError'
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
