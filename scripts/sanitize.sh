#!/usr/bin/env bash
# Runs the unit tests under the thread sanitizer, and the tests of what calls C or writes memory under the address
# sanitizer, which finds leaks as well.
set -euo pipefail
cd "$(dirname "$0")/.."

# A filter for the suites of these folders.
suites() {
    grep -rhoE '^struct [A-Za-z0-9]+Tests' "$@" | awk '{ print $2 }' | sort -u | paste -sd '|' -
}

# The sanitizers' builds leave what other builds made alone.
swift test --sanitize thread --scratch-path .build-thread --disable-xctest --filter UnitTests

suppressions=$(mktemp -d)
trap 'rm -rf "$suppressions"' EXIT
# Foundation loses the buffer of a file that it can't read to the end, as those in /proc.
echo 'leak:readBytesFromFile' >"$suppressions/leaks"
# SQLite's ADBC driver loses the batch that it was filling when it meets an error.
echo 'leak:InternalSqliteStatementReaderGetNext' >>"$suppressions/leaks"
# MariaDB's driver measures texts of its own that have no end.
echo 'interceptor_via_lib:libmaodbc' >"$suppressions/addresses"
ASAN_OPTIONS="suppressions=$suppressions/addresses" \
    LSAN_OPTIONS="suppressions=$suppressions/leaks:print_suppressions=0" \
    swift test --sanitize address --scratch-path .build-address --disable-xctest \
    --experimental-maximum-parallelization-width 8 \
    --filter "^IntegrationTests\\.($(suites Tests/Integration/{ODBCSource,ADBCSource,PostgresSource,Postgres,PinnedThread}))/" \
    --filter "^UnitTests\\.($(suites Tests/Unit/PGCopy))/"
