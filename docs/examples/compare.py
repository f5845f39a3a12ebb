"""Tables from a structure and plain returns, as `coordinator simulate` reads them. For comparing, see compare_random.py."""
import csv, io
from pathlib import Path
from plan import candidates, countable, countries, standing
from reading import Reading, cut, figures_of, months_of, summed_before
from rules import made_of

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
    """earlier: list of (table, returns, plan, what was shown), oldest first; their tables may be of other structures."""
    reading = Reading(table.leaves, table.cells, table.soft_systems, table.parents)
    country = countries(table.within)
    old = []
    for n, (t, r, plan, shown) in enumerate(earlier):
        old += [{**one, "round": n, "opened": plan[c] is None, "returns": r, "cell": c,
                 "shown": shown[c][2:] if shown.get(c, ("interval",))[0] != "interval" else None} for c, one in enumerate(counted(t, r, list(old), country))]
    cells = counted(table, returns, old, country)
    for one in old:
        one["lists"] = [one["hard"], *reading.in_systems(one["hard"])]
    pieces = cut([table.leaves, *(leaves for one in old for leaves in one["lists"])])
    some = lambda leaves: frozenset(piece for leaf in leaves for piece in pieces[leaf])
    at = lambda places: some(table.leaves[place] for place in places)
    for c, one in enumerate(cells):
        one["leaves"] = [some(one["hard"]), *(at(dict(changed).get(c, table.cells[c]["leaves"])) for changed in table.soft_systems)]
    for one in old:
        one["leaves"] = [some(leaves) for leaves in one["lists"]]
    claimed = []
    for n, (t, r, _, _) in enumerate(earlier):
        own = [one for one in old if one["round"] == n]
        claimed += [(n, a, own[at]["leaves"], r[a][0][at]) for at in candidates(own) for a in sorted(r) if at in r[a][1]]
    public = standing([(a, cells[c]["leaves"], returns[a][0][c]) for a in sorted(returns) for c in sorted(returns[a][1])], claimed, old)
    return {"cells": cells, "earlier": old, "public": public, "systems": 1 + len(table.soft_systems), "ladders": table.ladders,
            "quiet": [(*map(at, leaves), guard) for *leaves, guard in table.quiet], "within": table.within, "made_of": made_of(table.cells, table.whole),
            "foreign": reading.foreign([one["hard"] for one in old if one["opened"] or one["claims"]])
            | summed_before([one["hard"] for one in cells], [one["hard"] for one in old if one["opened"]])}

def counted(t, r, before, country):
    """The cells of a round but for their leaves; `before`: those of earlier rounds."""
    made, out = made_of(t.cells, t.whole), []
    for c, cell in enumerate(t.cells):
        members, hard = frozenset(a for a, (f, _, _) in r.items() if f.get(c) is not None), [t.leaves[l] for l in cell["leaves"]]
        out.append({"key": cell["key"], "hard": hard, "sum": (figures_of(hard), months_of(hard)), "members": members,
                    "minimum": cell["min_contributors"], "count": sum(r[a][0][c] > 0 for a in members), "changed": None,
                    "months": sum(months for *_, months in hard), "count_only": cell["count_only"],
                    **{k: cell[k] for k in ("first", "max", "rounding")},
                    "confidential": {a for a in members if {c, *made.get(c, ())} & r[a][2]},
                    "claims": any(c in r[a][1] or {c, *made.get(c, ())} & r[a][2] for a in members)})
    bits = [countable(one, [x for x in before if x["sum"] == one["sum"]], country) for one in out]
    for one, (contributors, _) in zip(out, bits):
        one["count"] = one["count"] if contributors else None
    def changed(a, c):
        """The member was in openings of this sum, and has another figure than in each."""
        then = [one["returns"][a][0].get(one["cell"]) for one in before if one["opened"] and one["sum"] == out[c]["sum"] and a in one["returns"]]
        then, own = [x for x in then if x is not None], r[a][0].get(c)
        return own is not None and bool(then) and own not in then
    for c, (_, changes) in enumerate(bits):
        if changes:
            out[c]["changed"] = sum(changed(a, c) for a in out[c]["members"])
    return out

def shown_of(table, returns, plan, earlier=()):
    """Cell -> what 9.3 shows of it."""
    from shown import Shown
    shown = Shown(plan_table(table, returns, earlier), {c for c, why in enumerate(plan) if why is None})
    totals = {c: sum(returns[a][0].get(c) or 0 for a in returns) for c in range(len(table.cells)) if plan[c] is None}
    return shown.show(totals, shown.with_values())
