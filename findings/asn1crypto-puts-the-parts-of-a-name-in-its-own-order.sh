#!/usr/bin/env bash
# asn1crypto 1.5.1 (PyPI, below oscrypto, certbuilder and many readers of signatures), Name.build. The parts of a distinguished name
# have an order, which the caller gives as an OrderedDict; the name that is built has another one, the library's own, country first and
# common name last. The issuer of a certificate that is built of an authority's own parts is then not that authority:
# not for Go, which compares byte by byte, nor for asn1crypto's own `==`, which forgives capitals and blanks.
#
# Guessed: the order of the OrderedDict, as the type says. Seen: another name.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
{
  python3 -m venv python
  python/bin/pip install --quiet --disable-pip-version-check asn1crypto==1.5.1 cryptography==50.0.2
} >set-up.log 2>&1 || { cat set-up.log; exit 1; }
cat >look.py <<'PY'
from collections import OrderedDict
from asn1crypto.x509 import Name
from cryptography import x509
from cryptography.x509.oid import NameOID

authority = x509.Name([
    x509.NameAttribute(NameOID.COMMON_NAME, "lab"),
    x509.NameAttribute(NameOID.ORGANIZATION_NAME, "talos"),
    x509.NameAttribute(NameOID.COUNTRY_NAME, "CH"),
]).public_bytes()
read = Name.load(authority)
print("read: ", list(read.native), read.dump() == authority)
built = Name.build(OrderedDict([("common_name", "lab"), ("organization_name", "talos"), ("country_name", "CH")]))
print("built:", list(built.native), built.dump(force=True) == authority)
print("equal:", built == read)
PY
seen=$(python/bin/python look.py)
expected="read:  ['common_name', 'organization_name', 'country_name'] True
built: ['country_name', 'organization_name', 'common_name'] False
equal: False"
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
