#!/usr/bin/env bash
# Makes the Python environment of the tests' Snowflake emulator in .build/snowflake-emulator.
#
# Versions and hashes stand in Tests/SnowflakeEmulator/requirements.txt. With everything in place it changes nothing.
set -euo pipefail
cd "$(dirname "$0")/.."

readonly folder=.build/snowflake-emulator
readonly list=Tests/SnowflakeEmulator/requirements.txt
if cmp --silent "$list" "$folder/complete" && "$folder/bin/python" -c '' 2>/dev/null; then
    exit 0
fi

echo "Installing fakesnow for the tests' Snowflake emulator"
rm -rf "$folder"
# The system's own, which has python3-venv.
/usr/bin/python3 -m venv "$folder"
# A mirror's word isn't needed: the hashes are checked.
if ! "$folder/bin/python" -m pip install --quiet --retries 2 --timeout 20 --disable-pip-version-check --no-deps --only-binary=:all: \
    --require-hashes --requirement "$list"; then
    echo "The Snowflake emulator of the tests can't be installed by pip: see $list" >&2
    exit 1
fi
cp "$list" "$folder/complete"
