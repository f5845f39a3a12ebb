#!/usr/bin/env bash
# Runs every fuzz target for a while, and `object` once for each decoder: fuzz/run.sh [seconds each, 60] [target ...]
set -euo pipefail
cd "$(dirname "$0")"

seconds=${1:-60}
shift || true

# Nightly where it is installed; else stable with its unstable flags unlocked, and no sanitizer.
if rustup run nightly rustc --version >/dev/null 2>&1; then
    cargo=(cargo +nightly)
    sanitizer=()
else
    export RUSTC_BOOTSTRAP=1
    cargo=(cargo)
    sanitizer=(--sanitizer none)
fi

if ! "${cargo[@]}" fuzz --version >/dev/null 2>&1; then
    echo "== installing cargo-fuzz"
    "${cargo[@]}" install cargo-fuzz --locked
fi

targets=("$@")
if [ ${#targets[@]} -eq 0 ]; then
    mapfile -t targets < <("${cargo[@]}" fuzz list)
fi

fuzz() {
    mkdir -p "corpus/$2"
    "${cargo[@]}" fuzz run -O "${sanitizer[@]}" "$1" "corpus/$2" -- \
        -max_total_time="$seconds" -max_len="${3:-16384}" -timeout=10 -rss_limit_mb=2048
}

for target in "${targets[@]}"; do
    if [ "$target" = object ]; then
        for decoder in $(cd .. && env -u RUSTC_BOOTSTRAP cargo run -q -p intertally-tests --bin decoders); do
            printf '\n== object, decoder %s, %s s\n' "$decoder" "$seconds"
            INTERTALLY_DECODER=$decoder fuzz object "object-$decoder"
        done
    else
        # What people send, to begin with; whole returns are longer than other inputs.
        length=16384
        samples=(../release/samples/*.{csv,tsv,xml,xlsx} ../release/samples/cases/*.{csv,tsv,xml,xlsx})
        mkdir -p "corpus/$target"
        case $target in
            returns_text) length=65536; cp "${samples[@]}" "corpus/$target/" ;;
            returns_mapped)
                length=65536
                for which in 0 1 2; do
                    for sample in "${samples[@]}"; do
                        { printf "\\00$which"; cat "$sample"; } >"corpus/$target/$which-$(basename "$sample")"
                    done
                done ;;
            returns_workbook)
                length=65536
                for sample in ../release/samples/*.xlsx ../release/samples/cases/*.xlsx; do
                    { printf '\377'; cat "$sample"; } >"corpus/$target/$(basename "$sample")"
                done ;;
            settings)
                cp ../release/samples/*.toml ../release/samples/cases/*.{toml,xml} ../structure/files/* "corpus/$target/" ;;
        esac
        printf '\n== %s, %s s\n' "$target" "$seconds"
        fuzz "$target" "$target" "$length"
    fi
done
