#!/usr/bin/env bash
# Opens psql on the last demo's cluster, and stops the cluster again afterwards. Arguments go to psql.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/demo-environment.sh"

[[ -d $cluster ]] || fail "there is no cluster; run 'make demo' first"
# Left alone when a demo is running on it.
if ! cluster_is_running; then
    start_cluster
    trap stop_cluster EXIT
fi
psql --host "$socket" --username demo --dbname analytics "$@"
