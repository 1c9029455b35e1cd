#!/bin/sh
# Runs a command with DATABASE_URL set to a throw-away PostgreSQL server, started for it alone.
set -eu

bin=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -n 1)
folder=$(mktemp -d)
port=${POSTGRES_PORT:-54329}
# PostgreSQL refuses to run as root.
as=""
if [ "$(id -u)" = 0 ]; then
    chown postgres "$folder"
    as="setpriv --reuid=postgres --regid=postgres --clear-groups"
fi
stop() {
    $as "$bin/pg_ctl" -D "$folder/data" -m immediate -w stop >/dev/null 2>&1 || true
    rm -rf "$folder"
}
trap stop EXIT INT TERM

$as "$bin/initdb" -D "$folder/data" --username=meedoen --auth=trust --encoding=UTF8 --locale=C.UTF-8 >/dev/null
$as "$bin/pg_ctl" -D "$folder/data" -w -l "$folder/log" \
    -o "-p $port -k $folder -c listen_addresses=127.0.0.1 -c fsync=off -c full_page_writes=off -c synchronous_commit=off" start >/dev/null
$as "$bin/createdb" -h 127.0.0.1 -p "$port" -U meedoen meedoen

DATABASE_URL="postgresql+psycopg://meedoen@127.0.0.1:$port/meedoen" "$@"
