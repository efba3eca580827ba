#!/bin/bash
# Puts X's own SDK, whose models are generated from X's specification, into a virtual environment of its own: the oracle
# of test_x_for_real.py. Into .cache/servers/x of the repository (or JEMPOL_SERVERS), pinned. Does nothing twice.
set -euo pipefail
here=$(dirname "$(realpath "$0")")
root=$(realpath "$here/../..")
cache=${JEMPOL_SERVERS:-$root/.cache/servers}/x
wanted="xdk==0.10.6 pydantic==2.12.5"

if [ "$(cat "$cache/installed" 2>/dev/null)" = "$wanted" ]; then
  echo "install-x.sh: X's SDK is in $cache already"
  exit 0
fi
python=$root/.venv/bin/python
[ -x "$python" ] || python=python3
"$python" -m venv --clear "$cache/venv"
# shellcheck disable=SC2086
"$cache/venv/bin/python" -m pip install --quiet --disable-pip-version-check --only-binary :all: $wanted
echo "$wanted" >"$cache/installed"
echo "install-x.sh: X's SDK is in $cache"
