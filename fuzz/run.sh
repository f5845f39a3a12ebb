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

# Names of new functions are not printed: to look them up takes more time than the inputs.
fuzz() {
    mkdir -p "corpus/$2"
    "${cargo[@]}" fuzz run -O "${sanitizer[@]}" "$1" "corpus/$2" -- \
        -max_total_time="$seconds" -max_len="${3:-16384}" -timeout=30 -rss_limit_mb=2048 -print_funcs=0
}

# What people send, to begin with: the samples of returns, of structures and of what is typed. Whole returns are longer than other
# inputs. `$1` is the target; prints the greatest length.
seeds() {
    local to="corpus/$1" samples=../returns/samples cases=../returns/samples/cases file which
    mkdir -p "$to"
    case $1 in
        returns_csv) cp "$samples"/*.{csv,tsv} "$cases"/*.{csv,tsv} "$to/" ;;
        returns_sdmx_ml) cp "$samples"/*.xml "$cases"/ml-*.xml "$to/" ;;
        returns_sdmx_csv)
            # The fourth head is none: a sample brings its own.
            for file in "$samples"/*.csv "$cases"/*.csv; do
                { printf '\003'; cat "$file"; } >"$to/$(basename "$file")"
            done ;;
        returns_mapped)
            for which in 0 1 2 3; do
                for file in "$samples"/*.{csv,tsv} "$cases"/*.{csv,tsv}; do
                    { printf "\\00$which"; cat "$file"; } >"$to/$which-$(basename "$file")"
                done
            done ;;
        returns_packed)
            # The fifteenth kind is the file as it is.
            for file in "$cases"/*.{gz,xlsx}; do
                { printf '\016'; cat "$file"; } >"$to/$(basename "$file")"
            done ;;
        returns_workbook)
            for file in "$samples"/*.xlsx "$cases"/*.xlsx; do
                { printf '\377'; cat "$file"; } >"$to/$(basename "$file")"
            done ;;
        mapping)
            for file in "$samples"/*.mapping.toml "$cases"/*.mapping.toml; do
                { cat "$file"; printf '\n---\n'; cat "${file%.mapping.toml}"; } >"$to/$(basename "$file")"
            done ;;
        structure) cp ../structure/files/* "$cases"/structure.toml "$to/"; grep -l DataStructure "$cases"/*.xml | xargs -I{} cp {} "$to/" ;;
        expected)
            printf 'MEASURE,INTERVENTION,MEMBERS,NONZERO\n,,22,90\nINT_START,HACK_RIGHT,6,70\n' >"$to/comma"
            printf '\357\273\277members;nonzero;time_period\r\n22;90;2031-A1\r\n' >"$to/semicolon" ;;
        dates)
            for which in '2099-03-31T17:00[Europe/Amsterdam]' '2099-10-25T02:30+02:00[Europe/Amsterdam]' \
                '2099-03-31T17:00:00+02:00' '2099-03-31 17:00' '2099-07-01T10:00:00Z' 14d 36h '1w 2d 10m' P1M \
                '2099-03-29T02:30[!Europe/Amsterdam][u-ca=gregory]'; do
                printf '%s' "$which" >"$to/$(printf '%s' "$which" | cksum | cut -d' ' -f1)"
            done ;;
        settings)
            for which in NL https://tally.example.org:7443 'https://[::1]:7443' '[2001:db8::7]' 10.0.0.7 'Court of auditors'; do
                printf '\000%s' "$which" >"$to/$(printf '%s' "$which" | cksum | cut -d' ' -f1)"
            done
            printf '\001role = "member"\nname = "NL"\nserver = "https://tally.example.org:7443"\n' >"$to/office"
            printf '\002role = "member"\nname = "NL"\nsigning = "%064d"\n' 1 >"$to/card"
            printf '\003[[party]]\nrole = "member"\nname = "NL"\nsigning = "%064d"\n' 1 >"$to/directory" ;;
    esac
    case $1 in returns_* | mapping | structure) echo 65536 ;; dates | settings | expected) echo 4096 ;; *) echo 16384 ;; esac
}

for target in "${targets[@]}"; do
    if [ "$target" = object ]; then
        for decoder in $(cd .. && env -u RUSTC_BOOTSTRAP cargo run -q -p intertally-tests --bin decoders); do
            printf '\n== object, decoder %s, %s s\n' "$decoder" "$seconds"
            INTERTALLY_DECODER=$decoder fuzz object "object-$decoder"
        done
    else
        length=$(seeds "$target")
        printf '\n== %s, %s s\n' "$target" "$seconds"
        fuzz "$target" "$target" "$length"
    fi
done
