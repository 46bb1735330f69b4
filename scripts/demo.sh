#!/usr/bin/env bash
# The main job from end to end on one machine: SQLite to PostgreSQL over ODBC with three worker processes, one of which
# is killed meanwhile. `make demo` runs it, as root or as a user with sudo.
set -euo pipefail
cd "$(dirname "$0")/.."

scripts/install-dependencies.sh demo
source scripts/demo-environment.sh

# Only the demo's config applies.
for name in "${!SNOWMELT_@}"; do unset "$name"; done

say "Building the two programs"
swift build -c release --product snowmelt
swift build -c release --product snowmelt-worker
programs=$(swift build -c release --show-bin-path)
snowmelt() { "$programs/snowmelt" "$@"; }

run_pid=
clean_up() {
    if [[ -n $run_pid ]] && kill -TERM "$run_pid" 2>/dev/null; then wait "$run_pid" || true; fi
    stop_cluster
}
trap clean_up EXIT
trap 'exit 130' INT TERM

say "Starting a private PostgreSQL server, without a TCP port"
create_cluster
target_sql --tuples-only --no-align --command "SHOW server_version"

say "Creating the source: two million rows in SQLite"
began=$EPOCHREALTIME
create_source
printf '%s, %s MB, %.1f s\n' "$source_database" "$(($(stat --format %s "$source_database") / 1000000))" \
    "$(seconds_since "$began")"

cat >"$config" <<CONFIG
source:
  type: odbc
  connection: Driver=SQLite3;Database=$source_database
target:
  url: $target_url
defaults:
  mode: replace
  threads: 2
  chunk_rows: 100000
tables:
  - source: main.factvisitcallperformance_cr
    target: analytics_dev.factvisitcallperformance_cr
  - source: main.dim_*
    target: analytics_dev.*
CONFIG

say "snowmelt check"
snowmelt check --config "$config"

say "snowmelt plan --dry-run"
snowmelt plan --dry-run --config "$config" >"$demo/plan.txt"
head -n 40 "$demo/plan.txt"
echo "… full output: $demo/plan.txt"

say "snowmelt run --workers 3"
began=$EPOCHREALTIME
"$programs/snowmelt" run --workers 3 --progress log --config "$config" >"$demo/run.txt" &
run_pid=$!

# Prints the pids of the workers that the coordinator started.
workers() {
    local stat line
    for stat in /proc/[0-9]*/stat; do
        # A process may end before its file is read.
        read -r line 2>/dev/null <"$stat" || continue
        if [[ $line =~ ^([0-9]+)\ \(snowmelt-worker\)\ .\ ([0-9]+)\  && ${BASH_REMATCH[2]} == "$run_pid" ]]; then
            echo "${BASH_REMATCH[1]}"
        fi
    done
}

# Prints 1 once three chunks of the fact table are done and three are being copied. The query fails before the run has
# created its tables, which counts as no.
run_is_in_full_swing() {
    target_sql --tuples-only --no-align 2>/dev/null --command "
        SELECT 1 FROM migration_status.migration_chunk_status
         WHERE source_table = 'factvisitcallperformance_cr'
        HAVING count(*) FILTER (WHERE status = 'completed') >= 3 AND count(*) FILTER (WHERE status = 'in_progress') >= 3"
}

victim=
while kill -0 "$run_pid" 2>/dev/null; do
    if [[ $(run_is_in_full_swing || true) == 1 ]]; then
        read -r victim < <(workers) || fail "the run has no worker processes"
        break
    fi
    sleep 0.1
done
if [[ -n $victim ]]; then
    kill -9 "$victim"
    say "Killed worker process $victim with SIGKILL while it was copying"
fi

code=0
wait "$run_pid" || code=$?
run_pid=
elapsed=$(seconds_since "$began")
cat "$demo/run.txt"
[[ $code -eq 0 ]] || fail "the run ended with exit code $code"
[[ -n $victim ]] || fail "the run ended before a worker could be killed"

say "snowmelt verify latest --level counts"
snowmelt verify latest --level counts --config "$config"

say "Comparing source and target without Snowmelt"
scripts/demo-proof.sh analytics_dev

say "Chunks with more than one attempt: those of the killed worker"
target_sql --pset footer=off --command "
    SELECT target_table, chunk_id, chunk_range, status, attempts, rows, worker
      FROM migration_status.migration_chunk_status
     WHERE attempts > 1
     ORDER BY target_table, chunk_id"

say "The operator's status query"
target_sql --command "
SELECT target_schema, source_table,
       completed_chunks || '/' || total_chunks as progress,
       ROUND(completed_chunks::NUMERIC/total_chunks*100,1) || '%' as pct,
       status
FROM migration_status.migration_table_status
WHERE target_schema IN ('analytics_dev', 'analytics_dev2')
ORDER BY target_schema;"

printf '\n2,000,519 rows in four tables, planned, copied and published in %.1f s, with one worker killed meanwhile.\n' \
    "$elapsed"
echo "The cluster is stopped. To inspect it: make demo-psql"
