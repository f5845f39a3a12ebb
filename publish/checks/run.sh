#!/usr/bin/env bash
# Loads a generated publication with the SDMX libraries that statisticians use (PyPI), in an environment of its own.
#   bash publish/checks/run.sh
# Without Python, pip or PyPI it says so and ends well; a check that fails ends with 1.
set -euo pipefail
cd "$(dirname "$0")/../.."

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
skip() { echo "publish/checks: skipped, $1"; exit 0; }

command -v python3 >/dev/null || skip "no python3"
python3 -m venv "$work/venv" >"$work/log" 2>&1 || skip "python3 has no venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check --retries 1 --timeout 30 \
    --requirement publish/checks/requirements.txt >"$work/log" 2>&1 || { tail -n 2 "$work/log"; skip "PyPI does not answer"; }

INTERTALLY_PUBLICATIONS="$work" cargo test --quiet --locked --test publish -- --ignored for_the_peers
for kind in small wide series; do
    "$work/venv/bin/python" publish/checks/load_sdmx.py "$work/$kind"
done
"$work/venv/bin/python" publish/checks/primary_suppression.py "$work" "${INTERTALLY_DATA:-../shared/data}"
echo "publish/checks: passed"
