#!/usr/bin/env bash
# The stores, their faults and rounds on two servers, on a PostgreSQL and an S3-compatible server of the tests' own.
# Brings both where it may; where it may not, the tests pass over what is missing and say so.
#   bash aggregator/tests/private/run.sh                those tests alone
#   bash aggregator/tests/private/run.sh COMMAND...     another command with both in reach, as `cargo test --locked`
set -euo pipefail
cd "$(dirname "$0")/../../.."

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

if ! ls /usr/lib/postgresql/*/bin/initdb >"$work/log" 2>&1; then
    as_root=()
    [ "$(id -u)" = 0 ] || as_root=(sudo -n)
    { "${as_root[@]}" apt-get update && "${as_root[@]}" apt-get install -y --no-install-recommends postgresql; } >"$work/log" 2>&1 ||
        { tail -n 3 "$work/log"; echo "PostgreSQL cannot be installed here: its tests are passed over"; }
fi
if ! command -v moto_server >"$work/log" 2>&1; then
    if python3 -m venv "$work/venv" >"$work/log" 2>&1 &&
        "$work/venv/bin/pip" install --quiet --disable-pip-version-check 'moto[server]' >"$work/log" 2>&1; then
        export INTERTALLY_MOTO="$work/venv/bin/moto_server"
    else
        tail -n 3 "$work/log"
        echo "moto cannot be installed here: the tests of buckets are passed over"
    fi
fi

export INTERTALLY_WITH_STORES=1
if [ $# -gt 0 ]; then
    "$@"
    exit
fi
# Over the whole workspace, as `cargo test`: another selection would compile the rooms below once more.
cargo test --locked --test stores
cargo test --locked --test storage on_postgresql
cargo test --locked --test server replicas
cargo test --locked --test processes twins
