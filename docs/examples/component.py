"""Components of the plan, and whether few members follow from them: section 7.9 of docs/spec.md, 'Components' to 'possible'."""
from copy import copy

from exact import ONE, ZERO, Family, Program, Span, ones

OPEN, SHUT, LIMIT = "open", "Isolates", "WorkLimit"
MOST_STEPS = 4000

class Row:
    def __init__(self, kind, leaves, members, minimum, numbers, known, old=False, flagged=0, count=None):
        """`old`: a public figure of an earlier round, which may be another by now. `flagged`: f of 7.9, 'Rows'. `count`: of a cell, in members."""
        self.all_leaves, self.old, self.flagged = leaves, old, flagged
        self.kind, self.leaves, self.members, self.minimum, self.known = kind, leaves, members, minimum, known
        self.seen = known  # By whoever sees the counts.
        self.least, self.most, self.cost = numbers if numbers else (None, None, None)
        self.counted = numbers is not None
        self.count, self.alone = count, 0
        if not self.counted and 0 < flagged < minimum:
            self.cost = flagged

class Steps:
    def __init__(self):
        self.left = MOST_STEPS

    def take(self, number):
        self.left -= number
        return self.left >= 0

class Component:
    """Rows of one system that share leaves: classes, columns, atoms, covers."""
    def __init__(self, rows, system, country, bits=False):
        """bits: of step A, which are counted by nobody."""
        self.rows, self.bits = rows, bits
        self.m = max(row.minimum for row in rows)
        at = range(len(rows))
        members = sorted(set().union(*(row.members for row in rows)))
        in_country = {}
        for member in members:
            in_country.setdefault(country(member), []).append(member)
        classes = {}
        for member in members:
            stands = tuple(r for r in at if member in rows[r].members)
            home = country(member)
            classes.setdefault((stands, home if len(in_country[home]) > 1 else None), []).append(member)
        self.classes = list(classes.items())
        self.group_of, groups = [], {}
        for n, ((_, home), those) in enumerate(self.classes):
            groups.setdefault(home if home is not None else (n,), []).append(n)
        self.groups = list(groups.values())
        self.size = [1 if self.classes[g[0]][0][1] is not None else len(self.classes[g[0]][1]) for g in self.groups]
        group_of = {n: g for g, those in enumerate(self.groups) for n in those}
        holders = {}
        for r in at:
            for leaf in rows[r].leaves[system]:
                holders.setdefault(leaf, []).append(r)
        leaf_rows = {tuple(those) for those in holders.values()}
        columns, pairs = set(), []
        for n, ((stands, _), _) in enumerate(self.classes):
            stands = set(stands)
            for those in {tuple(r for r in one if r in stands) for one in leaf_rows} - {()}:
                columns.add(those)
                pairs.append((those, n))
        self.columns = sorted(columns)
        place = {column: i for i, column in enumerate(self.columns)}
        self.atoms = sorted((place[column], n) for column, n in pairs)
        self.group = [group_of[n] for _, n in self.atoms]
        self.atoms_of = [[] for _ in self.columns]
        for a, (column, _) in enumerate(self.atoms):
            self.atoms_of[column].append(a)
        self.held = [frozenset(a for i, column in enumerate(self.columns) if r in column for a in self.atoms_of[i]) for r in at]
        self.vector = [ones(i for i, column in enumerate(self.columns) if r in column) for r in at]
        self.make_covers()

    def sizes(self, atoms):
        return sum(self.size[g] for g in {self.group[a] for a in atoms})

    def outside(self, atoms):
        atoms = atoms - self.void
        if not atoms:
            return 0
        with_row = [row.most + self.sizes(atoms - self.held[r]) for r, row in enumerate(self.rows) if row.counted]
        return min([self.sizes(atoms)] + with_row)

    def low(self, atoms):
        return max([0] + [row.least - self.outside(self.held[r] - atoms)
                          for r, row in enumerate(self.rows) if row.counted and self.held[r] & atoms])

    def make_covers(self):
        covers = [(1, row.cost, self.held[r]) for r, row in enumerate(self.rows) if row.cost is not None]
        covers += [(2, self.size[g], self.of_group(g)) for g in range(len(self.groups))]
        self.void = self.nothing()
        parts = [one for r, row in enumerate(self.rows) if row.counted for one in self.parts(r)]
        self.live = [column for column, atoms in enumerate(self.atoms_of) if not self.void.issuperset(atoms)]
        covers += [(3, cost, part) for cost, part in parts]
        covers = [one for one in covers if one[1] < self.m]
        self.free = frozenset().union(*(atoms for _, cost, atoms in covers if cost == 0))
        self.covers = [one for one in covers if one[1] > 0]

    def of_group(self, g):
        return frozenset(a for a in range(len(self.atoms)) if self.group[a] == g)

    def parts(self, r):
        """Covers of kind 3 of a row, each with its cost."""
        row, parts = self.rows[r], []
        for d in self.rows:
            inside = frozenset(a for a in self.held[r] if d.members >= set(self.classes[self.atoms[a][1]][1]))
            parts += [inside, self.held[r] - inside]
        parts += [self.held[r] & self.of_group(g) for g in range(len(self.groups))]
        for part in dict.fromkeys(parts):
            if part and part != self.held[r]:
                cost = max(0, row.least - self.low(self.held[r] - part))
                if cost < row.cost and cost < self.sizes(part):
                    yield cost, part

    def nothing(self):
        """Void atoms."""
        one = copy(self)  # Each member is a country by itself.
        one.groups = [[n] for n in range(len(self.classes))]
        one.size = [len(members) for _, members in self.classes]
        one.group = [n for _, n in self.atoms]
        one.rows = [copy(row) for row in self.rows]
        for row in one.rows:
            if row.counted and row.count is not None:
                row.least, row.most, row.cost = max(0, row.count - row.alone), row.count, row.count
        one.void = frozenset().union(*(self.held[r] for r, row in enumerate(self.rows) if row.counted and row.most == 0))
        while True:
            more = one.void.union(*(part for r, row in enumerate(one.rows) if row.counted and row.least == row.most
                                    for cost, part in one.parts(r) if cost == 0))
            if more == one.void:
                return more
            one.void = more

    def hopeless(self, covered, budget, covers):
        loose, alone = set(covered), set()
        for kind, cost, atoms in covers:
            if cost <= budget:
                if kind == 2:
                    alone |= {self.group[a] for a in atoms}
                else:
                    loose |= atoms
        out = []
        for column, atoms in enumerate(self.atoms_of):
            groups = {self.group[a] for a in atoms if a not in loose}
            if groups - alone or sum(self.size[g] for g in groups) > budget:
                out.append(column)
        return out

    def find(self, c, seen=False):
        """`seen`: by whoever sees the counts."""
        rows = [r for r, row in enumerate(self.rows) if row.known or seen and row.seen]
        known = [self.vector[r] for r in rows]
        if reaches(known, self.vector[c]):
            sure = [self.vector[r] for r in rows if not self.rows[r].old]
            return OPEN if reaches(sure, self.vector[c]) else SHUT
        steps = Steps()
        hopeless = self.hopeless(self.free, self.m - 1, self.covers)
        if reaches([only(v, hopeless) for v in known], only(self.vector[c], hopeless)):
            r = self.certain(Family(self.vector[c], independent(known)), self.free, self.m - 1, self.covers, steps)
            if r != OPEN:
                return r
        if self.bits:
            return OPEN
        heavy = [i for i, atoms in enumerate(self.atoms_of) if self.low(frozenset(atoms)) >= self.m]
        if reaches([only(v, heavy) for v in known], only(self.vector[c], heavy)):
            programs = Steps()
            for sign in (ONE, -ONE):
                family = Family({k: sign * x for k, x in self.vector[c].items()}, independent(known)).without_all(heavy)
                if family is None:
                    continue
                r = self.possible(family, frozenset(), self.bound(family), programs)
                if r != OPEN:
                    return r
        return OPEN

    def certain(self, family, covered, budget, covers, steps):
        if not steps.take(1):
            return LIMIT
        family = family.without_all(self.hopeless(covered, budget, covers))
        if family is None:
            return OPEN
        holds = [family.holds(column) for column in range(len(self.columns))]
        q = next((a for a, (column, _) in enumerate(self.atoms) if a not in covered and holds[column]), None)
        if q is None:
            return SHUT
        fewer = family.without(self.atoms[q][0])
        if fewer is not None:
            r = self.certain(fewer, covered, budget, [k for k in covers if q not in k[2]], steps)
            if r != OPEN:
                return r
        left = list(covers)
        for k in covers:
            if q in k[2] and k[1] <= budget:
                left = [one for one in left if one is not k]
                r = self.certain(family, covered | k[2], budget - k[1], left, steps)
                if r != OPEN:
                    return r
        return OPEN

    def bound(self, family):
        """Column -> the set of columns that it is bound to."""
        sets = {}
        for column in self.live:
            values = [v.get(column, ZERO) for v in (family.point, *family.directions)]
            first = next((x for x in values if x), None)
            if first is not None:
                sets.setdefault(tuple(x / abs(first) for x in values), []).append(column)
        return {column: frozenset(those) for those in sets.values() for column in those}

    def possible(self, family, kept, bound, steps):
        if not steps.take(2):
            return LIMIT
        x = least_form(family, self.live, len(self.columns))
        if x is None:
            return OPEN
        held = frozenset(a for column in x for a in self.atoms_of[column])
        lost = []
        for d, row in enumerate(self.rows):
            if row.counted and self.held[d] & held and row.least - self.outside(self.held[d] - held) >= self.m:
                sets = {bound[column] for column in x if d in self.columns[column]}
                lost.append(sorted((s for s in sets if not any(a in kept for column in s for a in self.atoms_of[column])), key=min))
        if not lost:
            return SHUT
        for one in min(lost, key=len):
            fewer = family.without_all(sorted(one))
            if fewer is not None:
                r = self.possible(fewer, kept, bound, steps)
                if r != OPEN:
                    return r
            kept |= {a for column in one for a in self.atoms_of[column]}
        return OPEN

def only(vector, places):
    return {place: vector[place] for place in places if place in vector}

def independent(vectors):
    span = Span()
    return [v for v in vectors if span.add(v)]

def reaches(vectors, target):
    span = Span()
    for v in vectors:
        span.add(v)
    return span.holds(target)

def least_form(family, live, columns):
    """What the form holds of the live columns that has no factor below 0 there, and the least at the first, among these at the second, ..."""
    span = Span()
    for v in family.directions:
        span.add(only(v, live))
    point = span.reduced(only(family.point, live), {})[0]
    free = {pivot: row for pivot, row, _ in span.rows}
    rows = {}
    for column in range(columns):
        if column not in free:
            rows[(column,)] = (point.get(column, ZERO), {(pivot,): row[column] for pivot, row in free.items() if column in row})
    program = Program(rows)
    if not program.feasible():
        return None
    fixed, out = set(), {}
    for column in range(columns):
        value, reduced = program.least({(column,): ONE}, fixed)
        fixed |= {k for k, x in reduced.items() if x > 0}
        if value:
            out[column] = value
    return out
