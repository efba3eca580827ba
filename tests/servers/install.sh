#!/bin/bash
# Installs the real servers that tests marked `servers` start on loopback: an AT-protocol network, and by their own
# scripts beside this one: snac with recordings of Mastodon.
# Everything goes into .cache/servers of the repository (or JEMPOL_SERVERS), pinned by the committed lock file.
# Debian packages are installed only by root, and only where something is missing. Run again at will: it does nothing twice.
set -euo pipefail
here=$(dirname "$(realpath "$0")")
cache=${JEMPOL_SERVERS:-$(realpath "$here/../..")/.cache/servers}
at=$cache/at

for part in "$here"/install-*.sh; do
  "$part" || echo "install.sh: ${part##*/} failed; its tests will skip with a reason" >&2
done

have() { command -v "$1" >/dev/null 2>&1; }
have_postgres() { have initdb || compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null; }

missing=()
have node || missing+=(nodejs libnode-dev)
have npm || missing+=(npm)
have make || missing+=(make)
have g++ || missing+=(g++)
have_postgres || missing+=(postgresql)
if [ ${#missing[@]} -gt 0 ]; then
  if [ "$(id -u)" != 0 ] || ! have apt-get; then
    echo "install.sh: missing: ${missing[*]} (run as root on Debian, or install them yourself)" >&2
    exit 1
  fi
  # No cluster and no service of its own: the tests start a private one.
  mkdir -p /etc/postgresql-common
  [ -e /etc/postgresql-common/createcluster.conf ] || echo 'create_main_cluster = false' >/etc/postgresql-common/createcluster.conf
  apt-get update -q
  DEBIAN_FRONTEND=noninteractive apt-get install -yq --no-install-recommends "${missing[@]}"
fi

stamp="$(sha256sum "$here/at/package-lock.json" | cut -c1-16) $(node --version)"
if [ "$(cat "$at/installed" 2>/dev/null)" = "$stamp" ]; then
  echo "install.sh: the AT network is in $at already"
  exit 0
fi
mkdir -p "$at"
cp "$here/at/package.json" "$here/at/package-lock.json" "$at/"
cd "$at"
# Of all install scripts only one is needed: better-sqlite3 compiles against the headers of the Node that will run it.
npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
headers=$(dirname "$(dirname "$(realpath "$(command -v node)")")")
[ -e "$headers/include/node/node.h" ] && export npm_config_nodedir=$headers
CFLAGS=-O0 CXXFLAGS=-O0 JOBS=2 npm rebuild better-sqlite3 --loglevel=error
echo "$stamp" >installed
echo "install.sh: the AT network is in $at"
