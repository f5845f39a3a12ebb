#!/usr/bin/env bash
# Runs the Python verifier over the small record of vectors/, and over every bad record that it should refuse.
# Needs python3 with venv, and a package index for numpy and cryptography; without them it says so and ends well.
set -euo pipefail
cd "$(dirname "$0")"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
if ! python3 -m venv "$work/venv" >"$work/log" 2>&1; then
    echo "skipped: python3 with venv is not here"
    exit 0
fi
if ! "$work/venv/bin/pip" install --quiet --disable-pip-version-check numpy cryptography >"$work/log" 2>&1; then
    echo "skipped: numpy and cryptography cannot be installed here"
    exit 0
fi
"$work/venv/bin/python" verifier.py ../../vectors/record/small.tar
"$work/venv/bin/python" check_bad.py ../../vectors/record
