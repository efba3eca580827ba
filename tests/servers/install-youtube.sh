#!/bin/bash
# Fetches the published description of YouTube's Data API v3 (the discovery document) out of Google's own client on
# PyPI: one JSON file. Into .cache/servers/youtube of the repository (or JEMPOL_SERVERS), pinned. Does nothing twice.
set -euo pipefail
here=$(dirname "$(realpath "$0")")
root=$(realpath "$here/../..")
cache=${JEMPOL_SERVERS:-$root/.cache/servers}/youtube
version=2.202.0
wheel=google_api_python_client-$version-py3-none-any.whl
sum=aaa90064c9bb642ff1d065b22ca8958a2cb6e345909cefe70d0e5452fc50e08b

if [ "$(cat "$cache/installed" 2>/dev/null)" = "$version" ]; then
  echo "install-youtube.sh: the discovery document is in $cache already"
  exit 0
fi
python=$root/.venv/bin/python
[ -x "$python" ] || python=python3
mkdir -p "$cache"
"$python" -m pip download --quiet --disable-pip-version-check --no-deps --only-binary :all: --dest "$cache" \
  "google-api-python-client==$version"
echo "$sum  $cache/$wheel" | sha256sum --check --quiet
"$python" - "$cache/$wheel" "$cache/youtube.v3.json" <<'EOF'
import pathlib, sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as wheel:
    pathlib.Path(sys.argv[2]).write_bytes(wheel.read("googleapiclient/discovery_cache/documents/youtube.v3.json"))
EOF
rm "$cache/$wheel"
echo "$version" >"$cache/installed"
echo "install-youtube.sh: the discovery document is in $cache"
