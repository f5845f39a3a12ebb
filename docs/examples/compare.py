"""Tables from a structure and plain returns, as `coordinator simulate` reads them. For comparing, see compare_random.py."""
import csv, io
from pathlib import Path
from plan import candidates, countable, countries, standing

REPORTED = {"A": True, "P": True, "B": True, "W": True}

def read_returns(table, folder):
    """Area -> (cell -> figure or none, public, confidential)."""
    s, out = table.s, {}
    names = table.dims
    for path in sorted(Path(folder).glob("*.csv")):
        figures, public, confidential = {}, set(), set()
        for row in csv.DictReader(io.StringIO(path.read_text())):
            at = table.place.get(tuple(row[d] for d in names))
            if at is not None and row["OBS_VALUE"] not in ("", "NaN"):
                figures[at] = int(row["OBS_VALUE"])
                if row.get("CONF_STATUS") == "C":
                    confidential.add(at)
                if row.get("PUBLISHED") == "Y":
                    public.add(at)
        for c in range(table.asked, len(table.cells)):
            bit = table.bit(c, figures)
            if bit is not None:
                figures[c] = bit
        out[path.stem] = (figures, public, confidential)
    return out

def plan_table(table, returns, earlier=()):
    """earlier: list of (table, returns, plan), oldest first."""
    names = ["", *(name for name, _ in table.soft_systems)]
    def leaves(t, c):
        soft = {name: dict(changed) for name, changed in t.soft_systems}
        return [frozenset(t.leaves[l] for l in soft.get(name, {}).get(c, t.cells[c]["leaves"])) for name in names]
    def cell(t, r, c):
        members = frozenset(a for a, (f, _, _) in r.items() if f.get(c) is not None)
        return {"key": t.cells[c]["key"], "leaves": leaves(t, c), "members": members, "minimum": t.cells[c]["min_contributors"],
                "count": sum(r[a][0][c] > 0 for a in members), "changed": changed.get(c), "months": sum(t.leaves[l][2] for l in t.cells[c]["leaves"]),
                "count_only": t.cells[c]["count_only"], "confidential": {a for a, (_, _, conf) in r.items() if c in conf}}
    old, claimed = [], []
    changed = {}
    country = countries(table.within)
    def made(t, r, before, n):
        out = [cell(t, r, c) for c in range(len(t.cells))]
        for one in out:
            same = [x for x in before if x["leaves"][0] == one["leaves"][0] and x["count"] is not None]
            if not countable(one, same, country):
                one["count"] = None
        if before:
            for c, one in enumerate(out):
                # A member without a figure in the last opening, and any where there is none, has changed.
                openings = [x for x in before if x["opened"] and x["leaves"][0] == one["leaves"][0]]
                then = openings[-1]["returns"] if openings else {}
                one["changed"] = None if one["count"] is None else sum(
                    not openings or a not in then or then[a][0].get(openings[-1]["cell"]) != r[a][0][c] for a in one["members"])
        return out
    for n, (t, r, plan) in enumerate(earlier):
        first, high = len(old), {c: one[3] for c, one in shown_of(t, r, plan, earlier[:n]).items() if one[0] != "interval"}
        old += [{**one, "round": n, "opened": plan[c] is None, "returns": r, "cell": c, "first": t.cells[c]["first"], "high": high.get(c)} for c, one in enumerate(made(t, r, list(old), n))]
        claimed += [(n, a, old[first + at]["leaves"]) for at in candidates(old[first:]) for a in sorted(r) if at in r[a][1]]
    public = standing([(a, leaves(table, c)) for a in sorted(returns) for c in sorted(returns[a][1])], claimed)
    return {"cells": made(table, returns, list(old), None), "earlier": old, "public": public, "systems": len(names),
            "ladders": table.ladders, "quiet": [(*({table.leaves[l] for l in one} for one in leaves), guard) for *leaves, guard in table.quiet],
            "within": table.within}

def shown_of(table, returns, plan, earlier=()):
    """Cell -> what 9.3 shows of it."""
    from shown import Shown
    names = ["", *(name for name, _ in table.soft_systems)]
    made = plan_table(table, returns, earlier)
    def opened(t, cells, shut):
        out = []
        for c, cell in enumerate(cells):
            if shut[c] is None:
                out.append({**cell, "cell": c, "rounding": t.cells[c]["rounding"], "first": t.cells[c]["first"], "max": t.cells[c]["max"]})
        return out
    rounds = []
    for n, (t, r, p) in enumerate(earlier):
        rounds.append(opened(t, [one for one in made["earlier"] if one["round"] == n], p))
    rounds.append(opened(table, made["cells"], plan))
    quiet = frozenset(leaf for leaves, *_ in made["quiet"] for leaf in leaves)
    public = {(a, leaf) for a, leaves in made["public"] for leaf in leaves[0]}
    shown = Shown(rounds, quiet, public, len(names))
    totals = {c: sum(returns[a][0].get(c) or 0 for a in returns) for c in range(len(table.cells)) if plan[c] is None}
    return shown.show(totals, shown.with_values())
