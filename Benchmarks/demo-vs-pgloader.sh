#!/usr/bin/env bash
# Compares Snowmelt with pgloader: the demo's fact table of two million rows, from the same SQLite file into the same
# PostgreSQL server, in turn (A B A B …), each time into an empty schema.
#
#   Benchmarks/demo-vs-pgloader.sh [ROUNDS]      `make bench-demo` runs two rounds
#
# Each run has two times. "All in" is the whole command: for Snowmelt planning, copying, the primary key, publishing and
# counting; for pgloader creating the table and copying, without any index. "Copy" is only the rows, from each tool's own
# records.
set -euo pipefail
cd "$(dirname "$0")/.."

rounds=${1:-2}
slots=4
scripts/install-dependencies.sh bench
source scripts/demo-environment.sh
for name in "${!SNOWMELT_@}"; do unset "$name"; done

swift build -c release --product snowmelt
swift build -c release --product snowmelt-worker
programs=$(swift build -c release --show-bin-path)

work=$(mktemp -d)
clean_up() {
    stop_cluster
    rm -rf "$work"
}
trap clean_up EXIT
create_cluster
create_source
# Both read from the page cache.
cat "$source_database" >/dev/null

cat >"$work/snowmelt.yaml" <<CONFIG
source:
  type: odbc
  connection: Driver=SQLite3;Database=$source_database
target:
  url: $target_url
defaults:
  mode: replace
  threads: $slots
  chunk_rows: 100000
tables:
  - source: main.factvisitcallperformance_cr
    target: analytics_dev.factvisitcallperformance_cr
CONFIG
cat >"$work/pgloader.load" <<COMMANDS
LOAD DATABASE
     FROM sqlite://$source_database
     INTO postgresql://demo@unix:$socket:5432/analytics?sslmode=disable
     WITH include drop, create tables, create no indexes, no foreign keys, reset no sequences
     INCLUDING ONLY TABLE NAMES LIKE 'factvisitcallperformance_cr';
COMMANDS

query() { target_sql --tuples-only --no-align --command "$1"; }

# Cleans the database, and writes all data of the last load to disk.
empty_target() {
    target_sql --command "SET client_min_messages = warning" --command "
        DROP SCHEMA IF EXISTS analytics_dev, migration_status, migration_receipt CASCADE" --command "
        DROP TABLE IF EXISTS public.factvisitcallperformance_cr" --command CHECKPOINT
}

# Fails unless all rows of the source have arrived.
expect_all_rows() {
    local count
    count=$(query "SELECT count(*) FROM $1.factvisitcallperformance_cr")
    [[ $count == 2000000 ]] || fail "$2 left $count rows"
}

run_snowmelt() {
    local began=$EPOCHREALTIME
    "$programs/snowmelt" run --workers 1 --progress none --config "$work/snowmelt.yaml" >"$work/out" 2>&1 ||
        { cat "$work/out" >&2; fail "snowmelt failed"; }
    local all
    all=$(seconds_since "$began")
    expect_all_rows analytics_dev snowmelt
    echo "$all $(query "SELECT extract(epoch FROM max(completed_at) - min(started_at))
                          FROM migration_status.migration_chunk_status")" >>"$work/snowmelt"
}

run_pgloader() {
    local began=$EPOCHREALTIME
    pgloader --root-dir "$work" "$work/pgloader.load" >"$work/out" 2>&1 || { cat "$work/out" >&2; fail "pgloader failed"; }
    local all
    all=$(seconds_since "$began")
    expect_all_rows public pgloader
    # Its summary ends the table's line with the seconds, as 35.572s or 1m2.3s.
    echo "$all $(awk '$1 == "factvisitcallperformance_cr" {
        seconds = $NF; sub(/s$/, "", seconds)
        if (split(seconds, part, "m") == 2) seconds = part[1] * 60 + part[2]
        print seconds }' "$work/out")" >>"$work/pgloader"
}

for ((round = 1; round <= rounds; round++)); do
    for tool in snowmelt pgloader; do
        empty_target
        "run_$tool"
        printf 'round %d  %-9s %s\n' "$round" "$tool" "$(tail -n 1 "$work/$tool" |
            awk '{ printf "all in %6.1f s   copy %6.1f s", $1, $2 }')"
    done
done

# Prints the median of a tool's column.
median() {
    cut -d ' ' -f "$2" "$work/$1" | sort -n |
        awk '{ value[NR] = $1 } END { print (value[int((NR + 1) / 2)] + value[int(NR / 2) + 1]) / 2 }'
}

printf '\n%-12s %10s %10s %14s\n' "median of $rounds" "all in, s" "copy, s" "rows/s copied"
for tool in snowmelt pgloader; do
    awk -v tool=$tool -v all="$(median $tool 1)" -v copy="$(median $tool 2)" \
        'BEGIN { printf "%-12s %10.1f %10.1f %14d\n", tool, all, copy, 2000000 / copy }'
done
awk -v a="$(median snowmelt 1)" -v b="$(median pgloader 1)" -v c="$(median snowmelt 2)" -v d="$(median pgloader 2)" \
    'BEGIN { printf "%-12s %10.2f %10.2f\n", "ratio", a / b, c / d }'
