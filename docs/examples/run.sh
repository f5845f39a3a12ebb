#!/usr/bin/env bash
# Runs the Python programs over the records here, over every bad one that they should refuse, over the records of two
# rounds that the built `demo` holds now, one of them with an evaluation, over the vectors of the argument and its
# statements, drawn tables against the built `intertally`, drawn structures against the built `print_table`, and
# evaluations against the built `pooled`. All but verifier.py need Python 3.11 alone, evaluation.py statsmodels besides;
# verifier.py needs venv, and a package index for cryptography. What cannot be run is said, and ends well.
set -euo pipefail
cd "$(dirname "$0")"
export PYTHONDONTWRITEBYTECODE=1

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
skip() { echo "skipped: $1"; exit 0; }

python3 -c 'import tomllib' 2>"$work/log" || skip "python3 of 3.11 or later is not here"
python3 argument.py ../../vectors/argument
python3 statement_vectors.py ../../vectors/statements
for record in cut again; do
    python3 publication.py "round/$record.tar.gz"
    python3 check_bad_publication.py "round/$record.tar.gz"
done

# As `cargo test` leaves it.
target=${CARGO_TARGET_DIR:-../../target}
demo=$(ls "$target"/debug/demo "$target"/release/demo 2>"$work/log" | head -n 1 || true)
if [ -n "$demo" ]; then
    "$demo" --structure round/structure.toml --returns round/returns --trustees 3 --threshold 2 --out "$work/out" >"$work/log" ||
        { tail -n 20 "$work/log"; exit 1; }
    python3 publication.py "$work/out/record"
    python3 check_bad_publication.py "$work/out/record" >"$work/log" || { cat "$work/log"; exit 1; }
    # One country publishes its own counts: terms are made of them, and the others must be enough without it.
    python3 trials.py ../../evaluation/tests/bcg.in "$work/trials" XC
    "$demo" --structure ../../structure/files/sample-evaluation.toml --returns "$work/trials" --trustees 3 --threshold 2 \
        --out "$work/evaluated" >"$work/log" || { tail -n 20 "$work/log"; exit 1; }
else
    echo "no demo is built: the record of a new round is left out"
fi

office=$(ls "$target"/debug/intertally "$target"/release/intertally 2>"$work/log" | head -n 1 || true)
if [ -n "$office" ]; then
    python3 compare_random.py "$office" 7000 12 1
else
    echo "no intertally is built: drawn tables are left out"
fi

tables=$(ls "$target"/debug/examples/print_table "$target"/release/examples/print_table 2>"$work/log" | head -n 1 || true)
if [ -n "$tables" ]; then
    python3 compare_tables.py "$tables" 9000 100
    python3 compare_tables.py "$tables" ../../structure/files/intercop-coio-1.0.toml 2024
    python3 compare_tables.py "$tables" ../../structure/files/intercop-first-1.0.toml 2024
else
    echo "no print_table is built: drawn structures are left out"
fi

pooled=$(ls "$target"/debug/examples/pooled "$target"/release/examples/pooled 2>"$work/log" | head -n 1 || true)
if [ -n "$pooled" ]; then
    python3 -m venv "$work/statistics" >"$work/log" 2>&1 &&
        "$work/statistics/bin/pip" install --quiet --disable-pip-version-check statsmodels >"$work/log" 2>&1 ||
        echo "statsmodels cannot be installed here: sums of terms are compared, and no statistics"
    statistics="$work/statistics/bin/python"
    [ -x "$statistics" ] || statistics=python3
    "$statistics" evaluation.py "$pooled" 5000 40
else
    echo "no pooled is built: evaluations are left out"
fi

python3 -m venv "$work/venv" >"$work/log" 2>&1 || skip "python3 has no venv: verifier.py is left out"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check cryptography >"$work/log" 2>&1 ||
    skip "cryptography cannot be installed here: verifier.py is left out"
"$work/venv/bin/python" verifier.py ../../vectors/record/small.tar
"$work/venv/bin/python" check_bad.py ../../vectors/record
if [ -n "$demo" ]; then
    "$work/venv/bin/python" verifier.py "$work/out/record"
    "$work/venv/bin/python" verifier.py "$work/evaluated/record"
    "$work/venv/bin/python" check_claims.py "$work/evaluated/record"
fi
