#!/usr/bin/env bash
# Opens psql on the last demo's cluster, then stops the cluster. Arguments are passed to psql.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/demo-environment.sh"

[[ -d $cluster ]] || fail "there is no cluster; run 'make demo' first"
# A cluster that is already running isn't stopped, because a demo uses it.
if ! cluster_is_running; then
    start_cluster
    trap stop_cluster EXIT
fi
psql --host "$socket" --username demo --dbname analytics "$@"
