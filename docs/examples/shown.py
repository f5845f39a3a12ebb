"""What is shown of the opened cells: section 9.3 of docs/spec.md. Standard library alone.

The table is that of floors.py. Totals by cell are whole numbers. Names of what is shown: cells by their place, earlier ones ("old", place).
"""
from math import ceil, floor

from exact import Span, ones
from floors import Claims, Floors, pairs
from limits import MOST, Limits, extremes, signatures
from plan import candidates, countries, earlier_order

class Fault(Exception):
    """No total of a sealed round."""

class Shown:
    def __init__(self, table, opened):
        """opened: cells that the plan opens."""
        self.table, self.systems = table, table["systems"]
        self.order = earlier_order(table["earlier"])
        self.quiet = frozenset(leaf for leaves, *_ in table["quiet"] for leaf in leaves)
        self.public = [frozenset((m, leaf) for leaf in leaves[0]) for m, leaves, *_ in table["public"]]
        old = [table["earlier"][i] for i in self.order]
        self.now = [{**table["cells"][c], "cell": c} for c in sorted(opened)]
        self.rounds = [[e for e in old if e["round"] == n and e["opened"]] for n in sorted({e["round"] for e in old})] + [self.now]
        self.cells = {one["cell"]: one for one in self.now}
        self.pairs = [{c: pairs(one, s) for c, one in self.cells.items()} for s in range(self.systems)]
        self.coarse = [self.now[i]["cell"] for i in candidates(self.now)]
        country = countries(table["within"])
        self.floors = Floors(table, self.order, opened, lambda members: len({country(m) for m in members}))
        self.claims = Claims(table, 0, False)

    def floor(self, system, name):
        return self.floors.of(system, name if isinstance(name, tuple) else ("cell", name))

    # Values.
    def with_values(self):
        span, added, out = Span(), set(), set()
        everything = {(n, i): pairs(one, 0) for n, those in enumerate(self.rounds) for i, one in enumerate(those)}
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
    def rest(self, c, values):
        one, mine = self.cells[c], self.pairs[0][c]
        fine = list(reversed(self.coarse))
        inside = [d for d in fine if d in values and self.pairs[0][d] < mine and d in self.rests]
        taken, covered = [], set()
        for d in sorted(inside, key=lambda d: (-self.rests[d], fine.index(d))):
            theirs = self.pairs[0][d]
            straddled = any(own <= mine and own & theirs and not own <= theirs for own in self.public)
            if not theirs & covered and not straddled:
                taken.append(d)
                covered |= theirs
        known = frozenset().union(*self.public)
        minimums = [max(3, self.cells[d]["minimum"]) for d in taken]
        m = max(3, one["minimum"])
        open_pairs = any(pair not in covered and pair[1] not in self.quiet and pair not in known for pair in mine)
        return max(self.floors.asked[c], sum(self.rests[d] for d in taken) + (max([m, *minimums]) if open_pairs else 0))

    def make_bands(self, values):
        self.rests, self.bands = {}, {}
        for c in reversed(self.coarse):
            if c in values:
                self.rests[c] = self.rest(c, values)
        for c in values:
            one = self.cells[c]
            m, b, f = max(3, one["minimum"]), one["rounding"], one["first"]
            w, known = max(f - m, 5), sum(self.claims.at_least(member, one["leaves"][0]) for member in one["members"])
            greatest = self.greatest(c)
            end = rounded(max(self.floors.highest(("cell", c)) - known, 0, self.rests[c]) + w - 1, b)[2]
            beside = max(greatest - known, 0)
            top = rounded(max(beside - (w - 1), 0), b)[1]
            if top <= end:
                end, top = max(end, beside), None
            self.bands[c] = {"m": m, "b": b, "w": w, "known": known, "least": known + self.rests[c], "end": known + end,
                             "top": None if top is None else known + top, "greatest": greatest}

    def band(self, c, x):
        """Value, lowest, highest."""
        one = self.bands[c]
        m, b, least, end, greatest = (one[k] for k in ("m", "b", "least", "end", "greatest"))
        wide = lambda low, high: (low + -((low - high) // 2), low, high)
        if x < m or x >= 1 << 57:
            raise Fault(f"{self.cells[c]['key']}: {x} is out of range")
        if x < least:
            alone = rounded(m + one["w"] - 1, b)[2]
            value, low, high = wide(m, alone) if x <= alone else rounded(x, b)
            return min(value, least - 1), low, high
        if x <= end:
            return wide(least, end)
        if x > greatest:
            low = x - (x - max(greatest, end) - 1) % b
            return low + b // 2, low, low + b - 1
        if one["top"] is not None and x >= one["top"]:
            return wide(one["top"], greatest)
        return tuple(n + one["known"] for n in rounded(x - one["known"], b))

    # Earlier rounds.
    def past(self, values):
        """What earlier rounds showed, as if shown with values."""
        newest = {}
        for i in self.order:
            one = self.table["earlier"][i]
            if isinstance(one["shown"], tuple):
                newest[pairs(one, 0)] = i
        for c in values:
            newest.pop(self.pairs[0][c], None)
        size = lambda i: len(self.table["earlier"][i]["leaves"][0]) * len(self.table["earlier"][i]["members"])
        out = sorted(newest.values(), key=lambda i: (-size(i), self.order.index(i)))
        for i in out:
            one, name = self.table["earlier"][i], ("old", i)
            for s in range(self.systems):
                self.pairs[s][name] = pairs(one, s)
            low, high = one["shown"]
            self.known[name] = low + -((low - high) // 2), low, high
            self.room[name] = one["first"], max(one["first"] - max(3, one["minimum"]), 5)
        return [("old", i) for i in out]

    def greatest(self, c):
        one = self.table["cells"][c]
        return sum(self.claims.at_most(member, one["leaves"][0], one["max"]) for member in one["members"])

    def ceilings(self, values, turns):
        """Cells without a value: the greatest totals that they may have."""
        out = []
        for c, one in enumerate(self.table["cells"]):
            if not one["count_only"] and c not in values:
                name = ("cell", c)
                for s in range(self.systems):
                    self.pairs[s][name] = pairs(one, s)
                w = max(one["first"] - max(3, one["minimum"]), 5)
                near = sum(self.known[x][2] for x in [*self.old, *turns] if any(self.pairs[s][x] & self.pairs[s][name] for s in range(self.systems)))
                if self.greatest(c) < near + self.floors.highest(name) + w:
                    self.known[name], self.room[name] = (self.greatest(c), 0, self.greatest(c)), (w, w)
                    out.append(name)
        return out

    def loose_claims(self, values):
        """Public figures of which no cell whose turn comes has the very leaves."""
        out = []
        for i, (member, leaves, figure, _) in enumerate(self.table["public"]):
            if not any(self.cells[c]["leaves"][0] == leaves[0] and member in self.cells[c]["members"] for c in values):
                for s in range(self.systems):
                    self.pairs[s]["public", i] = frozenset((member, leaf) for leaf in leaves[s])
                self.known["public", i] = (figure, figure, figure)
                out.append(("public", i))
        return out

    def again(self, totals, values):
        """Cells whose very row was shown before with ends that hold their total and have room above their floor: these ends."""
        newest = {}
        for i in self.order:
            one = self.table["earlier"][i]
            if isinstance(one["shown"], tuple):
                newest[pairs(one, 0)] = one["shown"]
        before = {c: newest[self.pairs[0][c]] for c in values if self.pairs[0][c] in newest}
        return {c: ends for c, ends in before.items() if ends[0] <= totals[c] <= ends[1] >= self.floors.highest(("cell", c)) + self.bands[c]["w"] - 1}

    # Nearly all.
    def show(self, totals, values):
        """Cell -> (kind, value, lowest, highest) of every opened cell."""
        self.make_bands(values)
        bands = {c: self.band(c, totals[c]) for c in values}
        everything, again = values, self.again(totals, values)
        values = values - set(again)
        self.known = dict(bands)
        self.room = {c: (self.cells[c]["first"], self.bands[c]["w"]) for c in values}
        self.out, self.families = {}, [dict() for _ in range(self.systems)]
        self.old = self.past(values)
        self.tops, self.loose = self.ceilings(everything, values), self.loose_claims(values)
        self.turns = sorted(values)
        self.askings = self.all_limits()
        self.before = []
        for one in self.old:
            self.out[one] = ("value", *self.known[one])
            self.join(one)
            self.before.append(one)
        waiting = [c for c in self.coarse if c in values]
        while waiting:
            p = next((c for c in waiting if not any(self.within(s, c, d) for s in range(self.systems) for d in waiting if d != c)), waiting[0])
            waiting.remove(p)
            found = self.nearly(p, bands, waiting)
            self.out[p] = ("value", *bands[p]) if found is None else ("nearly", found[0] + (found[1] - found[0]) // 2, *found)
            if found is None:
                self.join(p)
            self.before.append(p)
            for limits, s, _ in self.askings:
                limits.show(p, self.by_readings(p, s))
        self.out = {c: what for c, what in self.out.items() if c in values}
        for c, (low, high) in again.items():
            self.out[c] = ("value", *bands[c]) if bands[c][1:] == (low, high) else ("nearly", low + (high - low) // 2, low, high)
        self.intervals(everything)
        return self.out

    def within(self, system, c, d):
        return self.pairs[system][c] < self.pairs[system][d]

    def told(self, names):
        return [t for t in names if t in self.out and self.out[t][0] == "value"]

    def join(self, p):
        for s in range(self.systems):
            for t in self.told(self.before) + self.tops:
                if self.within(s, p, t):
                    families = self.families[s].setdefault(t, [])
                    free = [one for one in families if not any(self.pairs[s][x] & self.pairs[s][p] for x in one)]
                    for one in free:
                        one.append(p)
                    if not free:
                        families.append([p])

    def family_ranges(self, p, waiting):
        """(A, B, whether the family fills)."""
        known = self.known
        for s in range(self.systems):
            for t in self.told(self.before) + self.tops:
                if not self.within(s, p, t):
                    continue
                free = [one for one in self.families[s].get(t, []) if not any(self.pairs[s][x] & self.pairs[s][p] for x in one)]
                for one in free or [[]]:
                    first, w = self.room[t]
                    beside = max(0, max(0, self.floor(s, t) - self.floor(s, p)) - sum(self.floor(s, x) for x in one))
                    a = max(0, known[t][0] - sum(known[x][0] for x in one) - max(first, beside + w) + 1)
                    b = known[t][2] - sum(known[x][1] for x in one)
                    left = set(self.pairs[s][t]) - self.pairs[s][p]
                    for x in one:
                        left -= self.pairs[s][x]
                    for x in waiting:
                        if self.within(s, x, t) and self.pairs[s][x] <= left:
                            left -= self.pairs[s][x]
                    yield a, b, not left and t not in self.tops

    def range(self, p, a, b, bands):
        one = self.bands[p]
        a = max(a, one["m"] if bands[p][0] < one["least"] else one["least"])
        if a > b or b < 0:
            return None
        return self.band(p, a)[1], self.band(p, b)[2]

    def nearly(self, p, bands, waiting):
        found = [(self.range(p, a, b, bands), fills) for a, b, fills in self.family_ranges(p, waiting)]
        _, low, high = bands[p]
        hit, asked = False, []
        for limits, s, readings in self.askings:
            orders, without = limits.ways(p, {r for one in readings for r in one[:2]})
            hit = hit or any(self.is_hit((limits, s), p, way, readings, low, high) for way in orders)
            asked += [(limits, s, way, readings) for way in orders + without]
        if not hit and not holding([r for r, _ in found if r], low, high):
            return None
        ranges = [r for r, fills in found if r and not fills]
        if hit or holding(ranges, low, high):
            for limits, s, way, readings in asked:
                for exact, wide, beside in readings:
                    f, w = self.beside(p, s, beside)
                    (l, u), (l2, u2) = limits.limits(p, way[exact], exact), limits.limits(p, way[wide], wide)
                    if u is not None and u2 is not None:
                        ranges.append(self.range(p, max(0, u + f + 1 - w), u2, bands))
                    if l > 0:
                        ranges.append(self.range(p, l2, l + f + w - 1, bands))
        found = holding([r for r in ranges if r], low, high)
        # With the ends of its own band it has its value: that tells the same.
        return None if found == (low, high) else found

    def all_limits(self):
        """Each way to ask, with its system and its readings: by values (0) or bands (1), that of the outer end, and whether beside
        the floor. A system that reads all as the hard one tells nothing new."""
        names = [*self.old, *self.tops, *self.turns, *self.loose]
        asked = [s for s in range(self.systems) if s == 0 or any(self.pairs[s][name] != self.pairs[0][name] for name in names)]
        return [one for s in asked for one in self.limits_of(s)]

    def limits_of(self, s):
        size = lambda name: -len(self.pairs[0][name])
        values, bands = (0, 1, True), (1, 1, False)
        made = lambda names: Limits(self.pairs[s], [(name, self.by_readings(name, s)) for name in sorted(names, key=size) + self.tops],
                                    {name: self.table["public"][name[1]][0] for name in self.loose if name in names})
        out = [(made([]), s, [values])]
        if self.old:
            out.append((made(self.old), s, [values, bands]))
        if self.loose:
            out.append((made(self.old + self.loose), s, [bands]))
        return out

    def by_readings(self, c, s):
        """Lowest and highest total beside the floor, of a value of this round the value; and by bands."""
        kind, value, low, high = self.out[c] if c in self.out else ("known", *self.known[c])
        ends = (value, value) if kind == "value" and c not in self.old else (low, high)
        known = 0 if c in self.loose else self.floor(s, c)
        return [tuple(max(0, x - known) for x in ends), (low, high)]

    def beside(self, p, s, beside):
        """The floor that was taken off, and the room that is wanted."""
        return (self.floor(s, p), self.bands[p]["w"]) if beside else (0, self.cells[p]["first"])

    def is_hit(self, asking, p, way, readings, low, high):
        limits, s = asking
        for exact, _, beside in readings:
            f, w = self.beside(p, s, beside)
            l, u = limits.limits(p, way[exact], exact)
            if (u is not None and max(0, high - f) + w > u) or (l > 0 and max(0, low - f) < l + w):
                return True
        return False

    def near(self, p, cells):
        """Those of the cells that share pairs with p, directly or through others."""
        out, leaves, left = [], set(self.pairs[0][p]), list(cells)
        while True:
            new = [c for c in left if self.pairs[0][c] & leaves]
            if not new:
                return sorted(out, key=str)
            out += new
            left = [c for c in left if c not in new]
            for c in new:
                leaves |= self.pairs[0][c]

    # Intervals.
    def intervals(self, values):
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
