#!/usr/bin/env bash
# @tanstack/virtual-core 3.19.11 (npm, below its adapters for React, Vue and others), which draws the part of a long list that is seen. Its options
# are given anew with each drawing, and a new `count` or `gap` counts at once. A new `estimateSize` alone does not: rows that become twice
# as high (a wider spacing, another font) keep the places of the old height, and lie upon each other. The next row that comes or
# goes has all of them computed anew, with the new height, so that the fault heals itself where one looks for it. measure() does that too.
#
# Guessed: a function that is another one is asked again. Seen: 100 rows of 40 that are 2000 high together.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
cat >look.mjs <<'JS'
import { Virtualizer } from "@tanstack/virtual-core";
const options = (count, size) => ({
  count,
  estimateSize: () => size,
  getScrollElement: () => null,
  observeElementOffset: () => {},
  observeElementRect: () => {},
  scrollToFn: () => {},
});
const list = new Virtualizer(options(100, 20));
const show = (what) => console.log(what, list.getTotalSize());
show("100 rows of 20:");
list.setOptions(options(100, 40));
show("100 rows of 40:");
list.measure();
show("and measure():");
list.setOptions(options(100, 30));
show("100 rows of 30:");
list.setOptions(options(101, 30));
show("101 rows of 30:");
JS
{
  npm init -y
  npm install --silent --no-audit --no-fund --ignore-scripts @tanstack/virtual-core@3.19.11
} >set-up.log 2>&1 || { cat set-up.log; exit 1; }
seen=$(node look.mjs)
expected='100 rows of 20: 2000
100 rows of 40: 2000
and measure(): 4000
100 rows of 30: 4000
101 rows of 30: 3030'
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
