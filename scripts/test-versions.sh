#!/usr/bin/env bash
# Runs the tests, which must be built already, on PostgreSQL 16, 17 and 18. The servers come from Python wheels.
#
#   VERSIONS="18"       only these versions
#   FILTER=Publication  only these tests; all of IntegrationTests by default
#
# Versions and hashes of the wheels are in postgres-servers.txt. They are downloaded once, to .build/postgres-servers.
set -euo pipefail
cd "$(dirname "$0")/.."

readonly list=scripts/postgres-servers.txt
readonly wheels=.build/postgres-servers
if ! cmp --silent "$list" "$wheels/complete"; then
    rm -rf "$wheels"
    # The system's Python 3.11, which one of the wheels requires. The package index needn't be trusted, because pip
    # checks the hashes.
    if ! /usr/bin/python3 -m pip download --quiet --retries 2 --timeout 60 --disable-pip-version-check --no-deps \
        --only-binary=:all: --require-hashes --dest "$wheels" --requirement "$list"; then
        echo "pip can't download the servers: see $list" >&2
        exit 1
    fi
    cp "$list" "$wheels/complete"
fi

# A temporary folder, because the servers' user may not have access to this one.
servers=$(mktemp -d)
trap 'rm -rf "$servers"' EXIT
for wheel in "$wheels"/*.whl; do python3 -m zipfile --extract "$wheel" "$servers"; done
chmod -R a+rX "$servers"
chmod a+x "$servers"/*/pginstall/bin/*

code=0
for version in ${VERSIONS:-16 17 18}; do
    programs=
    for folder in "$servers"/*/pginstall/bin; do
        if [[ $("$folder/postgres" --version) == "postgres (PostgreSQL) $version."* ]]; then programs=$folder; fi
    done
    if [[ -z $programs ]]; then
        echo "There is no server of version $version in $list" >&2
        exit 2
    fi
    printf '\nPostgreSQL %s\n' "$("$programs/postgres" --version | awk '{ print $3 }')"
    SNOWMELT_TEST_POSTGRES=$programs scripts/test.sh "$@" --filter "${FILTER:-IntegrationTests}" || code=1
done
exit "$code"
