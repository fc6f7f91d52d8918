#!/usr/bin/env bash
# aws-vault (Go module github.com/99designs/aws-vault/v7 v7.2.0) and boto3 1.44.8 (PyPI, which resolves profiles as AWS' command line
# does) on one ~/.aws/config. [default] is a profile like others for AWS: what stands there counts where no profile is named.
# aws-vault takes what a profile does not set from [default], the role and its source among it. A profile without a
# role, whose own keys are to be used as they are, assumes the default profile's role, and asks for its MFA device. (The manual
# recommends that for mfa_serial, and has no word of the role.)
#
# Guessed: a profile has what stands in it, and at most the region of another. Seen: role, source and device of [default].
set -euo pipefail
dir=$(mktemp -d)
trap 'chmod -R u+w "$dir"; rm -rf "$dir"' EXIT
cd "$dir"
cat >config <<'INI'
[default]
region = eu-west-1
role_arn = arn:aws:iam::111111111111:role/admin
source_profile = base
mfa_serial = arn:aws:iam::111111111111:mfa/operator

[profile base]

[profile lab]
region = eu-central-1
INI
cat >main.go <<'GO'
package main

import (
	"fmt"
	"io"
	"log"

	"github.com/99designs/aws-vault/v7/vault"
)

func main() {
	log.SetOutput(io.Discard)
	file, err := vault.LoadConfig("config")
	if err != nil {
		panic(err)
	}
	profile, err := vault.NewConfigLoader(vault.ProfileConfig{}, file, "lab").GetProfileConfig("lab")
	if err != nil {
		panic(err)
	}
	fmt.Printf("aws-vault, lab: %s, role %q, source %q, device %q\n", profile.Region, profile.RoleARN, profile.SourceProfileName, profile.MfaSerial)
}
GO
cat >look.py <<'PY'
import botocore.session
profile = botocore.session.Session(profile="lab").get_scoped_config()
print(f"boto3, lab: {profile.get('region')}, role {profile.get('role_arn')}, source {profile.get('source_profile')}, device {profile.get('mfa_serial')}")
PY
{
  python3 -m venv python
  python/bin/pip install --quiet --disable-pip-version-check boto3==1.44.8
  go mod init example.test/finding
  go get github.com/99designs/aws-vault/v7@v7.2.0
  go mod tidy
} >set-up.log 2>&1 || { cat set-up.log; exit 1; }
seen=$(
  AWS_CONFIG_FILE=config AWS_SHARED_CREDENTIALS_FILE=none python/bin/python look.py
  go run .
)
expected='boto3, lab: eu-central-1, role None, source None, device None
aws-vault, lab: eu-central-1, role "arn:aws:iam::111111111111:role/admin", source "base", device "arn:aws:iam::111111111111:mfa/operator"'
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
