#!/bin/bash
# Fetches the 2,242 odd feeds with which feedparser is tested (in its sdist) into .cache/servers/feedparser. Called by
# install.sh; does nothing twice. They are read at test time and are no part of this repository.
set -euo pipefail
version=6.0.14
place=${JEMPOL_SERVERS:-$(realpath "$(dirname "$(realpath "$0")")/../..")/.cache/servers}/feedparser
if [ "$(cat "$place/installed" 2>/dev/null)" = "$version" ]; then
  echo "install-feedparser.sh: the feeds are in $place already"
  exit 0
fi
rm -rf "$place"
mkdir -p "$place"
cd "$place"
python3 -m pip download -q --disable-pip-version-check --no-deps --no-binary :all: "feedparser==$version"
tar xzf "feedparser-$version.tar.gz" --strip-components=1
echo "$version" >installed
echo "install-feedparser.sh: the feeds are in $place"
