# Which compiler builds for another target, and with which standard library: rustup's own, or Debian's rustc-web and cargo-web
# with the sources of rust-web-src, which are then compiled with the rest. To be sourced in the house's folder with `target`, with
# `panic` (abort, unwind), and with `refuse`, the name of a function that says why not and ends. Sets `cargo` and `std`.
std=()
if [ -d "$(rustc --print sysroot)/lib/rustlib/$target" ]; then
    cargo=cargo
elif [ -x /usr/bin/cargo ] && [ -d "$(/usr/bin/rustc --print sysroot)/lib/rustlib/src/rust/library" ]; then
    cargo=/usr/bin/cargo
    export RUSTC=/usr/bin/rustc RUSTC_BOOTSTRAP=1
    wanted=$(sed -n 's/^rust-version = "\(.*\)"$/\1/p' Cargo.toml) has=$("$RUSTC" --version | cut -d ' ' -f 2)
    [ "$(printf '%s\n' "$wanted" "$has" | sort -V | head -n 1)" = "$wanted" ] ||
        "$refuse" "the compiler in /usr/bin is $has, and $wanted is wanted: apt-get update, then install it again"
    std=(-Z "build-std=std,panic_$panic")
else
    "$refuse" "no standard library for $target: see the head of this script"
fi
