"""What a reader may assume to add up: measures within measures, bundles of tables, what they leave, soft systems: section 3.2 of
docs/spec.md, for table.py. Standard library alone."""
from itertools import combinations, product
from overlaps import Overlaps
from periods import MONTHS, digest, span

class Assumed(Overlaps):
    def measure_asked(self, code):
        return any(row[self.measure] == code for row in self.rows[:self.asked])

    # Measures that lie within others.
    def right_above(self, code):
        return self.nearest(code, self.measure_asked, self.named_above)

    def nearest(self, code, is_used, named_above):
        """What is used above a code; in place of what is not, what that lies right within."""
        found, seen, todo = [], set(), [code]
        while todo:
            one = todo.pop(0)
            if one in seen:
                continue
            seen.add(one)
            if one != code and is_used(one):
                found.append(one)
            else:
                todo = named_above(one) + todo
        return found

    def named_above(self, code):
        parent = next((c.get("parent") for c in self.codes[self.measure] if c["id"] == code), None)
        if parent == code or (self.measure, parent) in self.not_sums:
            parent = None
        return [one for one in dict.fromkeys((self.measures.get(code, {}).get("of"), parent)) if one]

    def around(self, code):
        """A measure and all that it lies within, asked or not."""
        found, todo = set(), [code]
        while todo:
            one = todo.pop()
            todo += self.named_above(one) if one not in found else []
            found.add(one)
        return found

    def make_measures(self):
        self.used = [code for code in self.measures if self.measure_asked(code)]
        up = {code: self.right_above(code) for code in self.used}
        self.above = {}
        for code in self.used:
            found = {code}
            while any(set(up[one]) - found for one in found):
                found |= {more for one in found for more in up[one]}
            self.above[code] = [one for one in self.used if one in found and one != code]
        self.families = []
        for code in self.used:
            if not any(code in one for one in self.families):
                family = {code}
                while True:
                    near = {one for one in self.used if one in family or set(up[one]) & family}
                    grown = family.union(near, *(up[one] for one in near))
                    if grown == family:
                        break
                    family = grown
                self.families.append([one for one in self.used if one in family])
        if any(one in self.above[other] for one in self.used for other in self.above[one]):
            raise ValueError("a measure lies within itself")
        # Per entry and measure that it names, the measures in use that are this one or lie within it, whatever is asked.
        self.exclusive = [[{one for one in self.used if other in self.around(one)} for other in entry] for entry in self.exclude]
        if not all(self.allows({one, *self.above[one]}) for one in self.used):
            raise ValueError("a measure lies within two that exclude each other")
        self.ways = [self.ways_of(family, up) for family in self.families]

    def ways_of(self, family, up):
        """How the measures of a family are taken apart: per way each measure with what it is the sum of."""
        if len(family) == 1:
            return [{family[0]: [family[0]]}]
        whole = self.sets_of(family, up)
        if whole:
            return [self.apart(family, whole)]
        with_above = lambda some: [one for one in family if any(one == own or one in self.above[own] for own in some)]
        taken = []
        for one, other in combinations(family, 2):
            if any({one, other} <= set(way) for way in taken):
                continue
            own = with_above((one, other))
            if not self.sets_of(own, up):
                raise ValueError(f"{one} and {other} lie within too many measures")
            for more in family:
                grown = with_above((*own, more))
                if self.sets_of(grown, up):
                    own = grown
            taken.append(own)
        return [self.apart(own, self.sets_of(own, up)) for own in taken]

    def allows(self, some):
        return all(sum(1 for own in entry if own & set(some)) < 2 for entry in self.exclusive)

    def sets_of(self, measures, up):
        sets = [()]
        for one in sorted(measures, key=lambda one: len(self.above[one])):
            sets += [(*other, one) for other in sets if set(up[one]) <= set(other) and self.allows((*other, one))]
            if len(sets) > 65:
                return None
        return sets[1:]

    def apart(self, measures, sets):
        lowest = lambda some: [one for one in measures if one in some and not any(one in self.above[other] for other in some)]
        return {one: ["~" + "+".join(lowest(some)) for some in sets if one in some] for one in measures}

    def family(self, code):
        return next((n for n, family in enumerate(self.families) if code in family), None)

    def made(self, d, codes):
        """Codes of which a table has figures: those that it asks, and the one of a declared sum that is left of all its others."""
        own, grown = set(codes), True
        while grown:
            missing = [{parent, *parts} - own for (at, parent), sums in self.sums.items() if at == d for parts in sums]
            more = set().union(*(one for one in missing if len(one) == 1))
            grown, own = bool(more), own | more
        return own

    # Bundles of tables.
    def asking(self, family):
        return [n for n in range(len(self.tables)) if self.asked_in(n) and set(self.tables[n][1][self.measure]) & set(family)]

    def make_bundles(self):
        self.bundles = []
        for family in self.families:
            asking, bundles = self.asking(family), []
            union = self.values(asking)
            def within(d, a, b):
                """Whether code b holds code a: None, or whether that is assumed."""
                if d == self.measure:
                    return (b in self.above[a]) if a == b or b in self.above[a] else None
                if a == b:
                    return False
                if set(self.atoms(d, a)) <= set(self.atoms(d, b)):
                    return False
                return True if b in self.all_above(d, a) or set(self.soft(union, d, a)) <= set(self.soft(union, d, b)) else None
            codes = {n: {d: set(self.tables[n][1][d]) & set(family) if d == self.measure else self.made(d, self.tables[n][1][d])
                         for d in union if d != self.freq} for n in asking}
            def reaches(t, u):
                across, between = {(False, False, False)}, {(False, False)}
                for d in codes[t]:
                    pairs = {(within(d, a, b), b not in codes[t][d], a not in codes[u][d])
                             for a in codes[t][d] for b in codes[u][d] if within(d, a, b) is not None}
                    across = {tuple(x or y for x, y in zip(one, more)) for one in across for more in pairs}
                    middles = set()
                    for m in codes[t][d] & codes[u][d]:
                        low, up = any(within(d, a, m) for a in codes[t][d]), any(within(d, m, b) for b in codes[u][d])
                        middles |= {(False, False), (low, False), (False, up), (low, up)}
                    between = {tuple(x or y for x, y in zip(one, more)) for one in between for more in middles}
                return (True, True, True) in across or (True, True) in between
            def parted(t, u):
                """Whether both have a cell of which each has a part that the other lacks."""
                common = {d: codes[t][d] & codes[u][d] for d in codes[t]}
                lacks = lambda t, u, d, p: any(within(d, a, p) for a in codes[t][d] - codes[u][d])
                return all(common.values()) and any(lacks(t, u, d, p) and lacks(u, t, d, p)
                                                    for d in common if d != self.measure for p in common[d])
            for t in asking:
                joined = [bundle for bundle in bundles if any(reaches(t, u) or reaches(u, t) or parted(t, u) for u in bundle)]
                bundles = [bundle for bundle in bundles if bundle not in joined] + [sorted([t, *(u for bundle in joined for u in bundle)])]
            self.bundles.append(sorted(bundles))

    def broken(self, values, row):
        """Dimensions in which the row's code is broken down, with the codes below it."""
        return {d: self.below(values, d, code) for d, code in enumerate(row) if d in self.codes and self.below(values, d, code)}

    # A reading: the codes that some tables ask, by dimension.
    def values(self, tables):
        return {d: set().union(*(self.tables[n][1][d] for n in tables)) for d in range(len(self.dims)) if d != self.time}

    def below(self, values, d, code, above=()):
        out = self.reached(values, d, code, above)
        # What lies in one code alone says no more than that it lies in it.
        return [] if len(out) == 1 and out[0] not in values[d] and (d, out[0]) not in self.sums else out

    def reached(self, values, d, code, above):
        """The nearest below a code that are asked, or that no reader takes for a sum and of which something is asked."""
        if d in (self.measure, self.time, self.freq) or (d, code) in self.not_sums and (d, code) not in self.sums:
            return []
        out = []
        for child in self.sums[d, code][0] if (d, code) in self.sums else self.below_of.get((d, code), []):
            no_sum = (d, child) in self.sums or (d, child) in self.not_sums
            if child in values[d] or no_sum and self.touches(values, d, child):
                out.append(child)
            elif not no_sum and child not in above:
                out += self.reached(values, d, child, (*above, child))
        return list(dict.fromkeys(out))

    def touches(self, values, d, code, above=()):
        """Whether something is asked of a code: itself, or what lies below it by declaration or by the codelist."""
        if code in values[d] or code in above:
            return code in values[d]
        below = [*self.sums.get((d, code), [[]])[0], *self.below_of.get((d, code), [])]
        return any(self.touches(values, d, one, (*above, code)) for one in below)

    def soft(self, values, d, code, above=()):
        if code in above:
            return [code]
        sums = self.sums.get((d, code))
        if sums:
            return list(dict.fromkeys(a for child in sums[0] for a in self.soft(values, d, child, (*above, code))))
        below = [] if values.get("unbroken") == (d, code) else self.below(values, d, code, (code,))
        parts = [self.soft(values, d, one, (*above, code)) for one in below]
        parts = [one for one in parts if code not in one]
        return list(dict.fromkeys([a for one in parts for a in one] + [f"{code}~rest"])) if parts else [code]

    def rest(self, kept):
        return digest("rest", *sorted(code.encode() for code in kept)).hex()[:16]

    def kept(self, values, reading, d, parent, found):
        """Codes below a parent that share no atom and are found; in place of one that cannot be taken what it is made of."""
        out, taken, seen = [], set(), set()
        def take(codes):
            parts = [(one, set(self.soft(reading, d, one))) for one in codes]
            for one, atoms in sorted((one for one in parts if parent not in one[1]), key=lambda one: -len(one[1])):
                if one in seen:
                    continue
                seen.add(one)
                if one in values[d] and not taken & atoms and found(one):
                    out.append(one)
                    taken.update(atoms)
                else:
                    sums = self.sums.get((d, one))
                    take(sums[0] if sums else self.below(values, d, one))
        take(self.below(values, d, parent))
        return out

    def with_codes(self, row, where, codes):
        part = list(row)
        for d, code in zip(where, codes):
            part[d] = code
        return tuple(part)

    def taken_off(self, row, values, reading):
        """Dimensions in which a row's code is broken down and not used up, with the codes below it and those that are taken off."""
        broken = self.broken(values, row)
        is_found = lambda part: self.cells_of(part) is not None
        kept = {d: self.kept(values, reading, d, row[d], lambda code: is_found(self.with_codes(row, (d,), (code,)))) for d in broken}
        # All parts of a declared sum leave nothing.
        broken = {d: codes for d, codes in broken.items()
                  if not set(self.soft(reading, d, row[d])) <= set(a for one in kept[d] for a in self.soft(reading, d, one))}
        return broken, {d: kept[d] for d in broken}

    def askings(self, family):
        """What tables ask, each by itself, with the reading of its bundle; then what each bundle of several does."""
        bundles = self.bundles[family]
        for n in self.asking(self.families[family]):
            yield self.values([n]), self.values(next(bundle for bundle in bundles if n in bundle))
        for bundle in bundles:
            if len(bundle) > 1:
                yield self.values(bundle), self.values(bundle)

    def of_parent(self, c, values, reading):
        """Rests of a cell after what tables with these values ask; their bundle's reading says what shares atoms."""
        row, out, made = self.rows[c], [], set()
        is_found = lambda part: self.cells_of(part) is not None
        broken, kept = self.taken_off(row, values, reading)
        for size in range(1, len(broken) + 1):
            # In the order of bit masks.
            for chosen in sorted(combinations(sorted(broken), size), key=lambda s: sum(1 << d for d in s)):
                if all(kept[d] for d in chosen):
                    of, after = [], []
                    terms = [(number, self.with_codes(row, where, codes)) for number in range(size + 1)
                             for where in combinations(chosen, number) for codes in product(*(kept[d] for d in where))]
                    if not all(is_found(part) for _, part in terms):
                        continue
                    for number, part in terms:
                        (after if number % 2 else of).extend(self.cells_of(part))
                    less = [self.with_codes(row, (d,), (code,)) for d in chosen for code in kept[d]]
                    out += self.put(self.renamed(row, chosen, kept, "rest"), of, after, row, less)
                elif size > 1 and not any(set(one) < set(chosen) for one in made):
                    parts = [self.with_codes(row, chosen, codes) for codes in product(*(broken[d] for d in chosen))]
                    parts = [part for part in parts if is_found(part)]
                    own = {d: self.kept(values, reading, d, row[d], lambda code: code in {part[d] for part in parts}) for d in chosen}
                    less = [part for part in parts if all(part[d] in own[d] for d in chosen)]
                    if not less:
                        continue
                    after = [x for part in less for x in self.cells_of(part)]
                    out += self.put(self.renamed(row, chosen, own, "apart"), [c], after, row, less)
                else:
                    continue
                made.add(chosen)
        return out

    def code_wholes(self, row, own, d, up):
        """The nearest codes that hold a code loosely and are found with the row's others; and rows on the way that are not asked."""
        wholes, passed, todo, seen = [], [], list(up.get(own, [])), {own}
        while todo:
            whole = todo.pop(0)
            if whole in seen:
                continue
            seen.add(whole)
            other = self.with_codes(row, (d,), (whole,))
            is_found = self.cells_of(other) is not None
            if other not in self.place or self.place[other] >= self.asked:
                todo = up[whole] + todo
                passed += [other] if is_found else []
            if is_found and self.is_loose(d, own, whole):
                wholes.append(whole)
        return wholes, passed

    def put_overlap(self, whole, own, loose):
        """What is left of a row after the codes that are taken off in each dimension."""
        chosen = sorted(own)
        terms = [(number, self.with_codes(whole, where, codes)) for number in range(len(chosen) + 1)
                 for where in combinations(chosen, number) for codes in product(*(own[d] for d in where))]
        if any(self.cells_of(part) is None for _, part in terms):
            return []
        of, after = ([x for number, part in terms if number % 2 == odd for x in self.cells_of(part)] for odd in (0, 1))
        less = [self.with_codes(whole, (d,), (code,)) for d in chosen for code in own[d]]
        made = self.put(self.renamed(whole, chosen, own, "rest"), of, after, whole, less)
        self.of_chains.update({at: loose for at in made})
        return made

    def put(self, row, of, after, whole, less):
        if row in self.place:
            return []
        at = self.place[row] = len(self.rows)
        self.rows.append(row)
        self.of_after[at], self.left_of[at] = (of, after), (whole, less)
        return [at]

    def make_counted(self):
        self.known_wholes = {}
        self.of_chains = {}  # count-only cell -> dimension, code and what it lies in, where nobody declared that it is a part
        self.left_of = {}  # count-only cell -> its whole and what is taken off, as rows
        self.make_measures()
        self.make_bundles()
        self.make_overlaps()
        rests = []  # cells of 1 in order
        for c in range(self.asked):
            family = self.family(self.rows[c][self.measure])
            for values, reading in self.askings(family):
                rests += self.of_parent(c, values, reading)
        for c in range(self.asked):
            row = self.rows[c]
            for d, up in self.code_up[self.family(row[self.measure])].items():
                parts = [row]
                for part in parts:
                    wholes, passed = self.code_wholes(row, part[d], d, up)
                    for whole in wholes:
                        rests += self.put_overlap(self.with_codes(row, (d,), (whole,)), {d: [part[d]]}, [(d, part[d], whole)])
                    parts += [other for other in passed if other not in parts]
        for c in range(self.asked):
            row = self.rows[c]
            ups = self.code_up[self.family(row[self.measure])]
            taken = {d: [(whole, [row[d]], True) for whole in self.code_wholes(row, row[d], d, ups[d])[0]] for d in sorted(ups)}
            for values, reading in self.askings(self.family(row[self.measure])):
                for d, kept in self.taken_off(row, values, reading)[1].items():
                    if kept and not any(not is_above and kept == other for _, other, is_above in taken[d]):
                        taken[d].append((row[d], kept, False))
            taken = {d: all for d, all in taken.items() if all}
            for size in (2, 3):
                for chosen in sorted(combinations(taken, size), key=lambda s: sum(1 << d for d in s)):
                    for ways in product(*(taken[d] for d in chosen)):
                        if any(is_above for _, _, is_above in ways):
                            whole = self.with_codes(row, chosen, [code for code, _, _ in ways])
                            loose = [(d, row[d], code) for d, (code, _, is_above) in zip(chosen, ways) if is_above]
                            rests += self.put_overlap(whole, {d: kept for d, (_, kept, _) in zip(chosen, ways)}, loose)
        for c in [*range(self.asked), *rests]:
            row = self.rows[c]
            for whole in self.above[row[self.measure]]:
                other = row[:self.measure] + (whole,) + row[self.measure + 1:]
                left = row[:self.measure] + (f"{row[self.measure]}~not~{whole}",) + row[self.measure + 1:]
                if c < self.asked:
                    cells = self.cells_of(other)
                    if cells is not None:
                        self.put(left, cells, [c], other, [row])
                elif other in self.place:
                    (a, b), (x, y) = self.of_after[self.place[other]], self.of_after[c]
                    self.put(left, a + y, b + x, other, [row])
        # What measures that exclude each other leave together.
        for entry in self.exclude:
            for c in [*range(self.asked), *rests]:
                row = self.rows[c]
                with_measure = lambda one: row[:self.measure] + (one,) + row[self.measure + 1:]
                inner = [one for one in entry if row[self.measure] in self.above.get(one, ())]
                if c < self.asked:
                    kept = [one for one in inner if self.cells_of(with_measure(one)) is not None]
                    of, after = self.cells_of(row), [x for one in kept for x in self.cells_of(with_measure(one))]
                else:
                    kept = [one for one in inner if with_measure(one) in self.place]
                    pairs = [self.of_after[self.place[with_measure(one)]] for one in kept]
                    of, after = (both + [x for pair in pairs for x in pair[1 - n]] for n, both in enumerate(self.of_after[c]))
                if len(kept) > 1:
                    self.put(self.renamed(row, (self.measure,), {self.measure: kept}, "rest"), of, after, row, list(map(with_measure, kept)))

    def renamed(self, row, chosen, kept, word):
        return tuple(f"{code}~{word}~{self.rest(kept[d])}" if d in chosen else code for d, code in enumerate(row))

    # Systems: per family a bundle and a way each.
    def make_systems(self):
        pairs = []
        for n, family in enumerate(self.families):
            soft = lambda values: lambda d, code: self.soft(values, d, code)
            over = lambda told: lambda d, code: [a for leaf in self.atoms(d, code) for a in told.get(d, {}).get(leaf, [leaf])]
            readings = [(soft(values), None, soft(values)) for values in self.readings[n]] or [(self.atoms, None, self.atoms)] * (len(family) > 1)
            readings += [(over(told), about, over(said)) for told, about, said in self.choices[n]]
            pairs.append([(reading, about, said, way) for reading, about, said in readings for way in self.ways[n]])
        # System "" is the hard one, the others are numbers from 0.
        self.systems = {"": None}
        for number in range(max(map(len, pairs), default=0)):
            self.systems[number] = [of[number] if number < len(of) else None for of in pairs]

    def figures(self, cell, system):
        return self.figures_at(self.rows[cell], system)

    def figures_at(self, row, system):
        at = self.place.get(row)
        left = self.left_of.get(at)
        pair = self.systems[system][self.family(row[self.measure])] if left and at in self.of_chains and system != "" else None
        is_said = lambda d, own, whole: pair and set(pair[2](d, own)) <= set(pair[2](d, whole))
        if left and not any(is_said(*part) for part in self.of_chains.get(at, ())):
            whole = self.figures_at(left[0], system)
            parts = set().union(*(self.figures_at(part, system) for part in left[1]))
            if parts <= whole and parts != whole:
                return whole - parts
        return self.figures_of(row, "" if left else system)

    def figures_of(self, row, system):
        family = self.family(row[self.measure])
        pair = self.systems[system][family] if system != "" and family is not None else None
        reading, about, _, way = pair or (None, None, None, {})
        if row[self.measure] not in way or about and not any(set(self.atoms(d, row[d])) & leaves for d, leaves in about.items()):
            reading, way = self.atoms, {row[self.measure]: [row[self.measure]]}
        out = []
        for d, code in enumerate(row):
            if d in (self.time, self.freq):
                continue
            if d == self.measure:
                out.append(way[code])
            else:
                out.append(reading(d, code))
        return {".".join(codes) for codes in product(*out)}
