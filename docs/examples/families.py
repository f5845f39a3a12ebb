"""Derived cells of evaluations: section 3.2 of docs/spec.md, "Evaluations". Standard library alone."""
from itertools import product
from periods import MONTHS, span

RATIONAL = {"odds-ratio": "RSPQ", "risk-ratio": "RSGH", "risk-difference": "RSWV", "test": "RSE", "effective-number": "WD"}
PARTS = ["K", "W", "WY", "WYY", "WW"]
# Pieces of the scale of risk ratios that a number of countries holds.
PIECES = {"N": "12345", "N-FEWER": "123", "N-OTHER": "45", "N-067": "1", "N-090": "2", "N-110": "34", "N-MORE": "5"}
COUNTED = {"directions": ["N", "N-FEWER", "N-OTHER"], "classes": ["N", "N-067", "N-090", "N-110", "N-MORE"]}
# Terms that are proved (4.8), by their numbers.
PROVED = [*"RSPQGHWVED", *PIECES]
# What is left of all countries, and whether a table is in, says nothing more of counts.
FOLLOWS = {"N", "N-OTHER", "N-MORE"}

def terms(evaluation):
    """Names of the terms, in order."""
    effects, tau = evaluation["effects"], evaluation.get("tau_squared", 0)
    found = [t for t in "RSPQGHWVED" if any(t in RATIONAL.get(one, "") for one in effects)]
    for scale, name in (("OR", "odds-ratio"), ("RR", "risk-ratio")):
        taus = {0 for one in effects if one == f"heterogeneity-of-{name}s"} | {tau for one in effects if one == f"random-{name}"}
        found += [f"{scale}-{part}-{one}" for one in sorted(taus) for part in PARTS]
    return found + [t for t in PIECES if any(t in COUNTED.get(one, []) for one in effects)]

def in_bits(evaluation, t):
    """The name of a term: in fewer bits than 8 it is another one, but for those that do not depend on them."""
    bits = evaluation.get("bits", 8)
    return t if bits == 8 or t == "D" or t in PIECES or "-K-" in t else f"{t}-B{bits}"

def steps(evaluation, names, cells):
    """Steps of the ladder before the counts: all, without classes, without directions."""
    effects, found = evaluation["effects"], [cells]
    for at, name in enumerate(("classes", "directions")):
        if name in effects:
            left = terms(evaluation | {"effects": [one for one in effects if one not in ("classes", "directions")[:at + 1]]})
            found.append([cell for cell, t in zip(cells, names) if t in left])
    return found

def asked_for(terms, minima):
    """Four counts -> fewest contributors of what is summed of them. `terms`: four counts -> how many different terms; of each set of them
    that share counts, directly or through others."""
    beyond = lambda some: 2 + -(-2 * sum(terms[of] for of in some) // len(set().union(*some)))
    out = {}
    for first in terms:
        if first in out:
            continue
        group, size = {first}, 0
        while len(group) > size:
            size, counts = len(group), set().union(*group)
            group |= {of for of in terms if counts & set(of)}
        most, left = max(beyond([of]) for of in group), set(group)
        while left:
            most = max(most, beyond(left))
            sums = {c: sum(terms[of] for of in left if c in of) for c in set().union(*left)}
            fewest = min(sums, key=lambda c: (sums[c], c))
            left = {of for of in left if fewest not in of}
        out.update(dict.fromkeys(group, most + max(minima[c] for of in group for c in of)))
    return out

def add_families(table):
    """Cells, leaves, groups of whole, slices of ladders and entries of evaluations, behind all others of the table."""
    s, asked = table.s, {c["key"]: n for n, c in enumerate(table.cells) if not c["count_only"]}
    families, summed, new, same = [], {}, {}, {}
    for period in table.periods:
        for evaluation in s.get("evaluations", []):
            dims, lists = [v["dimension"] for v in evaluation["values"]], [v["codes"] for v in evaluation["values"]]
            for codes in product(*lists):
                own = dict(zip(dims, codes))
                if "FREQ" in own and MONTHS.get(own["FREQ"], span(period)[1]) != span(period)[1]:
                    continue
                def key(measure, own=own, period=period):
                    return ".".join(measure if d == s["measure"] else period if d == s["time"] else own[d] for d in table.dims)
                counts = [asked.get(key(evaluation[one])) for one in ("event", "of", "comparison_event", "comparison_of")]
                if None in counts:
                    continue
                names = terms(evaluation)
                families.append((evaluation, period, own, key, counts, names))
                summed.setdefault(tuple(sorted(counts)), set()).update((*counts, in_bits(evaluation, t)) for t in names if "-K-" not in t and t not in FOLLOWS)
    asked = asked_for({of: len(made) for of, made in summed.items()}, [c["min_contributors"] for c in table.cells])
    for evaluation, period, own, key, counts, names in families:
        alone = max(table.cells[c]["min_contributors"] for c in counts)
        together = asked[tuple(sorted(counts))]
        if any(one.startswith(("heterogeneity", "random", "directions", "classes")) for one in evaluation["effects"]):
            together = max(together, 6)
        cells = []
        for t in names:
            cells.append(len(table.cells))
            least = alone if t in PIECES else together
            first = next(f for f in range(13, 2**16, 5) if f > least)
            of = "~".join(evaluation[one] for one in ("event", "of", "comparison_event", "comparison_of"))
            for begin in [f"~~~{of}~N{piece}" for piece in PIECES[t]] if t in PIECES else [f"~~{of}~{in_bits(evaluation, t)}"]:
                figure = "~".join([begin, str(span(period)[1]), *(own[d] for d in own if d != "FREQ")])
                new.setdefault((figure, *span(period)), []).append(len(table.cells))
            table.cells.append({"key": key(f"~{evaluation['id']}~{in_bits(evaluation, t)}"), "max": 2**32 - 1, "leaves": [], "min_contributors": least,
                                "count_only": False, "rounding": 1, "first": first})
        # All that is made of the same counts is reported together.
        whole = same.setdefault(tuple(sorted(counts)), (evaluation["id"], [], sorted(counts)))
        if not whole[1]:
            table.whole.append(whole)
        whole[1].extend(cells)
        whole[2].extend(cells)
        table.ladders.append(([*steps(evaluation, names, cells), sorted(counts)], [], []))
        proved = [((t, None), c) for t, c in zip(names, cells) if t in PROVED]
        if proved:
            table.evaluations.append((*counts, evaluation.get("bits", 8), proved))
    for leaf in sorted(new, key=lambda one: (one[0].encode(), *one[1:])):
        for cell in new[leaf]:
            table.cells[cell]["leaves"].append(len(table.leaves))
        table.leaves.append(leaf)
