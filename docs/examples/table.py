"""Leaves, cells and rules of a round, made from a structure and its periods: section 3.2 of docs/spec.md. Standard library alone."""
import hashlib, struct
from itertools import combinations, product

MONTHS = {"A": 12, "S": 6, "Q": 3, "M": 1}

def digest(label, *parts):
    h = hashlib.sha256(b"intertally/v1/" + label.encode() + b"\0")
    for part in parts:
        h.update(struct.pack("<Q", len(part)) + part)
    return h.digest()

def span(period):
    """First month and number of months of 2024, 2024-S1, 2024-Q1 or 2024-03."""
    year, _, part = period.partition("-")
    if not part:
        return 12 * int(year), 12
    if part[0] in "SQ":
        months = MONTHS[part[0]]
        return 12 * int(year) + months * (int(part[1:]) - 1), months
    return 12 * int(year) + int(part) - 1, 1

class Table:
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
        self.guard_rules, self.apart = {}, {}

    def period_of(self, row):
        return span(row[self.time])

    # Declared sums, and what a table breaks down.
    def atoms(self, d, code):
        sums = self.sums.get((d, code))
        return list(dict.fromkeys(a for child in sums[0] for a in self.atoms(d, child))) if sums else [code]

    def below(self, table, d, code, above=()):
        out = []
        for child in self.below_of.get((d, code), []):
            if child in table[d]:
                out.append(child)
            elif (d, child) not in self.sums and (d, child) not in self.not_sums and child not in above:
                out += self.below(table, d, child, (*above, child))
        return out

    def kept(self, table, d, code, above=()):
        if d in (self.measure, self.time, self.freq) or (d, code) in self.sums or (d, code) in self.not_sums:
            return []
        below = list(dict.fromkeys(self.below(table, d, code, (code,))))
        parts = [(one, self.soft(table, d, one, (*above, code))) for one in below]
        parts.sort(key=lambda one: (-len(one[1]), self.order[d][one[0]]))
        out, taken = [], set()
        for one, atoms in parts:
            if code not in atoms and not taken & set(atoms):
                out.append(one)
                taken |= set(atoms)
        return out

    def rest(self, kept):
        return digest("rest", *sorted(code.encode() for code in kept)).hex()[:16]

    def soft(self, table, d, code, above=()):
        if code in above:
            return [code]
        sums = self.sums.get((d, code))
        if sums:
            return list(dict.fromkeys(a for child in sums[0] for a in self.soft(table, d, child, (*above, code))))
        kept = self.kept(table, d, code, above)
        if not kept:
            return [code]
        return list(dict.fromkeys([a for one in kept for a in self.soft(table, d, one, (*above, code))] + [f"{code}~rest~{self.rest(kept)}"]))

    def asked_measures(self, table):
        return table[self.measure]

    def measure_asked(self, code):
        return any(row[self.measure] == code for row in self.rows[:self.asked])

    def reading(self, table):
        """The measures for which the reading of a table holds."""
        out = set(self.asked_measures(table))
        for code in self.asked_measures(table):
            of = self.measures[code].get("of")
            if of and self.measure_asked(of):
                out |= {of, code + "~not"}
        return out

    def broken(self, table, row):
        """Kept codes by dimension, where the row's code is broken down."""
        out = {}
        for d, code in enumerate(row):
            if d in self.codes and d in table:
                kept = self.kept(table, d, code)
                if kept:
                    out[d] = kept
        return out

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
        return None

    def put(self, row, of, after):
        if row not in self.place:
            self.place[row] = len(self.rows)
            self.rows.append(row)
            self.of_after[self.place[row]] = (of, after)
        return self.place[row]

    def make_counted(self):
        rests = []  # cells of 1 in order
        for n, (_, table) in enumerate(self.tables):
            for c in range(self.asked):
                row = self.rows[c]
                if row[self.measure] not in self.reading(table):
                    continue
                broken, found = self.broken(table, row), set()
                for size in range(1, len(broken) + 1):
                    for chosen in combinations(sorted(broken), size):
                        of, after, all_found = [], [], True
                        for number in range(size + 1):
                            for where in combinations(chosen, number):
                                for codes in product(*(broken[d] for d in where)):
                                    part = list(row)
                                    for d, code in zip(where, codes):
                                        part[d] = code
                                    cells = self.cells_of(tuple(part))
                                    if cells is None:
                                        all_found = False
                                    else:
                                        (after if number % 2 else of).extend(cells)
                        if all_found:
                            found.add(chosen)
                            new = self.renamed(row, chosen, broken, "rest")
                            fresh = new not in self.place
                            at = self.put(new, of, after)
                            if fresh:
                                rests.append(at)
                        elif size > 1 and not any(set(one) < set(chosen) for one in found):
                            parts = [self.cells_of(tuple(dict(zip(chosen, codes)).get(d, code) for d, code in enumerate(row)))
                                     for codes in product(*(broken[d] for d in chosen))]
                            if None not in parts:
                                new = self.renamed(row, chosen, broken, "apart")
                                fresh = new not in self.place
                                at = self.put(new, [c], [x for p in parts for x in p])
                                if fresh:
                                    rests.append(at)
                                    self.apart[at] = (n, c, [x for p in parts for x in p])
        for c in [*range(self.asked), *rests]:
            row = self.rows[c]
            of = self.measures.get(row[self.measure], {}).get("of")
            if not of:
                continue
            other = row[:self.measure] + (of,) + row[self.measure + 1:]
            not_row = row[:self.measure] + (row[self.measure] + "~not",) + row[self.measure + 1:]
            if c < self.asked:
                cells = self.cells_of(other)
                if cells is not None:
                    self.put(not_row, cells, [c])
            elif other in self.place:
                # The text says only "the same"; values are meant, which rests do not have: what they are made of stands for them.
                (a, b), (x, y) = self.of_after[self.place[other]], self.of_after[c]
                self.put(not_row, a + y, b + x)

    def renamed(self, row, chosen, broken, word):
        return tuple(f"{code}~{word}~{self.rest(broken[d])}" if d in chosen else code for d, code in enumerate(row))

    # Systems.
    def make_systems(self):
        self.systems = {"": (None, None)}
        with_table = set()
        for n, (t, table) in enumerate(self.tables):
            reading = self.reading(table)
            # Also where a part of a summed code is broken down.
            breaks = any(row[self.measure] in reading and any(d in table and d != self.measure and self.soft(table, d, code) != self.atoms(d, code)
                                                              for d, code in enumerate(row) if d in self.codes)
                         for row in self.rows[:self.asked])
            if not breaks:
                continue
            numerators = [m for m in self.asked_measures(table) if self.measures[m].get("of")]
            for m in numerators:
                self.systems[f"{t['id']}/{m}"] = (n, m)
                with_table.add(m)
            if not numerators:
                self.systems[t["id"]] = (n, None)
        for m, one in self.measures.items():
            if one.get("of") and m not in with_table and self.measure_asked(m) and self.measure_asked(one["of"]):
                self.systems[f"/{m}"] = (None, m)

    def figures(self, cell, system):
        table_at, numerator = self.systems[system]
        if cell in self.apart and table_at is not None and self.apart[cell][0] == table_at:
            _, c, parts = self.apart[cell]
            return self.figures(c, system) - set().union(*(self.figures(p, system) for p in parts))
        return self.figures_of(self.rows[cell], system)

    def figures_of(self, row, system):
        (table_at, numerator), out = self.systems[system], []
        reading = table_at is not None and row[self.measure] in self.reading_at[table_at]
        for d, code in enumerate(row):
            if d in (self.time, self.freq):
                continue
            if d == self.measure:
                out.append([numerator, numerator + "~not"] if numerator and self.measures[numerator].get("of") == code else [code])
            else:
                out.append(self.soft(self.tables[table_at][1], d, code) if reading else self.atoms(d, code))
        return {".".join(codes) for codes in product(*out)}

    # Count-only cells 3: guards of quiet leaves.
    def make_quiet(self):
        self.reading_at = [self.reading(table) for _, table in self.tables]
        with_quiet = [d for d in range(len(self.dims)) if d not in (self.measure, self.freq) and self.quiet_codes.get(d)]
        slices = {}
        for c in range(self.asked):
            if with_quiet:
                key = tuple(None if d in with_quiet else code for d, code in enumerate(self.rows[c]))
                slices.setdefault(key, []).append(c)
        self.margins = []
        # The text gives no order of slices. This one the records have: codes as they are first met in asked cells, each before its
        # atoms; of equal codes by period.
        met = {}
        for row in self.rows[:self.asked]:
            for d, code in enumerate(row):
                if d != self.time:
                    for one in (code, *self.atoms(d, code)):
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
        for name in sorted((n for n in self.systems if n), key=str.encode):
            changed = [(c, leaves) for c, leaves in enumerate(self.found[name]) if leaves != hard[c]]
            if changed and changed not in [one for _, one in self.soft_systems]:
                self.soft_systems.append((name, changed))
        self.cells = []
        for c, row in enumerate(self.rows):
            code = row[self.measure]
            of = self.measures.get(code) or self.measures[code.removesuffix("~not")]
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
            steps = [n for n, (t, _) in enumerate(self.tables) if t.get("ladder") == name]
            same = [d for d in self.tables[steps[0]][1] if len({frozenset(self.tables[n][1][d]) for n in steps}) == 1]
            slices = {}
            for c in range(self.asked):
                if set(steps) & set(self.asked_by[self.rows[c]]):
                    slices.setdefault((self.rows[c][self.time], *(self.rows[c][d] for d in same)), []).append(c)
            for cells in slices.values():
                self.ladders.append((
                    [[c for c in cells if n in self.asked_by[self.rows[c]]] for n in steps],
                    [c for c in cells if set(self.asked_by[self.rows[c]]) - set(steps)],
                    [c for c in cells if any(code in self.quiet_codes.get(d, ()) for d, code in enumerate(self.rows[c]))]))
        self.whole = []
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
            outer = given.get(area) or (area.split("-")[0] if "-" in area and area.split("-")[0] in areas else None)
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
                found |= {(place, code, one["of"]) for code, one in self.measures.items() if one.get("of")}
                continue
            found |= {(place, c["id"], c["parent"]) for c in self.codes.get(d, ())
                      if c.get("parent") and (d, c["parent"]) not in self.sums and (d, c["parent"]) not in self.not_sums}
            found |= {(place, child, parent) for (where, parent), sums in self.sums.items() if where == d for children in sums for child in children}
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
