#!/usr/bin/env bash
# moto 5.2.5 and boto3 1.44.8 (PyPI). A staging label of Secrets Manager is on one version of a secret at a time. Going back, by moving
# AWSCURRENT to an older version with update_secret_version_stage, works in moto. The next put_secret_value takes the label
# off the version that was the last to be written, and not off the one that has it: two versions are AWSCURRENT then, and the
# older one stays so through every later put. What was current before is nowhere AWSPREVIOUS, so a test of "go back, rotate, go
# back" reads another secret than AWS would give, and code that looks for the current version in the list finds two.
#
# Guessed: a put moves the label, wherever it is. Seen: AWSCURRENT on "one" and on "three".
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
{
  python3 -m venv python
  python/bin/pip install --quiet --disable-pip-version-check 'moto[secretsmanager]==5.2.5' boto3==1.44.8
} >set-up.log 2>&1 || { cat set-up.log; exit 1; }
cat >look.py <<'PY'
import boto3
from moto import mock_aws

with mock_aws():
    aws = boto3.client("secretsmanager")
    names = {aws.create_secret(Name="lab", SecretString="one")["VersionId"]: "one"}

    def put(text):
        names[aws.put_secret_value(SecretId="lab", SecretString=text)["VersionId"]] = text

    def show(after):
        versions = aws.list_secret_version_ids(SecretId="lab", IncludeDeprecated=True)["Versions"]
        print(f"{after}:", ", ".join(f"{names[v['VersionId']]} {''.join(v['VersionStages']) or '-'}" for v in versions))

    put("two")
    show("put")
    ids = {text: version for version, text in names.items()}
    aws.update_secret_version_stage(
        SecretId="lab", VersionStage="AWSCURRENT", MoveToVersionId=ids["one"], RemoveFromVersionId=ids["two"]
    )
    show("back")
    put("three")
    show("put again")
    put("four")
    show("and again")
PY
export AWS_ACCESS_KEY_ID=lab AWS_SECRET_ACCESS_KEY=lab AWS_DEFAULT_REGION=us-east-1
seen=$(python/bin/python look.py)
expected='put: one AWSPREVIOUS, two AWSCURRENT
back: one AWSCURRENT, two AWSPREVIOUS
put again: one AWSCURRENT, two AWSPREVIOUS, three AWSCURRENT
and again: one AWSCURRENT, two -, three AWSPREVIOUS, four AWSCURRENT'
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
