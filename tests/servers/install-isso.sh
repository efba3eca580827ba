#!/bin/bash
# Installs isso (comments for any page, with Atom feeds of them) into a virtual environment of its own under
# .cache/servers/isso. Called by install.sh; does nothing twice.
set -euo pipefail
version=0.14.0
place=${JEMPOL_SERVERS:-$(realpath "$(dirname "$(realpath "$0")")/../..")/.cache/servers}/isso
if [ "$(cat "$place/installed" 2>/dev/null)" = "$version" ]; then
  echo "install-isso.sh: isso is in $place already"
  exit 0
fi
mkdir -p "$place"
python3 -m venv "$place/venv"
"$place/venv/bin/pip" install -q --disable-pip-version-check "isso==$version" "setuptools<81"
echo "$version" >"$place/installed"
echo "install-isso.sh: isso is in $place"
