# shellcheck shell=bash disable=SC2034
# Sourced by the demo's scripts: its paths, its PostgreSQL cluster and the cluster's user.
#
# The cluster has no TCP port; its socket is in a folder that only its owner (and root) can access.

repository=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

say() {
    if [[ -t 1 && -z ${NO_COLOR:-} ]]; then printf '\n\033[1m== %s\033[0m\n' "$*"; else printf '\n== %s\n' "$*"; fi
}
fail() {
    printf 'demo: %s\n' "$*" >&2
    exit 1
}

# Prints the seconds since an earlier value of EPOCHREALTIME.
seconds_since() { awk -v now="$EPOCHREALTIME" -v then="$1" 'BEGIN { printf "%.3f", now - then }'; }

# PostgreSQL refuses to run as root, so root runs it as the user that Debian's package created for it.
if [[ $(id -u) -eq 0 ]]; then
    as_server() { runuser -u postgres -- "$@"; }
else
    as_server() { "$@"; }
fi

# Uses ./demo, or a folder in /var/tmp if the server's user can't access the clone or the path is too long for a socket
# (107 bytes).
choose_demo_folder() {
    demo=$repository/demo
    mkdir -p "$demo"
    if [[ ${#demo} -gt 70 ]] || ! (cd / && as_server test -x "$demo"); then
        rmdir "$demo" 2>/dev/null || true
        demo=/var/tmp/snowmelt-demo-$(id -u)
        [[ -d $demo ]] || mkdir -m 755 "$demo"
        [[ -O $demo && ! -L $demo ]] || fail "$demo belongs to another user"
    fi
    cluster=$demo/cluster
    socket=$demo/socket
    server_log=$cluster/server.log
    source_database=$demo/source.sqlite
    config=$demo/snowmelt.yaml
    target_url="postgresql://demo@/analytics?host=$socket"
}

# Finds the newest server's programs, which Debian doesn't put on the PATH.
choose_server_programs() {
    server_programs=$(find /usr/lib/postgresql -maxdepth 2 -name bin 2>/dev/null | sort -V | tail -n 1)
    [[ -n $server_programs ]] || server_programs=$(dirname "$(command -v pg_ctl)")
    [[ -x $server_programs/pg_ctl ]] || fail "no PostgreSQL server found"
}

# Runs a server program in a folder that the server's user can access.
server_program() {
    local program=$1
    shift
    (cd / && as_server "$server_programs/$program" "$@")
}

cluster_is_running() { [[ -d $cluster ]] && server_program pg_ctl --pgdata "$cluster" status >/dev/null 2>&1; }

start_cluster() {
    server_program pg_ctl --pgdata "$cluster" --log "$server_log" --wait --silent start >/dev/null ||
        fail "PostgreSQL did not start; its log is $server_log"
}

stop_cluster() {
    if cluster_is_running; then
        server_program pg_ctl --pgdata "$cluster" --mode fast --wait --silent stop >/dev/null
    fi
}

# Replaces the last run's cluster by a new one with an empty database `analytics`.
create_cluster() {
    stop_cluster
    rm -rf "$cluster" "$socket"
    mkdir "$cluster" "$socket"
    chmod 700 "$cluster" "$socket"
    if [[ $(id -u) -eq 0 ]]; then chown postgres: "$cluster" "$socket"; fi
    server_program initdb --pgdata "$cluster" --username demo --auth trust --encoding UTF8 --locale C.UTF-8 \
        >/dev/null || fail "initdb failed"
    # As durable as a production server; only memory and WAL are sized for the load.
    as_server tee -a "$cluster/postgresql.conf" >/dev/null <<SETTINGS
listen_addresses = ''
unix_socket_directories = '$socket'
shared_buffers = 256MB
max_wal_size = 4GB
SETTINGS
    start_cluster
    target_sql --dbname postgres --command "CREATE DATABASE analytics" >/dev/null
}

# Runs psql on the cluster, without the user's start-up file.
target_sql() {
    psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 --host "$socket" --username demo --dbname analytics "$@"
}

# Creates the SQLite file, unless the last run left a complete one that was made by the same script.
create_source() {
    local script=$repository/scripts/demo-source.sql
    local made_by
    made_by=$(cksum <"$script")
    if [[ -f $source_database && $(cat "$source_database.made-by" 2>/dev/null) == "$made_by" ]]; then
        echo "kept from the last run"
        return
    fi
    rm -f "$source_database" "$source_database.made-by"
    sqlite3 -bail "$source_database" <"$script" >/dev/null
    echo "$made_by" >"$source_database.made-by"
}

choose_demo_folder
choose_server_programs
