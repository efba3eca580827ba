#!/bin/bash
# Installs what the Mastodon tests talk to: snac, a small server with the Mastodon API (one Debian package, unpacked,
# not installed), and recordings of a real Mastodon, which the Mastodon.py project publishes in its source archive.
# Everything goes into .cache/servers/mastodon of the repository (or JEMPOL_SERVERS), pinned. Does nothing twice.
set -euo pipefail
here=$(dirname "$(realpath "$0")")
cache=${JEMPOL_SERVERS:-$(realpath "$here/../..")/.cache/servers}/mastodon
snac='snac2=2.75-2~bpo12+1'
recordings='Mastodon.py==2.3.3 --hash=sha256:a3cda3db86d65809957c978aef8ac7fb3dfc93abfeda3f1c6bdef4c79090ab7b'
mkdir -p "$cache"
cd "$cache"

install_snac() {
  if [ "$(cat snac.installed 2>/dev/null)" = "$snac" ]; then
    echo "install-mastodon.sh: snac is in $cache already"
    return
  fi
  command -v apt-get >/dev/null || { echo "install-mastodon.sh: no snac: this is not Debian" >&2; return; }
  # apt's state is a private folder, so that the machine's own sources stay as they are.
  rm -rf apt snac snac2_*.deb
  mkdir -p apt/etc/preferences.d apt/state/lists/partial apt/cache/archives/partial
  local mirror
  mirror=$(awk '/^URIs:/{print $2; exit}' /etc/apt/sources.list.d/debian.sources 2>/dev/null || true)
  [ -n "$mirror" ] || mirror=$(awk '$1 == "deb" {for (i = 2; i <= NF; i++) if ($i ~ /:\/\//) {print $i; exit}}' /etc/apt/sources.list)
  local keys=/usr/share/keyrings/debian-archive-keyring.gpg
  echo "deb [signed-by=$keys] $mirror bookworm-backports main" >apt/etc/sources.list
  local options=(-qq -o "Dir::Etc=$cache/apt/etc" -o "Dir::Etc::sourcelist=$cache/apt/etc/sources.list"
    -o Dir::Etc::sourceparts=/dev/null -o "Dir::State=$cache/apt/state" -o "Dir::Cache=$cache/apt/cache"
    -o Dir::State::status=/var/lib/dpkg/status -o "APT::Sandbox::User=$(id -un)")
  apt-get "${options[@]}" update
  apt-get "${options[@]}" download "$snac"
  dpkg -x snac2_*.deb snac
  ldd snac/usr/bin/snac | grep -q 'not found' && { echo "install-mastodon.sh: snac needs libcurl4 and libssl3" >&2; return; }
  rm -rf apt snac2_*.deb
  echo "$snac" >snac.installed
  echo "install-mastodon.sh: snac is in $cache"
}

install_recordings() {
  local stamp
  stamp="$recordings $(sha256sum "$here/read_recordings.py" | cut -c1-16)"
  if [ "$(cat recordings.installed 2>/dev/null)" = "$stamp" ]; then
    echo "install-mastodon.sh: the recordings are in $cache already"
    return
  fi
  rm -rf recordings.* venv download
  echo "$recordings" >recordings.txt
  "${PYTHON:-python3}" -m venv venv
  venv/bin/python -m pip install --quiet --disable-pip-version-check pyyaml
  venv/bin/python -m pip download --quiet --disable-pip-version-check --no-deps --no-binary :all: --require-hashes -r recordings.txt -d download
  venv/bin/python "$here/read_recordings.py" download/*.tar.gz recordings.json
  rm -rf venv download
  echo "$stamp" >recordings.installed
  echo "install-mastodon.sh: the recordings are in $cache"
}

install_snac
install_recordings
