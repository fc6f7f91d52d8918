#!/usr/bin/env bash
# @azure/identity 4.14.1 (npm). The credentials of a chain of one's own are made before one is asked. EnvironmentCredential
# and AzureCliCredential are made anywhere, and say that they are unavailable when they are asked, so that the next one is tried.
# WorkloadIdentityCredential throws from its constructor where AZURE_CLIENT_ID, AZURE_TENANT_ID or AZURE_FEDERATED_TOKEN_FILE is
# not set: `new ChainedTokenCredential(new WorkloadIdentityCredential(), new AzureCliCredential())` works in a cluster and is an
# exception on every laptop.
#
# Guessed: it is passed over as the others are. Seen: CredentialUnavailableError where the chain is made.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts @azure/identity@4.14.1

cat >chain.mjs <<'JS'
import * as identity from "@azure/identity";
for (const name of ["EnvironmentCredential", "AzureCliCredential", "AzureDeveloperCliCredential", "WorkloadIdentityCredential"])
  try {
    new identity[name]();
    console.log(`${name}: made`);
  } catch (error) {
    console.log(`${name}: ${error.name}`);
  }
JS

seen=$(env -i PATH="$PATH" HOME=/nonexistent node chain.mjs)
expected='EnvironmentCredential: made
AzureCliCredential: made
AzureDeveloperCliCredential: made
WorkloadIdentityCredential: CredentialUnavailableError'
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
