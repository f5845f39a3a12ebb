#!/usr/bin/env python3
"""Drawn structures: table.py against the table that `print_table`, an example of structure/, prints. Standard library alone.

    python compare_tables.py PRINT_TABLE [FIRST_SEED] [HOW_MANY]
    python compare_tables.py PRINT_TABLE FILE PERIOD..

Prints the first difference of each, and at the end how many were compared, refused, and different. Exit code 1 if one differs.
"""
import random, subprocess, sys, tempfile
from pathlib import Path

from compare_random import structure, write_structure
from structure_file import structure_of
from table import Table

def lines(t):
    flag = lambda one: str(one).lower()
    for figure, start, months in t.leaves:
        yield f"leaf {figure} {start} {months}"
    for c in t.cells:
        yield f"cell {c['key']} {c['max']} {c['min_contributors']} {flag(c['count_only'])} {c['rounding']} {c['first']} {c['leaves']}"
    for n, changed in enumerate(t.soft_systems):
        for c, leaves in changed:
            yield f"system {n} {c} {leaves}"
    for steps, elsewhere, quiet in t.ladders:
        yield f"ladder {[one for one in steps if one]} {elsewhere} {quiet}"
    for leaves, soft, known, guard in t.quiet:
        yield f"quiet {leaves} {soft} {known} {guard}"
    for table, own, every in t.whole:
        yield f"whole {table} {own} {every}"
    for inner, outer in t.within:
        yield f"within {inner} {outer}"
    for place, code, parent in t.parents:
        yield f"parent {place} {code} {parent}"
    for *counts, bits, terms in t.evaluations:
        yield f"evaluation {counts} {bits} " + " ".join(f"{name} {cell}" for (name, _), cell in terms)

def compare(program, file, periods):
    """None where the program refuses; else the first line that differs, or nothing."""
    run = subprocess.run([program, file, *periods], capture_output=True, text=True)
    if run.returncode:
        return None
    own, other = list(lines(Table(structure_of(Path(file).read_bytes()), periods))), run.stdout.splitlines()
    for n in range(max(len(own), len(other))):
        a, b = (some[n] if n < len(some) else "nothing" for some in (own, other))
        if a != b:
            return f"{a}\n      program: {b}"
    return ""

def with_frequencies(r, s):
    """A dimension FREQ, in which each table has years, quarters, or both."""
    s["dimensions"].insert(0, {"id": "FREQ", "name": "frequency", "codelist": "CL_FREQ"})
    s["codelists"].append({"id": "CL_FREQ", "name": "CL_FREQ", "codes": [{"id": code, "name": code} for code in "AQ"]})
    for table in s["tables"]:
        table["values"].insert(0, {"dimension": "FREQ", "codes": r.choice([["A"], ["A"], ["Q"], ["A", "Q"]])})

def with_evaluations(r, s):
    """Six measures of a table of their own, and evaluations of some of their cells."""
    names = ["EV", "OF", "CEV", "COF", "EW", "CEW"]
    s["measures"] += [{"code": n, "unit": "case", "max": 60000, "min_contributors": r.choice([3, 5]), "rounding": 5} for n in names]
    next(one for one in s["codelists"] if one["id"] == "CL_MEASURE")["codes"] += [{"id": n, "name": n} for n in names]
    values = [{"dimension": "MEASURE", "codes": r.sample(names, 6)}, *r.choice(s["tables"])["values"]]
    values = [values[0], *(v for v in values[1:] if v["dimension"] != "MEASURE")]
    if values[-1]["dimension"] == "FREQ" or any(v["dimension"] == "FREQ" for v in values):
        values.sort(key=lambda v: v["dimension"] != "FREQ")
    s["tables"].append({"id": "EVAL", "title": "t", "values": values})
    effects = ["odds-ratio", "risk-ratio", "risk-difference", "test", "effective-number", "heterogeneity-of-odds-ratios",
               "heterogeneity-of-risk-ratios", "random-odds-ratio", "random-risk-ratio", "directions", "classes"]
    s["evaluations"] = []
    for n in range(r.randint(1, 2)):
        wanted = r.sample(effects, r.randint(1, 5))
        if set(wanted) <= {"directions", "classes"}:
            wanted.append("risk-ratio")
        own = [{"dimension": v["dimension"], "codes": r.sample(v["codes"], r.randint(1, len(v["codes"])))} for v in values
               if v["dimension"] != "MEASURE"]
        event = "EV"
        if n and r.random() < 0.6:
            # Another outcome of the same groups: both counts of persons are shared.
            event, wanted = "EW", [one for one in wanted if one not in ("directions", "classes")] or ["test"]
        s["evaluations"].append({"id": f"E{n}", "title": "t", "event": event, "of": "OF", "comparison_event": "C" + event, "comparison_of": "COF",
                                 "values": own, "effects": wanted,
                                 **({"bits": r.choice([0, 4, 8])} if r.random() < 0.4 else {}),
                                 **({"tau_squared": r.randint(1, 9999)} if any(one.startswith("random") for one in wanted) else {})})

def with_exclusive(r, s):
    """Measures within others that exclude each other, in the tables that ask these, and some of what lies within them."""
    codes = next(one for one in s["codelists"] if one["id"] == "CL_MEASURE")["codes"]
    whole, names = r.choice(s["measures"])["code"], [f"X{n}" for n in range(r.randint(2, 8))]
    s["exclusive"] = [{"measures": r.sample(names, r.randint(2, len(names))), "reason": "one each"} for _ in range(r.randint(1, 2))]
    for name in names + [f"Y{n}" for n in range(r.randint(0, 2))]:
        of = whole if name in names else r.choice(names)
        s["measures"].append({"code": name, "unit": "case", "max": 60000, "min_contributors": r.choice([3, 4]), "rounding": 5, "of": of})
        codes.append({"id": name, "name": name})
        for table in s["tables"]:
            own = next(v for v in table["values"] if v["dimension"] == "MEASURE")["codes"]
            if r.random() < 0.7:
                own.append(name)

def main(program, first=1, many=200):
    refused = compared = different = 0
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(int(first), int(first) + int(many)):
            r = random.Random(seed)
            s, _ = structure(r, r.choice([1, 2, 3]))
            periods = r.choice([["2024"], ["2023", "2024"], ["2024", "2024-Q1", "2024-Q2", "2024-Q3", "2024-Q4"]])
            if r.random() < 0.4:
                with_frequencies(r, s)
            if r.random() < 0.3:
                with_evaluations(r, s)
            if r.random() < 0.3:
                with_exclusive(r, s)
            file = str(Path(folder, "structure.toml"))
            write_structure(s, file)
            what = compare(program, file, periods)
            refused += what is None
            compared += what is not None
            if what:
                different += 1
                print(f"seed {seed} {periods}: {what}")
    print(f"{compared} compared, {refused} refused, {different} different")
    return 1 if different or not compared else 0

if __name__ == "__main__":
    if len(sys.argv) > 2 and not sys.argv[2].isdigit():
        what = compare(sys.argv[1], sys.argv[2], sys.argv[3:])
        print({None: "refused", "": "the same"}.get(what, what))
        sys.exit(0 if what == "" else 1)
    sys.exit(main(*sys.argv[1:]))
