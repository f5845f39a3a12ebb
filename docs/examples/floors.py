"""What everybody may know that a row holds at least: "Floors" in section 9.3 of docs/spec.md. Standard library alone.

The table is that of plan.py; besides, cells have `first`, `max`, `rounding`; an earlier cell `first` and `shown`: none, "NotYet" or
(lowest, highest). `public`: list of (member, leaves, figure).
"""
from fractions import Fraction

ONE = Fraction(1)

def pairs(one, system):
    return frozenset((m, leaf) for m in one["members"] for leaf in one["leaves"][system])

def echelon(span, row):
    """Adds a row, a set of places, to {first place: vector}; the place at which a new combination begins, or none."""
    vector = {place: ONE for place in row}
    while vector:
        first = min(vector)
        if first not in span:
            span[first] = vector
            return first
        factor = vector[first] / span[first][first]
        for place, x in span[first].items():
            left = vector.get(place, 0) - factor * x
            if left:
                vector[place] = left
            else:
                vector.pop(place, None)
    return None

class Floors:
    """`earlier`: places of the table's earlier cells in the order of 7.9. Floors by ("old", place) and ("cell", place) per system."""
    def __init__(self, table, earlier, opened):
        self.t, self.floors, self.published = table, [], []
        hushed = [set().union(*(leaves for leaves, *_ in table["quiet"])), set().union(*(leaves | soft for leaves, soft, *_ in table["quiet"]))]
        for system in range(table["systems"]):
            quiet = hushed[min(system, 1)]
            loud = lambda one: frozenset(p for p in pairs(one, system) if p[1] not in quiet)
            old = [("old", i) for i in earlier]
            rows = {name: loud(table["earlier"][name[1]]) if table["earlier"][name[1]]["opened"] else frozenset() for name in old}
            rows.update({("cell", c): frozenset() if one["count_only"] else loud(one) for c, one in enumerate(table["cells"])})
            rows.update({("public", i): loud({"members": [m], "leaves": leaves}) for i, (m, leaves, _) in enumerate(table["public"])})
            self.system(rows, [name for name in old if table["earlier"][name[1]]["opened"]] + [("cell", c) for c in sorted(opened)])

    def system(self, rows, opened):
        t, number = self.t, {name: n for n, name in enumerate(rows)}
        held = {}
        for name, those in rows.items():
            for pair in those:
                held.setdefault(pair, []).append(name)
        atoms = {tuple(names) for names in held.values()}
        def key(atom):
            kinds = [kind for kind, _ in atom]
            return "public" in kinds, kinds.count("old"), kinds.count("cell"), [number[name] for name in atom]
        place = {atom: n for n, atom in enumerate(sorted(atoms, key=key))}
        of = {name: set() for name in rows}
        for atom, n in place.items():
            for name in atom:
                of[name].add(n)
        minimum = lambda name: max(3, t["earlier" if name[0] == "old" else "cells"][name[1]]["minimum"])
        weight, holders = {}, {n: [name for name in atom if name[0] != "public"] for atom, n in place.items()}
        for start in place.values():
            if start in weight:
                continue
            inside, left, part = set(), [start], {start}
            while left:
                for name in holders[left.pop()]:
                    if name not in inside:
                        inside.add(name)
                        left += of[name] - part
                        part |= of[name]
            most = max((minimum(name) for name in inside), default=0)
            weight.update({n: most for n in part})
        span = {}
        for name in rows:
            if name[0] == "public":
                echelon(span, of[name])
        leads = {echelon(span, of[name]) for name in sorted(opened, key=lambda name: len(of[name]))}
        publics = sorted((i for i in range(len(t["public"]))), key=lambda i: (-len(t["public"][i][1][0]), i))
        floors, published = {}, {}
        for name in rows:
            if name[0] != "public":
                taken, known = set(), 0
                for i in publics:
                    own = of["public", i]
                    if own and own <= of[name] and not own & taken:
                        taken |= own
                        known += t["public"][i][2]
                published[name] = known
                floors[name] = known + sum(weight[n] for n in of[name] & leads)
        self.floors.append(floors)
        self.published.append(published)

    def of(self, system, name):
        return self.floors[system][name]

    def highest(self, name):
        return max(floors[name] for floors in self.floors)
