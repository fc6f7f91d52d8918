#!/usr/bin/env bash
# xonsh 0.25.0 (PyPI), a shell. A shell hands its environment on to what it starts. xonsh takes every variable whose name ends in PATH or
# DIRS for a list of folders, whatever it is: `~` and `$NAME` in it are expanded, and the programs get that text. So a path inside a secret
# store, a pattern or a template in a variable of such a name is another one for a program below xonsh than below the shell that started it.
# `NAME_FILE` and `NAME_DIR` are left alone.
#
# Guessed: what a shell was given and does not use itself goes on as it came. Seen: `secret/$TEAM/key` and `~/lab` are replaced.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
{
  python3 -m venv python
  python/bin/pip install --quiet --disable-pip-version-check xonsh==0.25.0
} >set-up.log 2>&1 || { cat set-up.log; exit 1; }
export HOME=/home/ada TEAM=lab LAB_SECRET_PATH='secret/$TEAM/key' LAB_PATH='~/lab' LAB_DIRS='~/one:two' LAB_FILE='~/$TEAM' LAB_DIR='~/$TEAM'
seen=$(
  echo "sh:"
  sh -c 'env | grep ^LAB_ | sort'
  echo "xonsh:"
  python/bin/python -m xonsh --no-rc -c 'printenv' | grep ^LAB_ | sort
)
expected='sh:
LAB_DIR=~/$TEAM
LAB_DIRS=~/one:two
LAB_FILE=~/$TEAM
LAB_PATH=~/lab
LAB_SECRET_PATH=secret/$TEAM/key
xonsh:
LAB_DIR=~/$TEAM
LAB_DIRS=/home/ada/one:two
LAB_FILE=~/$TEAM
LAB_PATH=/home/ada/lab
LAB_SECRET_PATH=secret/lab/key'
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
