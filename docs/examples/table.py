"""Leaves, cells and rules of a round, made from a structure and its periods: section 3.2 of docs/spec.md. Standard library alone."""
from itertools import product
from assumed import Assumed
from families import add_families
from periods import MONTHS, span

class Table(Assumed):
    def __init__(self, structure, periods):
        s = self.s = structure
        self.periods = periods
        self.dims = [d["id"] for d in s["dimensions"] if d["id"] != s["area"]]
        self.at = {d: i for i, d in enumerate(self.dims)}
        self.time, self.measure = self.at[s["time"]], self.at[s["measure"]]
        self.freq = self.at.get("FREQ")
        lists = {one["id"]: one["codes"] for one in s["codelists"]}
        self.codes = {self.at[d["id"]]: lists[d["codelist"]] for d in s["dimensions"] if d["id"] in self.at and d.get("codelist")}
        self.order = {d: {c["id"]: i for i, c in enumerate(codes)} for d, codes in self.codes.items()}
        self.quiet_codes = {d: {c["id"] for c in codes if c.get("quiet")} for d, codes in self.codes.items()}
        self.below_of = {}
        for d, codes in self.codes.items():
            for c in codes:
                if c.get("parent"):
                    self.below_of.setdefault((d, c["parent"]), []).append(c["id"])
        self.sums = {}
        for one in s.get("sums", []):
            self.sums.setdefault((self.at[one["dimension"]], one["parent"]), []).append(one["children"])
        self.not_sums = {(self.at[one["dimension"]], one["parent"]) for one in s.get("not_sums", [])}
        self.exclude = [one["measures"] for one in s.get("exclusive", [])]
        self.measures = {}
        for one in s["measures"]:
            self.measures.setdefault(one["code"], one)
        self.tables = [(t, {self.at[v["dimension"]]: v["codes"] for v in t["values"]}) for t in s["tables"]]
        self.make_asked()
        self.make_counted()
        self.make_systems()
        self.make_quiet()
        self.make_leaves()
        self.make_rules()
        add_families(self)

    # Asked cells.
    def rows_of(self, values, period):
        others = [d for d in range(len(self.dims)) if d != self.time]
        for codes in product(*(values[d] for d in others)):
            row = dict(zip(others, codes))
            row[self.time] = period
            if self.freq is None or MONTHS.get(row[self.freq], span(period)[1]) == span(period)[1]:
                yield tuple(row[d] for d in range(len(self.dims)))

    def make_asked(self):
        self.rows, self.place, self.asked_by = [], {}, {}
        for period in self.periods:
            for n, (_, values) in enumerate(self.tables):
                for row in self.rows_of(values, period):
                    self.asked_by.setdefault(row, []).append(n)
                    if row not in self.place:
                        self.place[row] = len(self.rows)
                        self.rows.append(row)
        self.asked = len(self.rows)
        self.of_after = {}  # count-only cell -> (of, after); a guard has none
        self.guard_rules = {}

    def period_of(self, row):
        return span(row[self.time])

    # Declared sums, and what a table breaks down.
    def atoms(self, d, code):
        sums = self.sums.get((d, code))
        return list(dict.fromkeys(a for child in sums[0] for a in self.atoms(d, child))) if sums else [code]

    # Count-only cells 1 and 2.
    def cells_of(self, row):
        at = self.place.get(row)
        if at is not None and at < self.asked:
            return [at]
        for d, code in enumerate(row):
            for children in self.sums.get((d, code), []):
                found = [self.cells_of(row[:d] + (child,) + row[d + 1:]) for child in children]
                if None not in found:
                    return [one for part in found for one in part]
        # Over shorter periods, always the longest that is found.
        (at, months), cells = self.period_of(row), []
        end = at + months
        while at < end:
            for period in sorted((p for p in self.periods if span(p)[0] == at and span(p)[1] < months and at + span(p)[1] <= end),
                                 key=lambda p: (-span(p)[1], -self.periods.index(p))):
                part = list(row)
                part[self.time] = period
                if self.freq is not None and row[self.freq] in MONTHS:
                    part[self.freq] = next(code for code, length in MONTHS.items() if length == span(period)[1])
                found = self.cells_of(tuple(part))
                if found is not None:
                    cells, at = cells + found, at + span(period)[1]
                    break
            else:
                return None
        return cells

    # Count-only cells 3: guards of quiet leaves.
    def make_quiet(self):
        with_quiet = [d for d in range(len(self.dims)) if d not in (self.measure, self.freq) and self.quiet_codes.get(d)]
        slices = {}
        for c in range(self.asked):
            if with_quiet:
                key = tuple(None if d in with_quiet else code for d, code in enumerate(self.rows[c]))
                slices.setdefault(key, []).append(c)
        self.margins = []
        met = {}
        for period in self.periods:
            for _, values in self.tables:
                for d, codes in values.items():
                    for code in codes:
                        if d != self.freq or MONTHS.get(code, span(period)[1]) == span(period)[1]:
                            for one in (code, *sorted(self.atoms(d, code), key=str.encode)):
                                met.setdefault((d, one), len(met))
        def order(key):
            return [met[d, code] for d, code in enumerate(key) if d != self.time and code is not None], self.periods.index(key[self.time])
        for _, cells in sorted(slices.items(), key=lambda one: order(one[0])):
            of, where = {}, {}
            for c in cells:
                of[c] = set(product(*(self.atoms(d, self.rows[c][d]) for d in with_quiet)))
                for one in of[c]:
                    where.setdefault(one, set()).add(c)
            classes = {}
            for one, those in where.items():
                classes.setdefault(frozenset(those), set()).add(one)
            classes = list(classes.values())
            silent = lambda one: any(code in self.quiet_codes[d] for d, code in zip(with_quiet, one))
            hushed = {n for n, those in enumerate(classes) if all(silent(one) for one in those)}
            holds = {c: frozenset(n for n, those in enumerate(classes) if those <= of[c]) for c in cells}
            plain = set().union(*(own for own in holds.values() if not own & hushed))
            if len(plain | hushed) < len(classes):
                hushed = set().union(*(own for own in holds.values() if own <= hushed))
            if not hushed or len(hushed) == len(classes):
                continue
            margins = [(cells[0], frozenset(range(len(classes))))]
            for c in cells:
                if holds[c] & hushed and not holds[c] <= hushed and holds[c] not in [own for _, own in margins]:
                    margins.append((c, holds[c]))
            for n, (c, own) in enumerate(margins):
                mark = (lambda code: code + "~quiet") if n else (lambda code: "~quiet")
                row = tuple(mark(code) if d in with_quiet else code for d, code in enumerate(self.rows[c]))
                self.place[row] = len(self.rows)
                self.rows.append(row)
                def all_rows(some):
                    for one in set().union(*(classes[x] for x in some)):
                        codes = dict(zip(with_quiet, one))
                        yield tuple(codes.get(d, code) for d, code in enumerate(self.rows[c]))
                self.margins.append((list(all_rows(own & hushed)), list(all_rows(own - hushed)), self.place[row]))
                inside = [x for x in cells if holds[x] <= own]
                self.guard_rules[self.place[row]] = (inside, holds, own & hushed, frozenset(range(len(classes))) - hushed)

    # Leaves.
    def make_leaves(self):
        has = {name: [sorted(self.figures(c, name)) for c in range(len(self.rows))] for name in self.systems}
        cuts = {}
        for sets in has.values():
            for c, figures in enumerate(sets):
                start, months = self.period_of(self.rows[c])
                for figure in figures:
                    cuts.setdefault(figure, set()).update((start, start + months))
        def pieces(c, figures):
            start, months = self.period_of(self.rows[c])
            for figure in figures:
                inside = sorted(x for x in cuts[figure] if start <= x <= start + months)
                yield from ((figure, a, b - a) for a, b in zip(inside, inside[1:]))
        found = {name: [set(pieces(c, figures)) for c, figures in enumerate(sets)] for name, sets in has.items()}
        self.leaves = sorted({leaf for sets in found.values() for one in sets for leaf in one}, key=lambda l: (l[0].encode(), l[1], l[2]))
        number = {leaf: i for i, leaf in enumerate(self.leaves)}
        self.found = {name: [sorted(number[leaf] for leaf in one) for one in sets] for name, sets in found.items()}
        hard, self.soft_systems = self.found[""], []
        for name in self.systems:
            if name == "":
                continue
            changed = [(c, leaves) for c, leaves in enumerate(self.found[name]) if leaves != hard[c]]
            if changed and changed not in self.soft_systems:
                self.soft_systems.append(changed)
        self.cells = []
        for c, row in enumerate(self.rows):
            code = row[self.measure]
            of = self.measures[code.split("~")[0]]
            counted = c >= self.asked
            self.cells.append({"key": ".".join(row), "max": 1 if counted else of.get("max", 2**32 - 1), "leaves": hard[c],
                               "min_contributors": of["min_contributors"], "count_only": counted,
                               "rounding": of["rounding"], "first": of.get("first", 13)})
        self.quiet = []
        for quiet, known, guard in self.margins:
            def places(rows, names):
                return {number[leaf] for name in names for row in rows for leaf in pieces(guard, self.figures_of(row, name))}
            own = places(quiet, [""])
            self.quiet.append((sorted(own), sorted(places(quiet, self.systems) - own), sorted(places(known, [""])), guard))

    # Ladders, whole tables, areas within others.
    def asked_in(self, n):
        return [c for c in range(self.asked) if n in self.asked_by[self.rows[c]]]

    def make_rules(self):
        self.ladders = []
        names = dict.fromkeys(t["ladder"] for t, _ in self.tables if t.get("ladder"))
        for name in names:
            steps = [n for n, (t, _) in enumerate(self.tables) if t.get("ladder") == name and self.asked_in(n)]
            if not steps:
                continue
            same = [d for d in self.tables[steps[0]][1] if len({frozenset(self.tables[n][1][d]) for n in steps}) == 1]
            slices = {}
            for n in steps:
                for period in self.periods:
                    for row in self.rows_of(self.tables[n][1], period):
                        slices.setdefault((period, *(row[d] for d in same)), set()).add(self.place[row])
            for cells in map(sorted, slices.values()):
                self.ladders.append((
                    [[c for c in cells if n in self.asked_by[self.rows[c]]] for n in steps],
                    [c for c in cells if set(self.asked_by[self.rows[c]]) - set(steps)],
                    [c for c in cells if any(code in self.quiet_codes.get(d, ()) for d, code in enumerate(self.rows[c]))]))
        self.whole, self.evaluations = [], []
        for n, (t, values) in enumerate(self.tables):
            if t.get("ragged"):
                continue
            summed = [d for d in values if any((d, a) in self.sums and any(b != a and set(self.atoms(d, b)) < set(self.atoms(d, a))
                                                                        for b in values[d]) for a in values[d])]
            groups = {}
            for c in self.asked_in(n):
                row = self.rows[c]
                groups.setdefault(tuple(code for d, code in enumerate(row) if d not in (*summed, self.time, self.freq)), []).append(c)
            later = [x for x in range(n + 1, len(self.tables)) if t.get("ladder") and self.tables[x][0].get("ladder") == t["ladder"]]
            found = []
            for nest in (nest for cells in groups.values() for nest in self.nests(cells)):
                lengths = sorted({self.period_of(self.rows[c])[1] for c in nest})
                for months in lengths if summed else lengths[:-1]:
                    own = [c for c in nest if self.period_of(self.rows[c])[1] == months and not set(later) & set(self.asked_by[self.rows[c]])]
                    every = [c for c in nest if self.period_of(self.rows[c])[1] >= months]
                    if own and len(every) > 1:
                        found.append((t["id"], own, every))
            self.whole += sorted(found, key=lambda one: one[1])
        areas = {c["id"] for one in self.s["codelists"] for c in one["codes"]
                 if one["id"] == next(d["codelist"] for d in self.s["dimensions"] if d["id"] == self.s["area"])}
        given = {one["inner"]: one["outer"] for one in self.s.get("areas_within", [])}
        def around(area):
            before, _, after = area.partition("-")
            outer = given.get(area) or (before if before and after else None)
            return None if outer == self.s["total_area"] else outer
        self.within = []
        for area in sorted(areas - {self.s["total_area"]}, key=str.encode):
            outer, seen = area, {area}
            while around(outer) and around(outer) not in seen:
                outer = around(outer)
                seen.add(outer)
            if outer != area:
                self.within.append((area, outer))
        named = [d for d in range(len(self.dims)) if d not in (self.time, self.freq)]
        found = set()
        for place, d in enumerate(named):
            if d == self.measure:
                found |= {(place, code, whole) for code in self.measures for whole in self.named_above(code)}
                continue
            found |= {(place, c["id"], c["parent"]) for c in self.codes.get(d, ()) if c.get("parent")}
            found |= {(place, child, parent) for (where, parent), sums in self.sums.items() if where == d for children in sums for child in children}
            found |= {(place, total, whole) for at, total in self.sums if at == d for whole in self.wholes(d, total)}
            # What lies in a sum and is no part of it may have something in common with each part.
            for where, code, total in list(found):
                if where == place and (d, total) in self.sums:
                    parts = set(self.atoms(d, total))
                    beside = set(self.atoms(d, code)) - parts
                    found |= {(place, one, total + "~sum") for one in beside} | {(place, total + "~sum", one) for one in parts if beside}
        self.parents = sorted(found, key=lambda one: (one[0], one[1].encode(), one[2].encode()))

    def nests(self, cells):
        left, out = sorted(cells), []
        while left:
            nest = [left.pop(0)]
            grown = True
            while grown:
                grown = [c for c in left if any(self.overlap(c, x) for x in nest)]
                nest += grown
                left = [c for c in left if c not in grown]
            out.append(sorted(nest))
        return out

    def overlap(self, a, b):
        (x, m), (y, n) = self.period_of(self.rows[a]), self.period_of(self.rows[b])
        return x < y + n and y < x + m

    def needs(self, cell):
        """Cells of which a bit is made."""
        return [c for part in self.of_after[cell] for c in part] if cell in self.of_after else self.guard_rules[cell][0]

    # Bits of count-only cells, from a member's figures: cell -> figure, none if not reported.
    def bit(self, cell, figures):
        if cell in self.of_after:
            of, after = self.of_after[cell]
            if any(figures.get(c) is None for c in of + after):
                return None
            return int(sum(figures[c] for c in of) > sum(figures[c] for c in after))
        cells, holds, hushed, others = self.guard_rules[cell]
        taken, used = [], set()
        for c in sorted(cells, key=lambda c: (-len(holds[c]), c)):
            if not holds[c] & used:
                taken.append(c)
                used |= holds[c]
        if any(figures.get(c) is None for c in taken):
            return None
        some = [c for c in cells if holds[c] & hushed]
        alone = [c for c in cells if holds[c] <= hushed]
        told = [c for c in alone if figures.get(c) is not None]
        largest = [c for c in told if not any(holds[c] < holds[x] or holds[c] == holds[x] and x < c for x in told)]
        value = lambda c: figures.get(c) or 0
        plain = [c for c in cells if not holds[c] & hushed]
        known = sum(map(value, largest))
        if len(largest) == 2:
            shared = holds[largest[0]] & holds[largest[1]]
            known -= next((value(c) for c in cells if holds[c] == shared and shared), 0)
        may = sum(figures[c] for c in taken) <= max(0, known)
        if not hushed <= set().union(*(holds[c] for c in alone)):
            may = may or any(figures.get(c) is not None for c in plain)
        # A quiet class that no reported cell tells the size of, though reported cells tell it from all that is not quiet.
        stands = lambda n: frozenset(c for c in holds if n in holds[c] and figures.get(c) is not None)
        untold = hushed - set().union(*(holds[c] for c in told))
        may = may or any(stands(n) not in {stands(x) for x in others} for n in untold)
        return int(may and any(map(value, some)) and not any(map(value, plain)))
