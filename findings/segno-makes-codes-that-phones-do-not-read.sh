#!/usr/bin/env bash
# segno 1.6.6 (PyPI) makes QR codes. segno.make of a short text (up to 35 digits, 21 capitals or 15 bytes: a PIN, the name of a device, a code
# for a ticket) is a Micro QR code, with one square in a corner and not three, as the smallest symbol that holds it. Phones' cameras do not
# know these, nor do jsQR 1.4.0 (npm) and OpenCV 5.0.0.93 (PyPI opencv-python-headless): for them there is no code in the picture. A
# longer text from the same line of a program is read, so that a test with a URL says nothing. segno.make_qr makes the usual kind.
#
# Guessed: a QR code, small for a small text. Seen: null from two of two readers, and the text from the same readers for make_qr.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
cat >write.py <<'PY'
import segno
for name, code in {"make": segno.make("LAB-7"), "make_qr": segno.make_qr("LAB-7"), "longer": segno.make("https://lab.example.test/7")}.items():
    code.save(f"{name}.png", scale=8)
    print(f"{name}: {code.designator}")
PY
cat >look.py <<'PY'
import cv2
for name in ("make", "make_qr", "longer"):
    print(f"OpenCV, {name}: {cv2.QRCodeDetector().detectAndDecode(cv2.imread(f'{name}.png'))[0] or 'null'}")
PY
cat >look.mjs <<'JS'
import { readFileSync } from "node:fs";
import jsqr from "jsqr";
import { PNG } from "pngjs";
for (const name of ["make", "make_qr", "longer"]) {
  const { data, height, width } = PNG.sync.read(readFileSync(`${name}.png`));
  console.log(`jsQR, ${name}: ${(jsqr.default ?? jsqr)(new Uint8ClampedArray(data), width, height)?.data ?? "null"}`);
}
JS
{
  python3 -m venv python
  python/bin/pip install --quiet --disable-pip-version-check segno==1.6.6 opencv-python-headless==5.0.0.93
  npm init -y
  npm install --silent --no-audit --no-fund --ignore-scripts jsqr@1.4.0 pngjs@7.0.0
} >set-up.log 2>&1 || { cat set-up.log; exit 1; }
seen=$(
  python/bin/python write.py
  python/bin/python look.py
  node look.mjs
)
expected='make: M2-M
make_qr: 1-H
longer: 2-M
OpenCV, make: null
OpenCV, make_qr: LAB-7
OpenCV, longer: https://lab.example.test/7
jsQR, make: null
jsQR, make_qr: LAB-7
jsQR, longer: https://lab.example.test/7'
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
