#!/usr/bin/env bash
# fasteners 0.20 (PyPI), InterProcessLock, and filelock 4.3.1 (PyPI): both lock a file so that one program at a time goes on. fasteners uses the
# locks of POSIX (fcntl), which belong to a process and not to the one who asked: a second InterProcessLock of that path in the same
# process is acquired too, from another thread or library as well; and whoever opens and closes the file there, a backup of the
# folder or a look at the text in it, has given the lock away: `acquired` still says True, and another process gets it.
# filelock takes another kind (flock), so that the two hold one file at once.
#
# Guessed: what is acquired is held until it is released. Seen: two holders, and then none.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
cat >other.py <<'PY'
import fasteners
print(fasteners.InterProcessLock("lock").acquire(blocking=False))
PY
cat >look.py <<'PY'
import subprocess, sys
import fasteners, filelock

def another_process():
    return subprocess.run([sys.executable, "other.py"], capture_output=True, text=True, check=True).stdout.strip()

first, second = fasteners.InterProcessLock("lock"), fasteners.InterProcessLock("lock")
print("first:", first.acquire(blocking=False))
print("another process:", another_process())
print("second, in the same process:", second.acquire(blocking=False))
with filelock.FileLock("lock", timeout=0) as third:
    print("filelock:", third.is_locked)
second.release()
first.release()
first = fasteners.InterProcessLock("lock")
first.acquire()
print("held anew, another process:", another_process())
open("lock").close()
print(f"after open and close, acquired: {first.acquired}, another process: {another_process()}")
PY
{
  python3 -m venv python
  python/bin/pip install --quiet --disable-pip-version-check fasteners==0.20 filelock==4.3.1
} >set-up.log 2>&1 || { cat set-up.log; exit 1; }
seen=$(python/bin/python look.py)
expected='first: True
another process: False
second, in the same process: True
filelock: True
held anew, another process: False
after open and close, acquired: True, another process: True'
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
