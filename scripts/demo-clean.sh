#!/usr/bin/env bash
# Removes the demo's folder, including its cluster.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/demo-environment.sh"
stop_cluster
rm -rf "$demo"
