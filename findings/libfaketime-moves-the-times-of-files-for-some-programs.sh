#!/usr/bin/env bash
# libfaketime 0.9.10 (Debian packages faketime, gcc), by which tests move a program's clock. It moves the times of files as well, so that a
# file keeps its age under the moved clock. It does so in stat and fstat, and not in stat64, which the same source calls when it is compiled
# for large files, nor in statx: neither Debian's Python and Perl nor coreutils see it. One file is of 2026 for a script that
# asks `stat`, and of 2000 for a small program in C, under one faketime. NO_FAKE_STAT=1 makes them agree.
#
# Guessed: file times are never moved, or for all. Seen: it depends on a switch of the compiler.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
cat >look.c <<'C'
#include <stdio.h>
#include <sys/stat.h>
#include <time.h>

int main(void) {
    struct stat file;
    if (stat("file", &file) != 0) return 1;
    printf("%d\n", gmtime(&file.st_mtime)->tm_year + 1900);
}
C
{
  command -v faketime || apt-get install -y --no-install-recommends faketime
  gcc -o small look.c
  gcc -D_FILE_OFFSET_BITS=64 -o large look.c
} >set-up.log 2>&1 || { cat set-up.log; exit 1; }
touch -d 2026-06-30T12:00:00Z file
look() {
  echo "$1: small files $(faketime -f -26y ./small), large files $(faketime -f -26y ./large), coreutils $(faketime -f -26y stat -c %y file | cut -c 1-4)"
}
seen=$(
  look "26 years back"
  export NO_FAKE_STAT=1
  look "with NO_FAKE_STAT"
)
echo "$seen"
expected='26 years back: small files 2000, large files 2026, coreutils 2026
with NO_FAKE_STAT: small files 2026, large files 2026, coreutils 2026'
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
