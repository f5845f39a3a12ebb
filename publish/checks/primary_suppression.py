#!/usr/bin/env python3
"""Primary suppression, written again from its definition, against what the plan decided.

    python3 primary_suppression.py FOLDER DATA

FOLDER holds plan-*.csv (a line per cell: minimum, members whose figure is public, decision, what each member sent) and
perhaps plan-real.csv, the plan over the returns in DATA/unodc-cyber, which are read here anew. No code is shared.

A cell is unsafe if, of the members that sent a figure above zero, fewer than its minimum (at least 3) are left without those
whose figure is public. A public nothing contributes nothing, and takes nobody off.
"""

import csv
import sys
from pathlib import Path

FLOOR = 3


def unsafe(sent, public, minimum):
    """sent: figure by member, for those that report."""
    protecting = sum(1 for member, figure in sent.items() if figure != 0 and member not in public)
    return protecting < max(FLOOR, minimum)


def compare(name, pairs):
    """pairs: cell, whether it is unsafe, decision of the plan."""
    pairs = list(pairs)
    # A cell that too few report is not counted at all: it may be safe by its count, which nobody learns.
    wrong = [
        cell
        for cell, is_unsafe, decision in pairs
        if decision != "uncounted" and is_unsafe != (decision == "primary")
    ]
    if wrong or not pairs:
        raise SystemExit(f"{name}: {len(wrong)} of {len(pairs)} cells decided otherwise, e.g. {wrong[:3]}")
    counted = sum(is_unsafe for _, is_unsafe, _ in pairs)
    print(f"{name}: {len(pairs)} cells, {counted} unsafe, as the plan says")
    return counted


def generated(path):
    with open(path, encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            cell, minimum, public, decision = (row.pop(name) for name in ("CELL", "MINIMUM", "PUBLIC", "DECISION"))
            sent = {member: int(figure) for member, figure in row.items() if figure != ""}
            yield cell, unsafe(sent, set(public.split()), int(minimum)), decision


def real(path, data):
    sent = {}
    for file in sorted((data / "unodc-cyber" / "returns").glob("*.csv")):
        with open(file, encoding="utf-8-sig", newline="") as lines:
            for row in csv.DictReader(lines):
                if row["OBS_VALUE"] not in ("", "NaN"):
                    cell = (row["OFFENCE"], row["TIME_PERIOD"])
                    sent.setdefault(cell, {})[file.stem] = int(row["OBS_VALUE"])
    with open(path, encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            cell = (row["OFFENCE"], row["TIME_PERIOD"])
            yield cell, unsafe(sent.get(cell, {}), set(), int(row["MINIMUM"])), row["DECISION"]


def main():
    folder, data = Path(sys.argv[1]), Path(sys.argv[2])
    counted = 0
    for path in sorted(folder.glob("plan-*.csv")):
        pairs = real(path, data) if path.stem == "plan-real" else generated(path)
        counted += compare(path.name, pairs)
    if not counted:
        raise SystemExit("no cell was unsafe: nothing was compared")


if __name__ == "__main__":
    main()
