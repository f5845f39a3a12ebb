#!/usr/bin/env bash
# Tries intertally.exe under wine: offices that are Windows programs, against a server of this machine.
#   bash packaging/windows/try.sh [FILE, intertally.exe]
# A whole round by commands (the checks of client/tests/processes), then every role at its desk in Chromium (desk/checks). It wants
# wine (on Debian: apt-get install wine64 wine) and, for the desk, what desk/checks/run.sh wants.
set -euo pipefail
exe=$(realpath "${1:-intertally.exe}")
cd "$(dirname "$0")/../.."

[ -f "$exe" ] || { echo "windows: there is no $exe; packaging/windows/build.sh makes it" >&2; exit 2; }
command -v wine >/dev/null || { echo "windows: there is no wine (on Debian: apt-get install wine64 wine)" >&2; exit 2; }
work=$(mktemp -d)
# The server of wine ends with the last program; it holds the folder until then.
trap 'pkill -P $$ sleep || true; WINEPREFIX=$work/wine wineserver -k 2>/dev/null; WINEPREFIX=$work/wine wineserver -w; rm -rf "$work"' EXIT
export INTERTALLY_EXE=$exe WINEPREFIX=$work/wine INTERTALLY_CLIENT=$PWD/packaging/windows/under-wine.sh
WINEDEBUG=-all WINEDLLOVERRIDES="mscoree=;mshtml=" wineboot --init >"$work/log" 2>&1 ||
    { tail -n 5 "$work/log"; echo "windows: wine does not start" >&2; exit 2; }
system=$WINEPREFIX/drive_c/windows/system32
[ -e "$system/bcryptprimitives.dll" ] ||
    x86_64-w64-mingw32-gcc -O2 -shared -o "$system/bcryptprimitives.dll" packaging/windows/wine-random.c -ladvapi32
# Wine's own services are started by the first program and end with the last: one that waits keeps them, or each command's output
# would stay open in theirs.
sleep infinity | wine cmd >"$work/log" 2>&1 &
sleep 5

"$INTERTALLY_CLIENT" --version
cargo test --locked -p intertally-client --test processes -- rounds::a_round_by hostile::a_return
bash desk/checks/run.sh
