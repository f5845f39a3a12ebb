#!/usr/bin/env python3
"""Drawn structures and returns: plan.py and shown.py against `intertally coordinator simulate`. Standard library alone.

    python compare_random.py INTERTALLY [FIRST_SEED] [HOW_MANY] [SIZE]

SIZE 1 or 2: few members, many zeros, earlier rounds; 3: more members and figures, so that much is opened.

Prints every difference, and at the end how many were compared, refused, and different. Exit code 1 if one differs.
"""
import csv, json, random, subprocess, sys, tempfile, time
from pathlib import Path

from compare import plan_table, read_returns, shown_of
from plan import Plan
from table import Table

def toml(value):
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{k} = {toml(v)}" for k, v in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(toml, value)) + "]"
    return json.dumps(value)

def write_structure(s, path):
    Path(path).write_text("".join(f"{k} = {toml(v)}\n" for k, v in s.items()))

def some_of(r, codes):
    """Parts of a sum: at times a code of the codelist is beside them."""
    return codes[:-1] if len(codes) > 2 and r.random() < 0.25 else codes

def tree(r, name, size, quiet):
    """A codelist: _T with codes below it, some of them broken down again; sums; not_sums; a quiet code."""
    codes, sums, nots = [{"id": "_T", "name": "all"}], [], []
    tops = [f"{name}{i}" for i in range(r.randint(2, 2 + size))]
    codes += [{"id": c, "name": c, "parent": "_T"} for c in tops]
    kind = r.random()
    for top in tops:
        if r.random() < 0.3:
            below = [f"{top}{x}" for x in "ab"[:r.randint(1, 2)] + "c"]
            codes += [{"id": c, "name": c, "parent": top} for c in below]
            if r.random() < 0.5:
                sums.append((top, some_of(r, below)))
            elif r.random() < 0.2:
                nots.append(top)
    if r.random() < quiet:
        codes.append({"id": name + "Q", "name": "unknown", "quiet": True, "parent": "_T"})
        tops = tops + [name + "Q"]
    if kind < 0.4 or quiet > 0.5:
        sums.append(("_T", some_of(r, tops)))
    elif kind < 0.5:
        nots.append("_T")
    return codes, sums, nots

def structure(r, size):
    areas = [f"X{c}" for c in "ABCDEFGHIJKL"[:r.randint(8, 12) if size > 2 else r.randint(4, 8)]]
    if r.random() < 0.25:
        areas.append(areas[0] + "-1")
    lists = [("CL_AREA", [{"id": a, "name": a} for a in ["_ALL", *areas]])]
    dims = [{"id": "REF_AREA", "name": "area", "codelist": "CL_AREA"}, {"id": "MEASURE", "name": "measure", "codelist": "CL_MEASURE"},
            {"id": "TIME_PERIOD", "name": "period"}]
    sums, nots, codes_of = [], [], {}
    quiet = r.choice([0.1, 0.1, 0.9])
    for d in ["OFF", "AGE", "SEX"][:r.choice([1, 2, 2, 3] if size > 1 else [1, 1, 2])]:
        codes, own_sums, own_nots = tree(r, d[0], min(size, 2), quiet)
        lists.append((f"CL_{d}", codes))
        dims.append({"id": d, "name": d, "codelist": f"CL_{d}"})
        sums += [{"dimension": d, "parent": p, "children": c} for p, c in own_sums]
        nots += [{"dimension": d, "parent": p, "reason": "overlap"} for p in own_nots]
        codes_of[d] = [c["id"] for c in codes]
    measures = [{"code": "M0", "unit": "case", "max": 60000, "min_contributors": r.choice([3, 3, 4, 5]), "rounding": r.choice([1, 5])}]
    if r.random() < 0.4:
        measures.append({"code": "N0", "unit": "case", "max": 60000, "min_contributors": 3, "rounding": r.choice([1, 5]), "of": "M0"})
    if r.random() < 0.2:
        measures.append({"code": "M1", "unit": "case", "max": 60000, "min_contributors": 3, "rounding": 5, "first": r.choice([13, 18, 23])})
    if r.random() < 0.15 and measures[-1].get("of"):
        measures.append({"code": "N1", "unit": "case", "max": 60000, "min_contributors": 3, "rounding": 5, "of": r.choice(["M0", "N0"])})
    # Measures below others in the codelist, whatever their denominators.
    below = {m["code"]: r.choice([one["code"] for one in measures]) for m in measures if r.random() < 0.25}
    lists.append(("CL_MEASURE", [{"id": m["code"], "name": m["code"],
                                  **({"parent": below[m["code"]]} if below.get(m["code"], m["code"]) < m["code"] else {})} for m in measures]))
    nots += [{"dimension": "MEASURE", "parent": m, "reason": "beside"} for m in set(below.values()) if r.random() < 0.1]
    tables = []
    ladder = r.random() < 0.3
    # Where it is smaller, the children of a parent stand in several tables, and often without it.
    share, total = r.choice([(0.6, 0.8), (0.6, 0.8), (0.35, 0.4)])
    for n in range(r.randint(1, 3)):
        values = [{"dimension": "MEASURE", "codes": [m["code"] for m in measures if r.random() < 0.8] or ["M0"]}]
        for d, codes in codes_of.items():
            some = [c for c in codes if r.random() < share] or ["_T"]
            if r.random() < total and "_T" not in some:
                some.insert(0, "_T")
            values.append({"dimension": d, "codes": some})
        table = {"id": f"T{n}", "title": "t", "values": values}
        if ladder:
            table["ladder"] = "l"
        if r.random() < 0.3:
            table["ragged"] = True
        tables.append(table)
    s = {"agency": "EX", "id": "DSD_X", "version": "1.0", "name": "drawn", "national_flow": "N", "total_flow": "T", "area": "REF_AREA",
         "measure": "MEASURE", "time": "TIME_PERIOD", "total_area": "_ALL", "dimensions": dims, "measures": measures, "sums": sums,
         "not_sums": nots, "tables": tables, "codelists": [{"id": i, "name": i, "codes": c} for i, c in lists],
         "publication": {"title": "t", "publisher": "p", "contact": "c", "licence": "l", "release": 1, "provisional": False}}
    if r.random() < 0.2:
        s["areas_within"] = [{"inner": areas[1], "outer": areas[2]}]
    return s, areas

def without_breakdown(r, table, figures):
    """A member that has unknown codes alone: in one dimension, of everything or of one code in another one."""
    silent = [d for d, codes in table.quiet_codes.items() if codes]
    if not silent:
        return
    place = {d: n for n, d in enumerate(d for d in range(len(table.dims)) if d not in (table.time, table.freq))}
    d, other = r.choice(silent), r.choice(list(place))
    only = r.choice([leaf[0].split(".")[place[other]] for leaf in table.leaves]) if r.random() < 0.6 else None
    for n, (figure, _, _) in enumerate(table.leaves):
        codes = figure.split(".")
        if codes[place[d]] not in table.quiet_codes[d] and only in (None, codes[place[other]]):
            figures[n] = 0

def narrowed(r, s):
    """The structure that a round has of whose tables some codes are not returned."""
    for _ in range(20):
        tables = []
        gone = {d["id"]: {c for t in s["tables"] for v in t["values"] if v["dimension"] == d["id"] for c in v["codes"] if r.random() < 0.3}
                for d in s["dimensions"]}
        for t in s["tables"]:
            values = [{**v, "codes": [c for c in v["codes"] if c not in gone[v["dimension"]]]} for v in t["values"]]
            if all(v["codes"] for v in values):
                tables.append({**t, "values": values})
        if tables:
            return {**s, "tables": tables}
    return s

def returns(r, table, areas, folder, claims, size=1):
    folder.mkdir(parents=True)
    systems = list(table.found)
    zero = r.choice([0.02, 0.1, 0.3] if size > 2 else [0.2, 0.5, 0.8])
    top = r.choice([3, 9, 60])
    silent = r.choice([0, 0, 0.05] if size > 2 else [0, 0, 0.05, 0.3])
    blank = r.choice([0, 0.3, 0.7])
    pairs = []
    for c in range(table.asked):
        row = table.rows[c]
        of = table.measures[row[table.measure]].get("of")
        other = of and table.place.get(row[:table.measure] + (of,) + row[table.measure + 1:])
        if other is not None and other < table.asked:
            pairs.append((c, other))
    for area in areas:
        if r.random() < 0.1:
            continue
        figures_of_leaves = {l: 0 if r.random() < zero else r.randint(1, top) for l in range(len(table.leaves))}
        use = r.choice(systems)
        if r.random() < blank:
            without_breakdown(r, table, figures_of_leaves)
        reported = {c for c in range(table.asked) if r.random() >= silent}
        changed = True
        while changed:
            changed = False
            for _, own, every in table.whole:
                if reported & set(own) and not set(every) <= reported:
                    reported -= set(own)
                    changed = True
            for a, b in pairs:
                if (a in reported) != (b in reported):
                    reported -= {a, b}
                    changed = True
        with open(folder / f"{area}.csv", "w", newline="") as f:
            w = csv.writer(f, lineterminator="\n")
            w.writerow(["REF_AREA", *table.dims, "OBS_VALUE", "OBS_STATUS", "CONF_STATUS", "PUBLISHED"])
            for c in range(table.asked):
                x = sum(figures_of_leaves[l] for l in table.found[use][c])
                claim = r.random() < claims if c in reported else False
                which = r.random() < 0.5
                w.writerow([area, *table.rows[c], *([x, "A"] if c in reported else ["", "M"]),
                            "C" if claim and which else "", "Y" if claim and not which else ""])

def case(seed, size, binary, work):
    r = random.Random(seed)
    s, areas = structure(r, size)
    start = time.time()
    periods = r.choice([["2024"], ["2024"], ["2023", "2024"], ["2024", "2024-S1", "2024-S2"], ["2024", "2024-Q1", "2024-Q2"]])
    # A year, and later its halves without it, or the other way round.
    parts = r.choice([["2024"], ["2024-S1", "2024-S2"]]) if r.random() < 0.2 else None
    path = work / "structure.toml"
    write_structure(s, path)
    earlier = []
    others = r.random() < 0.4
    for n in range(1 if parts else 0 if size > 2 and r.random() < 0.8 else r.choice([0, 0, 0, 1, 2])):
        asked = Table(narrowed(r, s) if others else s, parts or (r.choice([periods, periods, ["2024"]]) if others else periods))
        returns(r, asked, areas, work / f"earlier{n}", 0.05 if seed % 2 else 0, size)
        earlier.append((asked, work / f"earlier{n}"))
    if parts:
        periods = ["2024"] if len(parts) > 1 else ["2024-S1", "2024-S2"]
    table = Table(narrowed(r, s) if others and earlier else s, periods)
    returns(r, table, areas, work / "returns", r.choice([0, 0, 0.02 if size > 2 else 0.1]), size)
    command = [binary, "coordinator", "simulate", "--structure", str(path), "--returns", str(work / "returns"), "-o", str(work / "out"),
               *(x for _, one in earlier for x in ("--earlier", str(one)))]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode or not (work / "out/plan.json").exists():
        return "refused", (done.stderr or done.stdout).strip().splitlines()[:4], 0
    want = json.loads((work / "out/plan.json").read_text())
    if [w["key"] for w in want] != [c["key"] for c in table.cells]:
        keys = [c["key"] for c in table.cells]
        at = next((i for i, (a, b) in enumerate(zip(keys, [w["key"] for w in want])) if a != b), min(len(keys), len(want)))
        return "cells", [set(w["key"] for w in want) ^ set(keys), keys[at:at + 6], [w["key"] for w in want[at:at + 6]]], len(want)
    old = []
    for asked, one in earlier:
        given = read_returns(asked, one)
        shut = Plan(plan_table(asked, given, old)).shut
        old.append((asked, given, shut, shown_of(asked, given, shut, old)))
    given = read_returns(table, work / "returns")
    plan = Plan(plan_table(table, given, old))
    wrong = [(w["key"], plan.shut[c], w["shut"]) for c, w in enumerate(want) if plan.shut[c] != w["shut"]]
    for c, w in enumerate(want):
        if (len(plan.t["cells"][c]["members"]), plan.t["cells"][c]["count"]) != (w["reporters"], w["contributors"]):
            wrong.append((w["key"], "count", plan.t["cells"][c]["count"], w["contributors"], len(plan.t["cells"][c]["members"]), w["reporters"]))
        if plan.t["cells"][c]["changed"] != w["changed"]:
            wrong.append((w["key"], "changes", plan.t["cells"][c]["changed"], w["changed"]))
    if wrong:
        return "plan", wrong[:5], len(want)
    shown = shown_of(table, given, plan.shut, old)
    names = {"value": "value", "nearly": "nearly_all", "interval": "interval"}
    for c, w in enumerate(want):
        mine = (names[shown[c][0]], list(shown[c][2:])) if c in shown else ("withheld", None)
        if mine != (w["shown"], w["range"]):
            wrong.append((w["key"], mine, (w["shown"], w["range"])))
    kinds = {k: sum(w["shown"] == k for w in want) for k in ("value", "nearly_all", "interval")}
    reasons = {w["shut"] for w in want}
    return ("shown", wrong[:5], len(want)) if wrong else ("equal", [kinds, reasons, round(time.time() - start, 1)], len(want))

def main(binary, first=0, number=100, size=1, verbose=False):
    tally, cells, kinds, reasons = {}, 0, {}, {}
    for seed in range(first, first + number):
        with tempfile.TemporaryDirectory() as work:
            try:
                outcome, what, n = case(seed, size, binary, Path(work))
            except Exception as why:
                outcome, what, n = "failed", [repr(why)], 0
                if verbose:
                    raise
        tally[outcome] = tally.get(outcome, 0) + 1
        if sum(tally.values()) % 25 == 0:
            print("...", tally, flush=True)
        cells += n
        if outcome == "equal":
            for k, x in what[0].items():
                kinds[k] = kinds.get(k, 0) + x
            for one in what[1]:
                reasons[one] = reasons.get(one, 0) + 1
        if outcome != "equal" and (outcome != "refused" or tally["refused"] < 6):
            print(seed, outcome, n, "cells", *what, flush=True)
    print(tally, cells, "cells", kinds, reasons, flush=True)
    return 1 if set(tally) - {"equal", "refused"} else 0

if __name__ == "__main__":
    sys.exit(main(sys.argv[1], *map(int, sys.argv[2:5]), verbose=len(sys.argv) > 5) if len(sys.argv) > 1 else print(__doc__) or 2)
