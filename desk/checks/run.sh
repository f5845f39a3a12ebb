#!/usr/bin/env bash
# The desk's pages in headless Chromium, against a real server on loopback: a first day of three roles, a ceremony, a round from
# its preparation to its record, an audit; all of it in English, and most pages in Dutch and French; axe-core, keyboard, tabs, and
# who is not let in.
#   bash desk/checks/run.sh
# It wants the built `intertally` and `intertally-aggregator`, as `cargo test` leaves them. INTERTALLY_SCREENSHOTS=FOLDER keeps
# pictures of every page, at two widths and in both schemes, and INTERTALLY_CLIENT=PROGRAM takes another command than the built one,
# such as one for Windows under wine. What cannot be run is said, and ends well.
set -euo pipefail
cd "$(dirname "$0")/../.."

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
skip() { echo "desk/checks: skipped, $1"; exit 0; }
target=${CARGO_TARGET_DIR:-target}
built() { ls "$target/debug/$1" "$target/release/$1" 2>/dev/null | head -n 1 || true; }

command -v node >/dev/null || skip "no node"
command=${INTERTALLY_CLIENT:-$(built intertally)}
[ -n "$command" ] || skip "no intertally is built"
server=$(built intertally-aggregator)
[ -n "$server" ] || skip "no intertally-aggregator is built"
export CHROMIUM=${CHROMIUM:-$(command -v chromium || command -v chromium-browser || command -v google-chrome || true)}
[ -n "$CHROMIUM" ] || skip "no Chromium (on Debian: apt install chromium)"
mkdir -p "$work/node"
npm install --silent --no-audit --no-fund --prefix "$work/node" playwright-core@1.65.1 axe-core@4.14.1 >"$work/log" 2>&1 ||
    { tail -n 2 "$work/log"; skip "npm does not answer"; }
node desk/checks/walk.mjs "$work" "$command" "$server" ${INTERTALLY_SCREENSHOTS:+"$INTERTALLY_SCREENSHOTS"}
echo "desk/checks: passed"
