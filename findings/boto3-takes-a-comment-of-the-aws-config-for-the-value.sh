#!/usr/bin/env bash
# boto3 1.44.8 (PyPI), aws-sdk-go-v2/config v1.33.18 (Go) and @smithy/shared-ini-file-loader 4.7.2 (npm, of the AWS SDK for
# JavaScript) on one pair of ~/.aws/credentials and ~/.aws/config. A comment behind a value is a comment for Go and JavaScript;
# for boto3 (on botocore, as is the AWS CLI of PyPI) it is the rest of the value: the id of a key is "AKIALAB # lab", and the
# region "eu-west-1 # Ireland". A profile whose name has a blank and so stands in quotes is one for boto3, and unknown to the others.
#
# Guessed: files that AWS documents and all of its SDKs share mean one thing. Seen: each half works in some and not in the rest.
set -euo pipefail
dir=$(mktemp -d)
trap 'chmod -R u+w "$dir"; rm -rf "$dir"' EXIT
cd "$dir"
cat >credentials <<'INI'
[lab]
aws_access_key_id = AKIALAB # lab
aws_secret_access_key = secret
INI
cat >config <<'INI'
[profile lab]
region = eu-west-1 # Ireland
[profile "two words"]
region = us-east-2
INI
cat >look.py <<'PY'
import boto3
lab = boto3.Session(profile_name="lab")
print(f"boto3: [{lab.get_credentials().access_key}] [{lab.region_name}] [{boto3.Session(profile_name='two words').region_name}]")
PY
cat >look.mjs <<'JS'
import { loadSharedConfigFiles } from "@smithy/shared-ini-file-loader";
const { configFile, credentialsFile } = await loadSharedConfigFiles();
console.log(`npm: [${credentialsFile.lab.aws_access_key_id}] [${configFile.lab.region}] [${configFile["two words"]?.region ?? "no profile"}]`);
JS
cat >main.go <<'GO'
package main

import (
	"context"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/config"
)

func main() {
	in := func(options *config.LoadSharedConfigOptions) {
		options.CredentialsFiles, options.ConfigFiles = []string{"credentials"}, []string{"config"}
	}
	lab, err := config.LoadSharedConfigProfile(context.Background(), "lab", in)
	if err != nil {
		panic(err)
	}
	region := "no profile"
	if two, err := config.LoadSharedConfigProfile(context.Background(), "two words", in); err == nil {
		region = two.Region
	}
	fmt.Printf("Go: [%s] [%s] [%s]\n", lab.Credentials.AccessKeyID, lab.Region, region)
}
GO
{
  python3 -m venv python
  python/bin/pip install --quiet --disable-pip-version-check boto3==1.44.8
  npm init -y
  npm install --silent --no-audit --no-fund --ignore-scripts @smithy/shared-ini-file-loader@4.7.2
  go mod init example.test/finding
  go get github.com/aws/aws-sdk-go-v2/config@v1.33.18
  go mod tidy
} >set-up.log 2>&1 || { cat set-up.log; exit 1; }
export AWS_SHARED_CREDENTIALS_FILE=$dir/credentials AWS_CONFIG_FILE=$dir/config
seen=$(python/bin/python look.py; node look.mjs; go run .)
expected='boto3: [AKIALAB # lab] [eu-west-1 # Ireland] [us-east-2]
npm: [AKIALAB] [eu-west-1] [no profile]
Go: [AKIALAB] [eu-west-1] [no profile]'
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
