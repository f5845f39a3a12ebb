"""What is shown of the opened cells: section 9.3 of docs/spec.md. Standard library alone.

`rounds`: earlier rounds, oldest first, then this one; of each a list of opened cells {leaves: one frozenset per system, members, key,
months} (this round's with `cell`, `minimum`, `rounding`, `first`, `max`). Totals by cell are whole numbers.
"""
from fractions import Fraction
from math import ceil, floor

from exact import ONE, Program, Span, ones
from plan import candidates

MOST = 10_000

class Fault(Exception):
    """No total of a sealed round."""

def pairs(one, system=0):
    return frozenset((m, leaf) for m in one["members"] for leaf in one["leaves"][system])

def signatures(sets):
    """Atoms: signature (which of the sets hold it) -> some pair. sets: name -> pairs."""
    where = {}
    for name, those in sets.items():
        for pair in those:
            where.setdefault(pair, []).append(name)
    return {tuple(names) for names in where.values()}

class Shown:
    def __init__(self, rounds, quiet, public, systems):
        """quiet: leaves; public: pairs (member, leaf) that members publish."""
        self.rounds, self.quiet, self.public, self.systems = rounds, quiet, public, systems
        self.now = rounds[-1]
        self.cells = {one["cell"]: one for one in self.now}
        self.pairs = [{c: pairs(one, s) for c, one in self.cells.items()} for s in range(systems)]
        self.coarse = [self.now[i]["cell"] for i in candidates(self.now)]

    # Values.
    def with_values(self):
        span, added, out = Span(), set(), set()
        everything = {(n, i): pairs(one) for n, those in enumerate(self.rounds) for i, one in enumerate(those)}
        where = {}
        for name, those in everything.items():
            for pair in those:
                where.setdefault(pair, []).append(name)
        rows = {}
        for atom in {tuple(names) for names in where.values()}:
            for name in atom:
                rows.setdefault(name, []).append(atom)
        for n, those in enumerate(self.rounds):
            last = n == len(self.rounds) - 1
            for i in reversed(candidates(those)):
                row = everything[n, i]
                if span.add(ones(rows.get((n, i), []))):
                    if not last:
                        added.add(row)
                elif not (last and row in added):
                    continue
                if last:
                    out.add(those[i]["cell"])
        return out

    # Bands.
    def least(self, c, values):
        one, mine = self.cells[c], self.pairs[0][c]
        taken, covered = [], set()
        for d in reversed(self.coarse):
            theirs = self.pairs[0][d]
            if d != c and d in values and theirs < mine and not theirs & covered:
                taken.append(d)
                covered |= theirs
        minimums = [max(3, self.cells[d]["minimum"]) for d in taken]
        m = max(3, one["minimum"])
        open_pairs = any(pair not in covered and pair[1] not in self.quiet and pair not in self.public for pair in mine)
        return max(m, sum(minimums) + (max([m, *minimums]) if open_pairs else 0))

    def band(self, c, total):
        """Value, lowest, highest."""
        one = self.cells[c]
        m, b, f = max(3, one["minimum"]), one["rounding"], one["first"]
        least = self.leasts[c]
        if total < m:
            raise Fault(f"{one['key']}: {total} is below {m}")
        start = least if total >= least else m
        end = rounded(start + max(f - m, 5) - 1, b)[2]
        value, low, high = (start + -((start - end) // 2), start, end) if total <= end else rounded(total, b)
        if total < least:
            value = min(value, least - 1)
        return value, low, high

    # Nearly all.
    def show(self, totals, values):
        """Cell -> (kind, value, lowest, highest) of every opened cell."""
        self.leasts = {c: self.least(c, values) for c in values}
        bands = {c: self.band(c, totals[c]) for c in values}
        self.out, self.before, self.families = {}, [], [dict() for _ in range(self.systems)]
        waiting = [c for c in self.coarse if c in values]
        while waiting:
            p = next((c for c in waiting if not any(self.within(s, c, d) for s in range(self.systems) for d in waiting if d != c)), waiting[0])
            waiting.remove(p)
            found = self.nearly(p, bands, waiting)
            self.out[p] = ("value", *bands[p]) if found is None else ("nearly", found[0] + (found[1] - found[0]) // 2, *found)
            if found is None:
                self.join(p)
            self.before.append(p)
        self.intervals(values, bands)
        return self.out

    def within(self, system, c, d):
        return self.pairs[system][c] < self.pairs[system][d]

    def told(self):
        return [t for t in self.before if self.out[t][0] == "value"]

    def join(self, p):
        for s in range(self.systems):
            for t in self.told():
                if t != p and self.within(s, p, t):
                    families = self.families[s].setdefault(t, [])
                    free = [one for one in families if not any(self.pairs[s][x] & self.pairs[s][p] for x in one)]
                    for one in free:
                        one.append(p)
                    if not free:
                        families.append([p])

    def family_ranges(self, p, waiting, bands):
        """(A, B, whether the family fills)."""
        for s in range(self.systems):
            for t in self.told():
                if not self.within(s, p, t):
                    continue
                free = [one for one in self.families[s].get(t, []) if not any(self.pairs[s][x] & self.pairs[s][p] for x in one)]
                for one in free or [[]]:
                    a = max(0, bands[t][0] - sum(bands[x][0] for x in one) - self.cells[t]["first"] + 1)
                    b = bands[t][2] - sum(bands[x][1] for x in one)
                    left = set(self.pairs[s][t]) - self.pairs[s][p]
                    for x in one:
                        left -= self.pairs[s][x]
                    for x in waiting:
                        if self.within(s, x, t) and self.pairs[s][x] <= left:
                            left -= self.pairs[s][x]
                    yield a, b, not left

    def range(self, p, a, b, bands):
        a = max(a, max(3, self.cells[p]["minimum"]) if bands[p][0] < self.leasts[p] else self.leasts[p])
        if a > b or b < 0:
            return None
        return self.band(p, a)[1], self.band(p, b)[2]

    def nearly(self, p, bands, waiting):
        found = [(self.range(p, a, b, bands), fills) for a, b, fills in self.family_ranges(p, waiting, bands)]
        l, u, l2, u2 = self.limits(p, bands)
        f, (_, low, high) = self.cells[p]["first"], bands[p]
        limit = (u is not None and high + f > u) or (l is not None and l > 0 and low < l + f)
        if not limit and not holding([r for r, _ in found if r], low, high):
            return None
        ranges = [r for r, fills in found if r and not fills]
        if limit or holding(ranges, low, high):
            if u is not None:
                ranges.append(self.range(p, max(0, u - f + 1), u2, bands))
            if l is not None and l > 0:
                ranges.append(self.range(p, l2, l + f - 1, bands))
        return holding([r for r in ranges if r], low, high)

    def near(self, p, cells):
        """Those of the cells that share pairs with p, directly or through others."""
        out, leaves, left = [], set(self.pairs[0][p]), list(cells)
        while True:
            new = [c for c in left if self.pairs[0][c] & leaves]
            if not new:
                return sorted(out)
            out += new
            left = [c for c in left if c not in new]
            for c in new:
                leaves |= self.pairs[0][c]

    def limits(self, p, bands):
        """Least and greatest total of p by values, and the same by bands."""
        for cells in (self.before, self.told()):
            near = self.near(p, cells)
            if not near:
                return None, None, None, None
            atoms = signatures({c: self.pairs[0][c] for c in [p, *near]})
            if (1 + len(near)) * len(atoms) > MOST:
                continue
            def bounded(exact):
                ends = {c: (bands[c][0],) * 2 if exact and self.out[c][0] == "value" else self.out[c][2:] for c in near}
                return extremes(atoms, ends, [p])
            outer, inner = bounded(True), bounded(False)
            if outer is None or inner is None:
                continue
            (l, u), (l2, u2) = outer[p], inner[p]
            return ceil(l), None if u is None else floor(u), ceil(l2), None if u2 is None else floor(u2)
        return None, None, None, None

    # Intervals.
    def intervals(self, values, bands):
        todo = [c for c in self.cells if c not in values]
        done = set()
        for c in todo:
            if c in done:
                continue
            component = [c, *(d for d in self.near(c, [d for d in self.cells if d != c]))]
            wanted = sorted(d for d in component if d not in values)
            done.update(wanted)
            atoms = signatures({d: self.pairs[0][d] for d in component})
            told = [d for d in component if d in values]
            ends = {d: self.out[d][2:] if d in values else (max(3, self.cells[d]["minimum"]), None) for d in component}
            found = None
            if len(component) * len(atoms) <= MOST or self.plain(told, wanted):
                found = extremes(atoms, ends, wanted)
            for d in wanted:
                one, m = self.cells[d], max(3, self.cells[d]["minimum"])
                most = one["max"] * len(one["members"])
                ends_of = None
                if found and m <= most:
                    low, high = ceil(found[d][0]), None if found[d][1] is None else floor(found[d][1])
                    if any(d in atom and not any(x in values for x in atom) for atom in atoms):
                        high = most
                    if high is not None and low <= high:
                        ends_of = low, high
                low, high = ends_of or self.added(d, told)
                self.out[d] = ("interval", low + (high - low) // 2, low, high)

    def plain(self, told, others):
        """Whether the program is solved by adding: told cells share no pairs, each other is a sum of some."""
        if any(self.pairs[0][a] & self.pairs[0][b] for i, a in enumerate(told) for b in told[:i]):
            return False
        for c in others:
            parts = [t for t in told if self.pairs[0][t] <= self.pairs[0][c]]
            if set().union(*(self.pairs[0][t] for t in parts)) != self.pairs[0][c] or \
                    sum(self.out[t][2] for t in parts) < max(3, self.cells[c]["minimum"]):
                return False
        return True

    def added(self, c, told):
        atoms = signatures({d: self.pairs[0][d] for d in [c, *told]})
        vector = lambda d: ones(a for a in atoms if d in a)
        span = Span()
        for t in sorted(told):
            span.add(vector(t), t)
        factors, m = span.combination(vector(c)), max(3, self.cells[c]["minimum"])
        if factors is None:
            most = self.cells[c]["max"] * len(self.cells[c]["members"])
            return m, max(m, most)
        low = sum(x * self.out[t][2 if x > 0 else 3] for t, x in factors.items())
        high = sum(x * self.out[t][3 if x > 0 else 2] for t, x in factors.items())
        low = max(m, ceil(low))
        return low, max(low, floor(high))

def rounded(x, b):
    y = b * ((x + b // 2) // b)
    return y, max(0, y - b // 2), y + (b - 1) // 2

def holding(ranges, low, high):
    """The run that holds a band; none if there is none."""
    runs = []
    for a, b in sorted(ranges):
        if runs and a <= runs[-1][1] + 1:
            runs[-1][1] = max(b, runs[-1][1])
        else:
            runs.append([a, b])
    return next(((a, b) for a, b in runs if a <= low and high <= b), None)

def extremes(atoms, ends, wanted):
    """Least and greatest sum of the atoms of each wanted cell, over figures of 0 or more that give sums within the ends. A greatest
    that is unbounded is none. None if no figures do. Atoms are tuples of cells."""
    place = {atom: (1, i) for i, atom in enumerate(sorted(atoms))}
    rows = {}
    for c, (low, high) in ends.items():
        sum_of = {place[atom]: ONE for atom in atoms if c in atom}
        rows[0, c, 0] = (Fraction(-low), sum_of)
        if high is not None:
            rows[0, c, 1] = (Fraction(high), {k: -x for k, x in sum_of.items()})
    program = Program(rows)
    if not program.feasible():
        return None
    out = {}
    for c in wanted:
        sum_of = {place[atom]: ONE for atom in atoms if c in atom}
        least = program.least(sum_of)[0]
        greatest = program.least({k: -x for k, x in sum_of.items()})
        out[c] = (least, None if greatest is None else -greatest[0])
    return out
