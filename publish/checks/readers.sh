#!/usr/bin/env bash
# Reports as readers open them, in headless Chromium: at two widths, light and dark, and on paper; axe-core, files, what is asked of
# the network (nothing), and pages (12 at most).
#   bash publish/checks/readers.sh [REPORT ...]        REPORT: a report.html; generated ones otherwise
# INTERTALLY_SCREENSHOTS=FOLDER keeps pictures and the paper. What cannot be run is said, and ends well.
set -euo pipefail
cd "$(dirname "$0")/../.."

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
skip() { echo "publish/checks/readers: skipped, $1"; exit 0; }

command -v node >/dev/null || skip "no node"
export CHROMIUM=${CHROMIUM:-$(command -v chromium || command -v chromium-browser || command -v google-chrome || true)}
[ -n "$CHROMIUM" ] || skip "no Chromium (on Debian: apt install chromium)"
mkdir -p "$work/node"
npm install --silent --no-audit --no-fund --prefix "$work/node" playwright-core@1.65.1 axe-core@4.14.1 >"$work/log" 2>&1 ||
    { tail -n 2 "$work/log"; skip "npm does not answer"; }
if [ $# = 0 ]; then
    # As the whole test command builds it: one package alone has other features, and would be built anew.
    INTERTALLY_PUBLICATIONS="$work" cargo test --quiet --locked --test publish -- --ignored for_readers
    set -- "$work"/*.html
fi
node publish/checks/readers.mjs "$work" "$@"
echo "publish/checks/readers: passed"
