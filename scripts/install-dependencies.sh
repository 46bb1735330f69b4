#!/usr/bin/env bash
# Installs the missing dependencies of a make target.
#
#   scripts/install-dependencies.sh build|demo|test|lint|bench|bench-guard
#
# If nothing is missing, it changes nothing and needs no privileges. Otherwise it uses apt-get, as root or through sudo.
# It leaves no server of these packages running, and with systemd none starts at the next boot, because the demo and the
# tests start their own servers.
set -euo pipefail
cd "$(dirname "$0")/.."

readonly build=(pkg-config libpq-dev unixodbc-dev)
case "${1:-}" in
    build) wanted=("${build[@]}") ;;
    demo) wanted=("${build[@]}" postgresql libsqliteodbc sqlite3) ;;
    bench-guard) wanted=("${build[@]}" postgresql libsqliteodbc gcc python3) ;;
    bench)
        wanted=(
            "${build[@]}" postgresql libsqliteodbc sqlite3 odbc-postgresql pgloader pgcopydb gcc python3-venv
            libpython3-dev
        )
        ;;
    test)
        wanted=(
            "${build[@]}" unixodbc postgresql libsqliteodbc sqlite3 odbc-postgresql odbc-mariadb mariadb-server
            openssl pgbouncer iproute2 nftables faketime strace python3-pip python3-venv
        )
        ;;
    lint) wanted=(shellcheck) ;;
    *)
        echo "usage: $0 build|demo|test|lint|bench|bench-guard" >&2
        exit 2
        ;;
esac

if ! command -v swift >/dev/null; then
    echo "Swift 6.1 or newer is missing: see https://www.swift.org/install/linux/" >&2
    exit 1
fi
if ! command -v dpkg-query >/dev/null; then
    echo "This isn't Debian or Ubuntu; install the contents of these packages yourself: ${wanted[*]}" >&2
    exit 1
fi

# Fetches dependencies that aren't system packages.
readonly target=$1
fetch_drivers() {
    [[ $target == test ]] || return 0
    if ! scripts/install-adbc-drivers.sh; then
        echo "Tests that need the ADBC drivers are skipped" >&2
    fi
    if ! scripts/install-snowflake-emulator.sh; then
        echo "Tests that need the Snowflake emulator are skipped" >&2
    fi
}

missing=()
for package in "${wanted[@]}"; do
    # The full status is needed, because dpkg also knows removed packages. pkgconf may provide "pkg-config".
    status=$(dpkg-query --show --showformat='${db:Status-Status}' "$package" 2>/dev/null || true)
    [[ $status == installed ]] || missing+=("$package")
done
if [[ ${#missing[@]} -eq 0 ]]; then
    fetch_drivers
    exit 0
fi

echo "Installing ${missing[*]}"
as_root=()
if [[ $(id -u) -ne 0 ]]; then
    if ! command -v sudo >/dev/null; then
        echo "Installing needs root: run 'apt-get install ${missing[*]}' as root, then repeat this command" >&2
        exit 1
    fi
    as_root=(sudo)
fi

# While apt-get runs, these files prevent it from creating a default PostgreSQL cluster and from starting services. They
# are removed afterwards; an existing policy file isn't changed.
readonly policy=/usr/sbin/policy-rc.d
readonly cluster_defaults=/etc/postgresql-common/createcluster.d/snowmelt-install.conf
ours=("$cluster_defaults")
clean_up() { "${as_root[@]}" rm -f "${ours[@]}"; }
trap clean_up EXIT
"${as_root[@]}" mkdir -p "$(dirname "$cluster_defaults")"
echo "create_main_cluster = false" | "${as_root[@]}" tee "$cluster_defaults" >/dev/null
if [[ ! -e $policy ]]; then
    ours+=("$policy")
    printf '#!/bin/sh\nexit 101\n' | "${as_root[@]}" tee "$policy" >/dev/null
    "${as_root[@]}" chmod 755 "$policy"
fi

# Servers whose packages can't be told not to start at boot: program and service.
readonly -A services=([mariadbd]=mariadb [pgbouncer]=pgbouncer)
new=()
for program in "${!services[@]}"; do
    command -v "$program" >/dev/null || new+=("$program")
done
log=$(mktemp)
install() {
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get "$@" >"$log" 2>&1 || {
        cat "$log" >&2
        echo "apt-get $* failed" >&2
        exit 1
    }
}
install update
install install --yes --no-install-recommends "${missing[@]}"
rm -f "$log"

if [[ -d /run/systemd/system ]]; then
    for program in "${new[@]}"; do
        if command -v "$program" >/dev/null; then
            "${as_root[@]}" systemctl disable --quiet "${services[$program]}"
        fi
    done
fi
fetch_drivers
