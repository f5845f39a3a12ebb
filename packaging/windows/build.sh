#!/usr/bin/env bash
# Makes intertally.exe, the command of every office, for Windows on x86-64.
#   bash packaging/windows/build.sh [FILE, intertally.exe]
# It wants a compiler with a standard library for x86_64-pc-windows-gnu, and a linker. Where rustup has no such library, Debian's
# packages do, whose sources of the standard library are then compiled with the rest (-Z build-std):
#   apt-get install --no-install-recommends rustc-web cargo-web rust-web-src gcc-mingw-w64-x86-64
# packaging/windows/try.sh runs what comes of it under wine. docs/windows.md has more.
set -euo pipefail
cd "$(dirname "$0")/../.."

target=x86_64-pc-windows-gnu
stop() { echo "windows: $1" >&2; exit 2; }
command -v x86_64-w64-mingw32-gcc >/dev/null || stop "no linker: apt-get install gcc-mingw-w64-x86-64"

refuse=stop panic=unwind
. packaging/compiler.sh
# A folder of its own: another compiler would throw the usual one away.
export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-target}/windows
export CARGO_TARGET_X86_64_PC_WINDOWS_GNU_LINKER=x86_64-w64-mingw32-gcc
# No path of the machine shows in the bytes.
cargo_home=${CARGO_HOME:-$HOME/.cargo}
export RUSTFLAGS="--remap-path-prefix=$PWD=. --remap-path-prefix=$cargo_home=cargo -C strip=symbols"
"$cargo" build --locked --release --target "$target" "${std[@]}" -p intertally-client --bin intertally

made=${1:-intertally.exe}
cp "$CARGO_TARGET_DIR/$target/release/intertally.exe" "$made"
# What Windows itself has, and nothing else: the file is all that an office is handed.
foreign=$(x86_64-w64-mingw32-objdump -p "$made" | sed -n 's/.*DLL Name: //p' | grep -iE '^(lib|zlib|mingw)' || true)
[ -z "$foreign" ] || stop "it wants libraries that Windows does not have: $foreign"
sha256sum "$made" | tee "$made.sha256"
