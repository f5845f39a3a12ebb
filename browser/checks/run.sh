#!/usr/bin/env bash
# The page against the command, over every good and bad record here: the page's worker in Node, then the page in Chromium.
#   bash browser/checks/run.sh [PAGE]        PAGE: verify.html as it was made; made here otherwise
# It wants the built `intertally`, and takes the record of a round that the built `demo` holds now, both as `cargo test` leaves
# them. INTERTALLY_SCREENSHOTS=FOLDER keeps pictures of the page. What cannot be run is said, and ends well.
set -euo pipefail
cd "$(dirname "$0")/../.."

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
skip() { echo "browser/checks: skipped, $1"; exit 0; }
target=${CARGO_TARGET_DIR:-target}
built() { ls "$target/debug/$1" "$target/release/$1" 2>/dev/null | head -n 1 || true; }

command -v node >/dev/null || skip "no node"
command=$(built intertally)
[ -n "$command" ] || skip "no intertally is built"
page=${1:-$work/verify.html}
[ -f "$page" ] || bash browser/build.sh "$page"
[ -f "$page" ] || skip "no page could be made"

records=(docs/examples/round/cut.tar.gz)
demo=$(built demo)
if [ -n "$demo" ]; then
    "$demo" --structure docs/examples/round/structure.toml --returns docs/examples/round/returns --trustees 3 --threshold 2 \
        --out "$work/demo" >"$work/log" || { tail -n 20 "$work/log"; exit 1; }
    records+=("$work/demo/record")
else
    echo "no demo is built: the record of a new round is left out"
fi
node browser/checks/compare.mjs "$page" "$command" "$work" vectors/record "${records[@]}"

[ -n "$demo" ] || skip "Chromium wants the record of a new round"
export CHROMIUM=${CHROMIUM:-$(command -v chromium || command -v chromium-browser || command -v google-chrome || true)}
[ -n "$CHROMIUM" ] || skip "no Chromium: the page itself is left out"
mkdir -p "$work/node"
npm install --silent --no-audit --no-fund --prefix "$work/node" playwright-core@1.65.1 axe-core@4.14.1 >"$work/log" 2>&1 ||
    { tail -n 2 "$work/log"; skip "npm does not answer: the page itself is left out"; }
node browser/checks/chromium.mjs "$page" "$work/demo/record" "$work" ${INTERTALLY_SCREENSHOTS:+"$INTERTALLY_SCREENSHOTS"}
echo "browser/checks: passed"
