"""What everybody may know that a row holds at least: "Floors" in section 9.3 of docs/spec.md. Standard library alone.

The table is that of plan.py; besides, cells have `first`, `max`, `rounding`; an earlier cell `first` and `shown`: none, "NotYet" or
(lowest, highest). `public`: list of (member, leaves, figure, whether
of an earlier round). `size`: how many countries members are.
"""
from exact import Span, ones
from spread import components, spread

def pairs(one, system):
    return frozenset((m, leaf) for m in one["members"] for leaf in one["leaves"][system])

class Claims:
    """What members publish in one system, and what follows from it; `before`: also what they published in earlier rounds."""
    def __init__(self, table, system, before):
        those = [one for one in table["public"] if before or not one[3]]
        self.own = {}
        for member, leaves, figure, _ in sorted(those, key=lambda one: -len(one[1][0])):
            self.own.setdefault(member, []).append((leaves[system], figure))

    def exactly(self, member, leaves):
        own, span = self.own.get(member), Span()
        if own is None:
            return None
        for i, (row, _) in enumerate(own):
            span.add(ones(row), i)
        factors = span.combination(ones(leaves))
        return None if factors is None else max(0, int(sum(x * own[i][1] for i, x in factors.items() if i is not None)))

    def at_least(self, member, leaves):
        exact, taken, known = self.exactly(member, leaves), set(), 0
        if exact is not None:
            return exact
        for row, figure in self.own.get(member, []):
            if row and row <= leaves and not row & taken:
                taken |= row
                known += figure
        return known

    def at_most(self, member, leaves, most):
        exact = self.exactly(member, leaves)
        if exact is not None:
            return min(exact, most)
        return min([most, *(figure for row, figure in self.own.get(member, []) if leaves <= row)])

class Figures:
    """What is known of members' figures by what they publish, over all systems."""
    def __init__(self, table):
        self.t, self.claims = table, [Claims(table, s, True) for s in range(table["systems"])]

    def of(self, member, leaves):
        """The figure of these leaves (per system) that follows in the first system in which one does, or none; and whether it is part of a
        public figure below 5."""
        exact = next((x for claims, own in zip(self.claims, leaves) if (x := claims.exactly(member, own)) is not None), None)
        small = [whole for other, whole, figure, _ in self.t["public"] if other == member and figure < 5]
        return exact, any(own <= all_of for whole in small for own, all_of in zip(leaves, whole))

    def exposed(self):
        """(member, leaves per system) of derived cells of which the member's figure of a count follows, or is part of a public figure below 5."""
        out, members = [], sorted({one[0] for one in self.t["public"]})
        for cell, counts in sorted(self.t["made_of"].items()):
            known = lambda member: any(exact is not None or part for exact, part in (self.of(member, self.t["cells"][c]["leaves"]) for c in counts))
            out += [(member, self.t["cells"][cell]["leaves"]) for member in members if known(member)]
        return out

def asked(table, size):
    """Per cell how many contribute if it is open."""
    figures, out = Figures(table), []
    for one in table["cells"]:
        known = [figures.of(member, one["leaves"]) for member in one["members"]]
        few = sum(part and exact is None for exact, part in known)
        out.append(max(3, one["minimum"]) + len(one["members"]) - size(one["members"]) + few)
    return out

class Floors:
    """`earlier`: places of the table's earlier cells in the order of 7.9. Floors by ("old", place) and ("cell", place) per system."""
    def __init__(self, table, earlier, opened, size):
        self.t, self.floors, self.size = table, [], size
        self.asked = asked(table, size)
        hushed = [set().union(*(leaves for leaves, *_ in table["quiet"])), set().union(*(leaves | soft for leaves, soft, *_ in table["quiet"]))]
        for system in range(table["systems"]):
            quiet = hushed[min(system, 1)]
            loud = lambda one: frozenset(p for p in pairs(one, system) if p[1] not in quiet)
            old = [("old", i) for i in earlier]
            rows = {name: loud(table["earlier"][name[1]]) if table["earlier"][name[1]]["opened"] else frozenset() for name in old}
            rows.update({("cell", c): frozenset() if one["count_only"] else loud(one) for c, one in enumerate(table["cells"])})
            rows.update({("public", i): loud({"members": [m], "leaves": leaves}) for i, (m, leaves, *_) in enumerate(table["public"])})
            self.claims = Claims(table, system, True)
            self.number = system
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
        members = {n: set() for n in place.values()}
        for (member, _), names in held.items():
            members[place[tuple(names)]].add(member)
        def minimum(name):
            if name[0] == "cell":
                return self.asked[name[1]]
            one = t["earlier"][name[1]]
            return max(3, one["minimum"]) + len(one["members"]) - self.size(one["members"])
        weight, cells = dict.fromkeys(place.values(), 0), [name for name in rows if name[0] != "public"]
        for part in components([of[name] for name in cells]):
            most = max(minimum(cells[i]) for i in part)
            weight.update({n: most for i in part for n in of[cells[i]]})
        span = Span()
        for name in rows:
            if name[0] == "public":
                span.lead(ones(of[name]))
        leads = {span.lead(ones(of[name])) for name in sorted(opened, key=lambda name: len(of[name]))} - {None}
        public = set().union(*(of[name] for name in rows if name[0] == "public"))
        extra = spread([frozenset(of[name]) for name in opened], members, weight, leads, public)
        floors = {}
        for name in rows:
            if name[0] != "public":
                one = t["earlier" if name[0] == "old" else "cells"][name[1]]
                known = sum(self.claims.at_least(member, one["leaves"][self.number]) for member in one["members"])
                floors[name] = known + sum(weight[n] for n in of[name] & leads) + sum(n in of[name] for n, _ in extra)
        self.floors.append(floors)

    def of(self, system, name):
        return self.floors[system][name]

    def highest(self, name):
        return max(floors[name] for floors in self.floors)
