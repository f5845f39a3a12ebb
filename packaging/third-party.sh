#!/usr/bin/env bash
# Lists what the two programs and the page are built from, with licences, as THIRD-PARTY.md. `--check` compares instead of writing.
set -euo pipefail
cd "$(dirname "$0")/.."

list() {
    echo "# What the programs are built from"
    echo
    echo "Made by \`packaging/third-party.sh\` from Cargo.lock. \`cargo deny check licenses\` holds these licences against deny.toml."
    echo
    echo "| crate | version | licence |"
    echo "|---|---|---|"
    cargo tree --locked -p intertally-aggregator -p intertally-client -p intertally-browser -e normal,build --features intertally-aggregator/traces \
        --target all --prefix none --no-dedupe -f '{p}|{l}' \
        | grep -v '^intertally-' | sed -E 's/ \(proc-macro\)//; s/^([^ ]+) v([^ |]+)[^|]*\|(.*)$/| \1 | \2 | \3 |/' | grep -v '^$' | LC_ALL=C sort -u
    echo
    echo "Files of others that are compiled in as they are, with the text of their licences beside them:"
    echo
    echo "| file | from | version | licence |"
    echo "|---|---|---|---|"
    echo "| desk/assets/htmx.min.js | npm, htmx.org | 2.0.11 | 0BSD |"
    echo "| desk/assets/sse.min.js | npm, htmx-ext-sse | 2.2.4 | 0BSD |"
}

if [ "${1:-}" = --check ]; then
    diff -u THIRD-PARTY.md <(list) || { echo "run packaging/third-party.sh and commit THIRD-PARTY.md" >&2; exit 1; }
else
    list > THIRD-PARTY.md.new
    mv THIRD-PARTY.md.new THIRD-PARTY.md
fi
