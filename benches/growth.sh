#!/usr/bin/env bash
# Measures how one server grows with members and cells, and draws docs/growth.svg: `bash benches/growth.sh [small|whole|MxC ..]`.
# `whole` takes a quarter of an hour on two busy processors and 1 GB of room; without words the picture alone is drawn again.
# PROFILE=dev for a build with debug assertions.
set -euo pipefail
cd "$(dirname "$0")/.."

if [ $# -gt 0 ]; then
    cargo bench --locked -p intertally-aggregator --profile "${PROFILE:-bench}" --bench growth -- "$@"
fi
cargo run --locked -p intertally-benches --bin plot
