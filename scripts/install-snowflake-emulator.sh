#!/usr/bin/env bash
# Creates the Python environment for the tests' Snowflake emulator in .build/snowflake-emulator.
#
# Versions and hashes are in Tests/SnowflakeEmulator/requirements.txt. If nothing is missing, it changes nothing.
set -euo pipefail
cd "$(dirname "$0")/.."

readonly folder=.build/snowflake-emulator
readonly list=Tests/SnowflakeEmulator/requirements.txt
if cmp --silent "$list" "$folder/complete" && "$folder/bin/python" -c '' 2>/dev/null; then
    exit 0
fi

echo "Installing fakesnow for the tests' Snowflake emulator"
rm -rf "$folder"
# The system's Python, which has python3-venv.
/usr/bin/python3 -m venv "$folder"
# The package index needn't be trusted, because pip checks the hashes.
if ! "$folder/bin/python" -m pip install --quiet --retries 2 --timeout 20 --disable-pip-version-check --no-deps --only-binary=:all: \
    --require-hashes --requirement "$list"; then
    echo "pip can't install the tests' Snowflake emulator: see $list" >&2
    exit 1
fi
cp "$list" "$folder/complete"
