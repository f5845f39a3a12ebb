#!/usr/bin/env bash
# Runs an intertally.exe under wine, as the checks of the offices' command would run a program of this machine. INTERTALLY_EXE names it.
export WINEDEBUG=${WINEDEBUG:--all} WINEPREFIX=${WINEPREFIX:-$HOME/.wine}
exec wine "${INTERTALLY_EXE:?}" "$@"
