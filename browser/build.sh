#!/usr/bin/env bash
# Makes verify.html, the verifier as one file that works from disk.
#   bash browser/build.sh [FILE, verify.html]        make it, and say its hash
#   bash browser/build.sh --check                    only see that the rooms below it build for a browser
# It wants a compiler with a standard library for wasm32-unknown-unknown. Where rustup has none, Debian's packages do:
#   apt-get install --no-install-recommends rustc-web cargo-web rust-web-src lld
# whose sources of the standard library are then compiled with the rest (-Z build-std). docs/verify-page.md has more.
set -euo pipefail
cd "$(dirname "$0")/.."

check='' target=wasm32-unknown-unknown
[ "${1:-}" != --check ] || check=yes
# A check that cannot be made is passed over with its reason; a page that cannot be made is an error.
skip() { echo "browser: skipped, $1"; [ "$check" ] || exit 2; exit 0; }
say() { printf '== %s\n' "$*"; }

# The rooms that a browser can have.
rooms=(core log publish verify roles browser)
of_rooms=()
for room in "${rooms[@]}"; do of_rooms+=(-p "intertally-$room"); done

refuse=skip panic=abort
. packaging/compiler.sh
if [ "${#std[@]}" -gt 0 ]; then
    # Debian's compiler brings no linker for it: rustup's does, or the package lld.
    linker=$(find "$(env -u RUSTC rustc --print sysroot)/lib/rustlib" -name rust-lld 2>/dev/null | head -n 1)
    export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER=${linker:-wasm-ld}
fi
# A folder of its own: another compiler would throw the usual one away.
export CARGO_TARGET_DIR=${INTERTALLY_BROWSER_TARGET:-${CARGO_TARGET_DIR:-target}/browser}

if [ "$check" ]; then
    say "the rooms below the page, for $target"
    exec "$cargo" check --locked --target "$target" "${std[@]}" "${of_rooms[@]}"
fi

page=${1:-verify.html}
version=$(sed -n '/^name = "wasm-bindgen"$/{n;s/^version = "\(.*\)"$/\1/p}' Cargo.lock)
tools=$CARGO_TARGET_DIR/tools
if ! "$tools/bin/wasm-bindgen" --version 2>/dev/null | grep -qF "$version"; then
    say "wasm-bindgen $version"
    env -u RUSTC -u RUSTC_BOOTSTRAP cargo install --quiet --root "$tools" --version "=$version" wasm-bindgen-cli
fi

say "the verifier, for $target"
# No path of the machine and no order of the work shows in the bytes.
cargo_home=${CARGO_HOME:-$HOME/.cargo}
export RUSTFLAGS="--remap-path-prefix=$PWD=. --remap-path-prefix=$cargo_home=cargo -C panic=abort"
"$cargo" rustc --locked --release --lib --crate-type cdylib --target "$target" "${std[@]}" -p intertally-browser \
    --config 'profile.release.codegen-units=1' --config 'profile.release.debug=false'

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$tools/bin/wasm-bindgen" --target no-modules --no-typescript --out-dir "$work" --out-name verifier \
    "$CARGO_TARGET_DIR/$target/release/intertally_browser.wasm"
python3 browser/page/assemble.py "$work/verifier.js" "$work/verifier_bg.wasm" >"$work/verify.html"
mv "$work/verify.html" "$page"
sha256sum "$page"
