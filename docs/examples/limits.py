"""Limits of 9.3: what is shown so far sets the least and the greatest total of the next cell. Standard library alone."""
from fractions import Fraction
from math import ceil, floor

from exact import ONE, Program

MOST = 10_000

def signatures(sets):
    """Atoms: signature (which of the sets hold it) -> some pair. sets: name -> pairs."""
    where = {}
    for name, those in sets.items():
        for pair in those:
            where.setdefault(pair, []).append(name)
    return {tuple(names) for names in where.values()}

def program_of(atoms, ends):
    """Figures of 0 or more, one per atom, that give sums within the ends. Atoms are tuples of cells."""
    place = {atom: (1, i) for i, atom in enumerate(sorted(atoms, key=repr))}
    rows = {}
    for n, (c, (low, high)) in enumerate(ends.items()):
        sum_of = {place[atom]: ONE for atom in atoms if c in atom}
        rows[0, n, 0] = (Fraction(-low), sum_of)
        if high is not None:
            rows[0, n, 1] = (Fraction(high), {k: -x for k, x in sum_of.items()})
    return Program(rows), place

def extremes(atoms, ends, wanted):
    """Least and greatest sum of the atoms of each wanted cell, over figures of 0 or more that give sums within the ends. A greatest
    that is unbounded is none. None if no figures do."""
    program, place = program_of(atoms, ends)
    if not program.feasible():
        return None
    out = {}
    for c in wanted:
        sum_of = {place[atom]: ONE for atom in atoms if c in atom}
        least = program.least(sum_of)[0]
        greatest = program.least({k: -x for k, x in sum_of.items()})
        out[c] = (least, None if greatest is None else -greatest[0])
    return out

class Limits:
    """One way to ask: cells join in turn, and of those around a cell some are taken."""
    def __init__(self, pairs, fixed, members):
        """fixed: (name, its ends by each reading) of what is not of this round; members: who publishes a figure, by its name."""
        self.pairs, self.members = pairs, members
        self.joined, self.groups, self.ends, self.known = [], [], {}, {}
        self.fixed = set()
        for name, ends in fixed:
            self.fixed.add(name)
            self.show(name, ends)

    def is_small(self, cells):
        return (len(cells) + 1) * len(signatures({c: self.pairs[c] for c in cells})) <= MOST

    def around(self, p):
        """Cells around p in the order in which they joined, and whether no group is left out."""
        touched = [group for group in self.groups if any(self.pairs[c] & self.pairs[p] for c in group)]
        out, whole = [], True
        for group in sorted(touched, key=lambda group: min(map(self.joined.index, group))):
            if self.is_small(out + group):
                out = out + group
            else:
                whole = False
        return sorted(out, key=self.joined.index), whole

    def show(self, name, ends):
        group, whole = self.around(name)
        if whole and self.is_small(group + [name]):
            self.groups = [other for other in self.groups if not set(other) & set(group)] + [group + [name]]
            self.joined.append(name)
            self.ends[name] = ends

    def meets(self, cells, reading):
        cells = [c for c in cells if self.pairs[c] or self.ends[c][reading][0]]
        atoms = signatures({c: self.pairs[c] for c in cells})
        return program_of(atoms, {c: self.ends[c][reading] for c in cells})[0].feasible()

    def taken(self, group, reading):
        """In the first order, and in the second (the same, if none of the fixed is left out)."""
        if (tuple(group), reading) not in self.known:
            new, old = ([c for c in group if (c in self.fixed) == fixed] for fixed in (False, True))
            first = self.in_turn(new + old, reading)
            out = [c for c in old if c not in first]
            second = self.in_turn(new + out + [c for c in old if c in first], reading) if out else first
            self.known[tuple(group), reading] = first, second, bool(out)
        return self.known[tuple(group), reading]

    def in_turn(self, cells, reading):
        if self.meets(cells, reading):
            return cells
        taken = []
        for c in cells:
            if self.meets(taken + [c], reading):
                taken.append(c)
        return taken

    def ways(self, p, readings):
        """Of each way to ask the cells that are taken by each reading; first in each order, then without each member."""
        group, _ = self.around(p)
        if not group:
            return [], []
        taken = {reading: self.taken(group, reading) for reading in readings}
        orders = [{reading: taken[reading][order] for reading in readings} for order in (0, 1)]
        if not any(out for *_, out in taken.values()):
            orders = orders[:1]
        members = {self.members[c] for c in group if c in self.members}
        without = [{reading: [c for c in orders[0][reading] if self.members.get(c) != member] for reading in readings} for member in members]
        return orders, without

    def limits(self, p, cells, reading):
        """Least and greatest total of p."""
        atoms = signatures({c: self.pairs[c] for c in [p, *cells]})
        ends = {c: self.ends[c][reading] for c in cells}
        least, most = extremes(atoms, ends, [p])[p] if any(p in atom for atom in atoms) else (0, 0)
        return ceil(least), None if most is None else floor(most)
