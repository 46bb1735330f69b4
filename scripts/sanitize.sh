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

# Foundation loses the buffer of a file that it can't read to the end, as those in /proc.
suppressions=$(mktemp)
trap 'rm -f "$suppressions"' EXIT
echo 'leak:readBytesFromFile' >"$suppressions"
LSAN_OPTIONS="suppressions=$suppressions:print_suppressions=0" swift test \
    --sanitize address --scratch-path .build-address --disable-xctest --experimental-maximum-parallelization-width 8 \
    --filter "$(suites Tests/Integration/{ODBCSource,Postgres,PinnedThread} Tests/Unit/PGCopy)"
