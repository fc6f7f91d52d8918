#!/usr/bin/env bash
# @aws-sdk/client-secrets-manager 3.1164.0 with its default chain of credentials (@aws-sdk/credential-provider-node
# 3.972.99, npm). A client that is told a profile by name, by `profile: "prod"` or AWS_PROFILE, and does not find that
# profile in any file, goes on along its chain: on a machine with a metadata service it signs as that machine's role, and
# says nothing. A misspelled profile, or a home that is not mounted, reads and writes with another identity. AWS' command line
# stops there: "The config profile (prod) could not be found".
#
# Guessed: whoever names a profile gets its credentials or an error. Seen: those of the machine.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts @aws-sdk/client-secrets-manager@3.1164.0 @aws-sdk/credential-provider-node@3.972.99

cat >who.mjs <<'JS'
import { createServer } from "node:http";
import { once } from "node:events";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
const machine = createServer(({ url }, answer) => {
  if (url === "/latest/api/token") answer.end("token");
  else if (url.endsWith("/security-credentials/")) answer.end("role-of-the-machine");
  else answer.end(JSON.stringify({ Code: "Success", AccessKeyId: "AKIDMACHINE", SecretAccessKey: "x", Token: "x", Expiration: new Date(Date.now() + 3.6e6).toISOString() }));
}).listen(0, "127.0.0.1");
await once(machine, "listening");
process.env.AWS_EC2_METADATA_SERVICE_ENDPOINT = `http://127.0.0.1:${machine.address().port}`;
const who = async (options) => {
  const client = new SecretsManagerClient({ region: "eu-central-1", ...options });
  return (await client.config.credentials()).accessKeyId;
};
console.log("profile prod, which is in no file:", await who({ profile: "prod" }));
process.env.AWS_PROFILE = "prod";
console.log("AWS_PROFILE=prod, the same:", await who({}));
process.exit(0);
JS

seen=$(env -i PATH="$PATH" HOME=/nonexistent node who.mjs)
expected=$'profile prod, which is in no file: AKIDMACHINE\nAWS_PROFILE=prod, the same: AKIDMACHINE'
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
