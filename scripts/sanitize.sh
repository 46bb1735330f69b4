#!/usr/bin/env bash
# Runs the unit tests with the thread sanitizer. Runs the tests of code that calls C or writes memory with the address
# sanitizer, which also finds leaks.
set -euo pipefail
cd "$(dirname "$0")/.."

# Prints a filter for the suites in these folders.
suites() {
    grep -rhoE '^struct [A-Za-z0-9]+Tests' "$@" | awk '{ print $2 }' | sort -u | paste -sd '|' -
}

# The sanitizers have their own build folders, so that other builds stay valid.
swift test --sanitize thread --scratch-path .build-thread --disable-xctest --filter UnitTests

suppressions=$(mktemp -d)
trap 'rm -rf "$suppressions"' EXIT
# Foundation leaks the buffer of a file that is shorter than expected, such as those in /proc.
echo 'leak:readBytesFromFile' >"$suppressions/leaks"
# SQLite's ADBC driver leaks the batch that it was filling when an error occurs.
echo 'leak:InternalSqliteStatementReaderGetNext' >>"$suppressions/leaks"
# MariaDB's driver measures its own texts that lack a terminator.
echo 'interceptor_via_lib:libmaodbc' >"$suppressions/addresses"
ASAN_OPTIONS="suppressions=$suppressions/addresses" \
    LSAN_OPTIONS="suppressions=$suppressions/leaks:print_suppressions=0" \
    swift test --sanitize address --scratch-path .build-address --disable-xctest \
    --experimental-maximum-parallelization-width 8 \
    --filter "^IntegrationTests\\.($(suites Tests/Integration/{ODBCSource,ADBCSource,PostgresSource,Postgres,PinnedThread}))/" \
    --filter "^UnitTests\\.($(suites Tests/Unit/PGCopy))/"
