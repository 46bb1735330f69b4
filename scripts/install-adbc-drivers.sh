#!/usr/bin/env bash
# Puts the tests' ADBC drivers into .build/adbc-drivers, each in the folder of its Python wheel.
#
# Versions and hashes are in adbc-drivers.txt. If nothing is missing, it changes nothing. It installs nothing: pip only
# downloads the wheels, and the script unpacks them.
set -euo pipefail
cd "$(dirname "$0")/.."

readonly folder=.build/adbc-drivers
readonly list=scripts/adbc-drivers.txt
if [[ -f $folder/complete ]] && cmp --silent "$list" "$folder/complete"; then exit 0; fi

rm -rf "$folder"
mkdir -p "$folder/wheels"
# The package index needn't be trusted, because pip checks the hashes.
if ! python3 -m pip download --quiet --retries 2 --timeout 20 --disable-pip-version-check --no-deps \
    --only-binary=:all: --require-hashes --dest "$folder/wheels" --requirement "$list"; then
    echo "pip can't download the tests' ADBC drivers: see $list" >&2
    exit 1
fi
for wheel in "$folder"/wheels/*.whl; do
    python3 -m zipfile --extract "$wheel" "$folder"
done
rm -rf "$folder/wheels"
cp "$list" "$folder/complete"
