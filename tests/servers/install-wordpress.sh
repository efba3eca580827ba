#!/bin/bash
# Installs a WordPress (Debian's) with a private database into .cache/servers/wordpress of the repository (or
# JEMPOL_SERVERS). Called by install.sh; does nothing twice. Debian packages are installed only by root, only where missing.
set -euo pipefail
here=$(dirname "$(realpath "$0")")
cache=${JEMPOL_SERVERS:-$(realpath "$here/../..")/.cache/servers}
place=$cache/wordpress
stamp="3 $(sha256sum "$0" "$here"/wordpress/* | sha256sum | cut -c1-16)"
if [ "$(cat "$place/installed" 2>/dev/null)" = "$stamp" ]; then
  echo "install-wordpress.sh: WordPress is in $place already"
  exit 0
fi

missing=()
command -v php >/dev/null || missing+=(php-cli)
[[ $(php -m 2>/dev/null) == *mysqli* ]] || missing+=(php-mysql)
[[ $(php -m 2>/dev/null) == *SimpleXML* ]] || missing+=(php-xml)
command -v mariadbd >/dev/null || missing+=(mariadb-server-core)
command -v mariadb >/dev/null || missing+=(mariadb-client-core)
if [ ${#missing[@]} -gt 0 ]; then
  if [ "$(id -u)" != 0 ]; then
    echo "install-wordpress.sh: missing: ${missing[*]} (run as root on Debian, or install them yourself)" >&2
    exit 1
  fi
  apt-get update -q
  # The -core packages start no service, and php-cli brings no web server.
  DEBIAN_FRONTEND=noninteractive apt-get install -yq --no-install-recommends "${missing[@]}"
fi

rm -rf "$place"
mkdir -p "$place/deb" "$place/db"
cd "$place"
(cd deb && apt-get -qq -o APT::Sandbox::User=root download wordpress wordpress-theme-twentytwentythree)
for deb in deb/*.deb; do dpkg -x "$deb" root; done
cp -a root/usr/share/wordpress site
[ -e /etc/ssl/certs/ca-certificates.crt ] && cp --remove-destination /etc/ssl/certs/ca-certificates.crt site/wp-includes/certificates/ca-bundle.crt
cp "$here"/wordpress/*.php .
mv wp-config.php site/

mariadb-install-db --no-defaults --user="$(id -un)" --datadir="$place/db" --innodb-log-file-size=4M \
  --auth-root-authentication-method=normal --skip-test-db >/dev/null 2>&1
socket=$(mktemp -u /tmp/jempol-wp-XXXXXX.sock)
mariadbd --no-defaults --user="$(id -un)" --datadir="$place/db" --socket="$socket" --skip-networking --skip-log-bin \
  --innodb-log-file-size=4M --innodb-flush-log-at-trx-commit=0 --performance-schema=OFF >mariadb.log 2>&1 &
database=$!
trap 'kill $database 2>/dev/null || true; wait $database 2>/dev/null || true' EXIT
for _ in $(seq 200); do mariadb --no-defaults -S "$socket" -uroot -e 'select 1' >/dev/null 2>&1 && break; sleep 0.05; done
mariadb --no-defaults -S "$socket" -uroot -e \
  "create database wp character set utf8mb4; create user wp@localhost identified by 'wp'; grant all on wp.* to wp@localhost"
WP_SOCKET=$socket WP_PORT=80 php install.php
kill $database && wait $database || true
trap - EXIT
rm -rf deb root
echo "$stamp" >installed
echo "install-wordpress.sh: WordPress is in $place"
