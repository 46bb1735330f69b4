#!/usr/bin/env bash
# Runs the tests, which must be built already, and lists the failures again at the end.
set -euo pipefail
cd "$(dirname "$0")/.."

log=$(mktemp)
trap 'rm -f "$log"' EXIT

# Most tests wait for servers and programs, so eight at a time keep two cores busy without long delays. Set
# SNOWMELT_TEST_WIDTH to fewer for tests that judge durations.
code=0
swift test --skip-build --disable-xctest \
    --experimental-maximum-parallelization-width "${SNOWMELT_TEST_WIDTH:-8}" "$@" 2>&1 | tee "$log" || code=$?
if [[ $code -ne 0 ]]; then
    printf '\nWhat failed:\n'
    grep --after-context 12 -E '^✘ Test .* recorded an issue' "$log" | grep -vE '^(✔|◇)' | cut -c 1-500 || true
fi
exit "$code"
