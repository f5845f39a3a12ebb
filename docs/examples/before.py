"""The rounds before, and what their published totals say: sections 9.1 and 9.5 of docs/spec.md. Standard library alone."""
import csv, io

def typed(m):
    """9.1: the cells that stand in files, by index."""
    return [i for i, cell in enumerate(m["cells"]) if "~" not in cell["key"]]

def spans(m):
    """Of each typed cell its first month, its months, and its key on both sides of each code that is a period."""
    periods = set(m["periods"])
    for i in typed(m):
        leaves = [m["leaves"][leaf] for leaf in m["cells"][i]["leaves"]]
        if leaves:
            start, end = min(s for _, s, _ in leaves), max(s + n for _, s, n in leaves)
            codes = m["cells"][i]["key"].split(".")
            yield i, start, end - start, [(tuple(codes[:p]), tuple(codes[p + 1:])) for p, code in enumerate(codes) if code in periods]

def cells_before(m, other):
    """Cell of a round -> cell of the other one that is the cell before it."""
    known, found = {}, {}
    for i, start, months, keys in spans(other):
        for key in keys:
            known.setdefault((key, start + months, months), i)
    for i, start, months, keys in spans(m):
        at = [known[key, start, months] for key in keys if (key, start, months) in known]
        if at:
            found[i] = at[0]
    return found

def rounds_before(round_id, m, planned_at, others):
    """Latest publication first: (manifest, digest of totals.csv). `others`: (id, manifest, place of Published or none, its files)."""
    if m["practice"]:
        return []
    found, out = set(cells_before(m, m)), []
    for _, old, at, files in sorted((o for o in others if o[2] is not None), key=lambda o: -o[2]):
        named = dict(files)
        if _ != round_id and not old["practice"] and old["coordinator"][0] == m["coordinator"][0] and at < planned_at and "totals.csv" in named:
            cells = set(cells_before(m, old))
            if cells - found:
                out.append((old, named["totals.csv"]))
            found |= cells
    return out

def lines_of(data, number):
    """Unit and reporters of each line; none if the file is not of its form."""
    try:
        head, *rows = csv.reader(io.StringIO(data.decode(), newline=""), strict=True)
    except (ValueError, csv.Error):
        return None
    wanted = ["OBS_VALUE", "UNIT_MEASURE", "LOWEST", "HIGHEST", "REPORTERS"]
    if not set(wanted) <= set(head) or len(rows) != number or any(len(row) != len(head) for row in rows):
        return None
    return [(row[head.index("UNIT_MEASURE")], set(row[head.index("REPORTERS")].split())) for row in rows]

def told_before(m, before):
    """Cell -> unit and reporters of the cell before; `before`: (manifest, bytes of totals.csv), latest publication first."""
    told = {}
    for old, data in before:
        cells = typed(old)
        lines = lines_of(data, len(cells))
        if lines is not None:
            by_cell = dict(zip(cells, lines))
            for now, then in cells_before(m, old).items():
                told.setdefault(now, by_cell[then])
    return told
