#!/usr/bin/env bash
# Runs every fuzz target for a while: fuzz/run.sh [seconds per target, 60] [target ...]
set -euo pipefail
cd "$(dirname "$0")"

seconds=${1:-60}
shift || true

if ! cargo +nightly fuzz --version >/dev/null 2>&1; then
    echo "== installing cargo-fuzz"
    cargo +nightly install cargo-fuzz --locked
fi

targets=("$@")
if [ ${#targets[@]} -eq 0 ]; then
    mapfile -t targets < <(cargo +nightly fuzz list)
fi

for target in "${targets[@]}"; do
    printf '\n== %s, %s s\n' "$target" "$seconds"
    mkdir -p "corpus/$target"
    cargo +nightly fuzz run "$target" -- -max_total_time="$seconds" -max_len=8192 -timeout=10 -rss_limit_mb=2048
done
