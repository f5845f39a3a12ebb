"""The table of 7.9, what readers see by 9.3, and the composition of 7.8, out of a round as the log gives it: `m` the manifest, `latest`
member -> (digest, header) of the sealed set, `adopted` the plan."""
from plan import candidates, standing
from reading import Reading, cut, summed_before
from record import COMPOSITION, PUBLIC, D, Wrong, need
from rules import made_of, reported
from shown import Fault, Shown

def remembered(m, find):
    """What a round remembers of the earlier ones that it names, oldest first (7.8): composition and public sheet, or none of the latter.
    `find` gives bytes by digest. Answers with none if something is not there; Wrong of what cannot be read."""
    out = []
    for round_id, of_composition, of_sheet in m["earlier"]:
        read = lambda kind, label, digest: None if digest is None else named(kind, label, digest, find(digest), round_id)
        composition, sheet = read(COMPOSITION, "composition", of_composition), read(PUBLIC, "public-sheet", of_sheet)
        if composition is None or (sheet is None) != (of_sheet is None):
            return None
        out.append({**composition, "public": sheet})
    return out

def named(kind, label, digest, data, round_id):
    if data is None or D(label, data) != digest:
        return None
    value = kind.dec(data)
    return value if value["round"] == round_id else None

def shown_before(one):
    """Of a cell and its place what was shown of it by itself (7.8)."""
    if one["public"] is None:
        return lambda cell, c: "NotYet" if cell["opened"] else None
    told = {c: (x, x) if kind == "Exact" else tuple(x[-2:]) for c, (kind, x) in one["public"]["cells"]}
    return lambda cell, c: told.get(c)

def make_table(r, earlier, counts, changed):
    """The table of 7.9; `earlier`: what is remembered."""
    m = r.m
    headers = {m["members"][i][0]: h for i, (_, h) in sorted(r.latest.items())}
    systems = [{}, *map(dict, m["rules"]["systems"])]
    reading = Reading(m["leaves"], m["cells"], m["rules"]["systems"], m["rules"]["parents"])
    before = [(n, cell, [cell["leaves"], *reading.in_systems(cell["leaves"])]) for n, one in enumerate(earlier or []) for cell in one["cells"]]
    pieces = cut([m["leaves"], *(leaves for _, _, lists in before for leaves in lists)])
    some = lambda leaves: frozenset(p for l in leaves for p in pieces[l])
    months = lambda leaves: sum(l[2] for l in leaves)
    made, cells = made_of(m["cells"], m["rules"]["whole"]), []
    for c, cell in enumerate(m["cells"]):
        leaves = [some(m["leaves"][l] for l in system.get(c, cell["leaves"])) for system in systems]
        cells.append({"key": cell["key"], "leaves": leaves, **{k: cell[k] for k in ("rounding", "first", "max")}, "months": months([m["leaves"][l] for l in cell["leaves"]]),
                      "members": frozenset(a for a, h in headers.items() if c in reported(h)), "minimum": cell["min_contributors"],
                      "count": counts[c] if counts else None, "changed": changed[c] if changed else None, "count_only": cell["count_only"],
                      "confidential": {a for a, h in headers.items() if {c, *made.get(c, ())} & set(h["confidential"]) and c in reported(h)}})
    old, old_public = [], []
    for n, cell, lists in before:
        one = earlier[n]
        place = sum(1 for x in old if x["round"] == n)
        old.append({"key": cell["key"], "leaves": [some(leaves) for leaves in lists], "months": months(cell["leaves"]),
                    "members": frozenset(cell["members"]), "confidential": set(cell["confidential"]) & set(cell["members"]),
                    "minimum": cell["minimum"], "count": cell["count"], "changed": cell["changed"],
                    "opened": cell["opened"], "round": n, "first": cell["first"], "shown": shown_before(one)(cell, place)})
    for n, one in enumerate(earlier or []):
        own = [x for x in old if x["round"] == n]
        old_public += [(n, a, own[at]["leaves"], x) for at in candidates(own) for a, x in one["cells"][at]["public"] if a in own[at]["members"]]
    public = standing([(a, cells[c]["leaves"], x) for a, h in headers.items() for c, x in h["public"]], old_public, old)
    return {"cells": cells, "earlier": old, "public": public, "systems": len(systems), "within": m["rules"]["within"], "ladders": m["rules"]["ladders"],
            "made_of": made,
            "foreign": reading.foreign([cell["leaves"] for _, cell, _ in before if cell["opened"] or cell["public"] or cell["confidential"]])
            | summed_before([[m["leaves"][l] for l in cell["leaves"]] for cell in m["cells"]], [cell["leaves"] for _, cell, _ in before if cell["opened"]]),
            "quiet": [(*(some(m["leaves"][l] for l in one) for one in leaves), guard) for *leaves, guard in m["rules"]["quiet"]]}

def what_is_shown(r, earlier, totals, told):
    """9.3 from totals, or from what the public sheet tells, and that the sheet tells exactly that. Cell -> (kind, value, low, high)."""
    m, made = r.m, make_table(r, earlier, None, None)
    shown = Shown(made, set(r.adopted["approved"]))
    if totals is not None and earlier is not None:
        values = shown.with_values()
    else:
        # Without what earlier rounds opened the sheet's word is taken for which cells have values of their own.
        values = set(told)
        need(m["earlier"] or shown.with_values() == values, "the sheet tells of exactly the cells with values")
    if totals is None:
        totals = {c: numbers if kind == "Exact" else numbers[0] for c, (kind, numbers) in told.items()}
    try:
        out = shown.show(totals, values)
    except Fault as why:
        raise Wrong(f"what is shown: {why}") from None
    mine = {}
    for c in values:
        kind, value, low, high = out[c]
        mine[c] = ("NearlyAll", (low, high)) if kind == "nearly" else ("Exact", value) if low == high else ("Band", (value, low, high))
    for c in sorted(set(mine) | set(told)):
        need(mine.get(c) == told.get(c), f"cell {c}: the public sheet tells {told.get(c)}, readers see {mine.get(c)}")
    return out

def composition(r, sheet, counts, changed):
    """7.8."""
    m, approved = r.m, set(r.adopted["approved"])
    leaf = lambda ls: [m["leaves"][l] for l in ls]
    made, cells = made_of(m["cells"], m["rules"]["whole"]), []
    for c, cell in enumerate(m["cells"]):
        among = [(m["members"][i][0], h) for i, (_, h) in sorted(r.latest.items()) if c in reported(h)]
        cells.append({"key": cell["key"], "leaves": leaf(cell["leaves"]),
                      "members": [a for a, _ in among], "public": [(a, x) for a, h in among for at, x in h["public"] if at == c],
                      "confidential": [a for a, h in among if {c, *made.get(c, ())} & set(h["confidential"])], "minimum": cell["min_contributors"],
                      "first": cell["first"], "count": counts[c], "changed": changed[c], "opened": c in approved})
    return {"round": r.id, "salt": D("composition-salt", sheet), "cells": cells}
