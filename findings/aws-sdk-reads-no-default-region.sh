#!/usr/bin/env bash
# @aws-sdk/client-secrets-manager 3.1164.0 (npm). AWS_DEFAULT_REGION, which AWS' command line and boto3 read, is not read
# by the SDK for JavaScript: it knows AWS_REGION alone. With the first one set, `aws` works and the SDK says that a region is
# missing. AWS_DEFAULT_PROFILE is the same: the command line takes it, the SDK takes the profile `default`.
#
# Guessed: what logs `aws` in is enough. Seen: "Region is missing".
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts @aws-sdk/client-secrets-manager@3.1164.0
printf '[default]\nregion = us-east-1\n[profile team]\nregion = eu-central-1\n' >config

cat >region.mjs <<'JS'
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
console.log(await new SecretsManagerClient({}).config.region().catch((error) => error.message));
JS

region() { env -i PATH="$PATH" HOME=/nonexistent "$@" node region.mjs; }
seen="AWS_REGION: $(region AWS_REGION=eu-central-1)
AWS_DEFAULT_REGION: $(region AWS_DEFAULT_REGION=eu-central-1)
AWS_PROFILE=team: $(region AWS_CONFIG_FILE=config AWS_PROFILE=team)
AWS_DEFAULT_PROFILE=team: $(region AWS_CONFIG_FILE=config AWS_DEFAULT_PROFILE=team)"
expected='AWS_REGION: eu-central-1
AWS_DEFAULT_REGION: Region is missing
AWS_PROFILE=team: eu-central-1
AWS_DEFAULT_PROFILE=team: us-east-1'
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
