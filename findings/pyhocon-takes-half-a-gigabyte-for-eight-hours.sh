#!/usr/bin/env bash
# pyhocon 0.3.63 (PyPI, with pyparsing 3.3.3) beside Typesafe's config 1.4.3 (Maven com.typesafe:config), whose format HOCON is. A value
# without quotes is text there, and a duration or a size when somebody asks for one. pyhocon makes a span of time of each number with
# a letter of time while it reads: `heap = 512m` is eight and a half hours and the build `12d` twelve days, and get_string gives the words that
# Python has for them, as a part of a longer text too: `image = 5m-lab` is "0:05:00-lab". Written anew as HOCON the heap is "30720 seconds".
#
# Guessed: "512m", which the caller reads as he likes. Seen: a time, and a name that has become a clock's.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
cat >lab.conf <<'HOCON'
heap = 512m
build = 12d
image = 5m-lab
HOCON
cat >look.py <<'PY'
from pyhocon import ConfigFactory, HOCONConverter
config = ConfigFactory.parse_file("lab.conf")
for name in ("heap", "build", "image"):
    print(f"pyhocon: {name} is {config.get_string(name)}")
print(HOCONConverter.to_hocon(config))
PY
cat >Look.java <<'JAVA'
import com.typesafe.config.ConfigFactory;

class Look {
    public static void main(String[] arguments) {
        var config = ConfigFactory.parseFile(new java.io.File("lab.conf"));
        for (var name : new String[] {"heap", "build", "image"}) System.out.println("Typesafe: " + name + " is " + config.getString(name));
        System.out.println("Typesafe: heap is " + config.getBytes("heap") + " bytes");
    }
}
JAVA
{
  python3 -m venv python
  python/bin/pip install --quiet --disable-pip-version-check pyhocon==0.3.63 pyparsing==3.3.3
  mvn --quiet --batch-mode dependency:copy -Dartifact=com.typesafe:config:1.4.3 -DoutputDirectory=.
} >set-up.log 2>&1 || { cat set-up.log; exit 1; }
seen=$(
  java -cp config-1.4.3.jar Look.java
  python/bin/python look.py
)
expected='Typesafe: heap is 512m
Typesafe: build is 12d
Typesafe: image is 5m-lab
Typesafe: heap is 536870912 bytes
pyhocon: heap is 8:32:00
pyhocon: build is 12 days, 0:00:00
pyhocon: image is 0:05:00-lab
heap = 30720 seconds
build = 12 days
image = "0:05:00-lab"'
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
