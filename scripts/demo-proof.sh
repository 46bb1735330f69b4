#!/usr/bin/env bash
# Compares the demo's source with its target, without Snowmelt: sqlite3 and psql print each table's rows in key order
# and in the same format, and the script compares the MD5 digests of both outputs.
#
#   scripts/demo-proof.sh SCHEMA [TABLE]…      the cluster must be running
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/demo-environment.sh"

schema=$1
shift
tables=("$@")
if [[ ${#tables[@]} -eq 0 ]]; then tables=(factvisitcallperformance_cr dim_agent dim_region dim_outcome); fi

# Prints a table's columns, beginning with the column that orders the rows. Each has a format: none (unchanged), flag,
# stamp (time stamp), bytes, or a number of decimals. The cluster's locale is C.UTF-8, so both engines order text by
# bytes.
columns_of() {
    case $1 in
        factvisitcallperformance_cr)
            echo visit_id call_id agent_id customer_id region_id channel_code is_completed:flag is_escalated visit_date \
                planned_time started_at:stamp ended_at:stamp talk_seconds handling_score:6 latitude:6 longitude:6 \
                amount:2 discount_rate:4 customer_name outcome notes signature:bytes
            ;;
        dim_agent) echo agent_id agent_name hired_on hourly_pay:2 is_active:flag ;;
        dim_region) echo region_id region_name ;;
        dim_outcome) echo description outcome ;;
        *) fail "no such table: $1" ;;
    esac
}

# Prints a table's SELECT for sqlite3 or psql.
select_of() {
    local engine=$1 table=$2 from=$3 list="" column name
    for column in $(columns_of "$table"); do
        name=${column%:*}
        case $engine:${column#"$name"} in
            *:) list+=", $name" ;;
            sqlite::flag | sqlite::stamp) list+=", $name" ;;
            sqlite::bytes) list+=", CASE WHEN $name IS NOT NULL THEN hex($name) END" ;;
            sqlite::*) list+=", CASE WHEN $name IS NOT NULL THEN printf('%.${column#*:}f', $name) END" ;;
            postgres::flag) list+=", $name::integer" ;;
            postgres::stamp) list+=", to_char($name, 'YYYY-MM-DD HH24:MI:SS.MS')" ;;
            postgres::bytes) list+=", upper(encode($name, 'hex'))" ;;
            postgres::*) list+=", round($name::numeric, ${column#*:})" ;;
        esac
    done
    local columns
    columns=$(columns_of "$table")
    echo "SELECT ${list#, } FROM $from ORDER BY ${columns%% *} NULLS FIRST"
}

source_rows() {
    sqlite3 -readonly -list -separator '|' -nullvalue '<NULL>' "$source_database" "$(select_of sqlite "$1" "$1")"
}

# FETCH_COUNT makes psql read through a cursor instead of holding two million rows in memory.
target_rows() {
    target_sql --tuples-only --no-align --field-separator '|' --pset 'null=<NULL>' --set FETCH_COUNT=20000 \
        --command "SET datestyle = ISO" --command "SET timezone = UTC" --command "$(select_of postgres "$1" "$schema.$1")"
}

different=0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
printf '%-28s %12s %12s  %s\n' table "source rows" "target rows" "MD5 of all rows, all columns"
for table in "${tables[@]}"; do
    source_rows "$table" | md5sum >"$work/source" &
    target_rows "$table" | md5sum >"$work/target"
    wait $!
    source_count=$(sqlite3 -readonly "$source_database" "SELECT count(*) FROM $table")
    target_count=$(target_sql --tuples-only --no-align --command "SELECT count(*) FROM $schema.$table")
    source_digest=$(cut -d ' ' -f 1 "$work/source")
    target_digest=$(cut -d ' ' -f 1 "$work/target")
    verdict="$source_digest equal"
    if [[ $source_digest != "$target_digest" || $source_count != "$target_count" ]]; then
        verdict="$source_digest DIFFERS from $target_digest"
        different=1
    fi
    printf '%-28s %12s %12s  %s\n' "$table" "$source_count" "$target_count" "$verdict"
done
exit $different
