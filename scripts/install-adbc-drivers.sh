#!/usr/bin/env bash
# Puts the ADBC drivers of the tests into .build/adbc-drivers, each in the folder that its Python wheel has.
#
# Versions and hashes stand in adbc-drivers.txt. With everything in place it changes nothing. Nothing is installed:
# pip fetches the wheels, which are unpacked.
set -euo pipefail
cd "$(dirname "$0")/.."

readonly folder=.build/adbc-drivers
readonly list=scripts/adbc-drivers.txt
if [[ -f $folder/complete ]] && cmp --silent "$list" "$folder/complete"; then exit 0; fi

rm -rf "$folder"
mkdir -p "$folder/wheels"
# A mirror's word isn't needed: the hashes are checked.
if ! python3 -m pip download --quiet --disable-pip-version-check --no-deps --only-binary=:all: --require-hashes \
    --dest "$folder/wheels" --requirement "$list"; then
    echo "The ADBC drivers of the tests can't be fetched by pip: see $list" >&2
    exit 1
fi
for wheel in "$folder"/wheels/*.whl; do
    python3 -m zipfile --extract "$wheel" "$folder"
done
rm -rf "$folder/wheels"
cp "$list" "$folder/complete"
