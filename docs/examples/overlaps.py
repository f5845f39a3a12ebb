"""Codes that may be about the same cases, in chains, each within the next, beside what tables break down: section 3.2 of
docs/spec.md, for assumed.py. Standard library alone."""
from itertools import combinations, product

class Overlaps:
    def named_over(self, d, code):
        """What the structure puts right above a code: its parent, each sum that names it, and what all parts of it as a sum lie in."""
        parent = next((c.get("parent") for c in self.codes.get(d, ()) if c["id"] == code), None)
        sums = [whole for (at, whole), sums in self.sums.items() if at == d for parts in sums if code in parts]
        return [up for up in dict.fromkeys([parent, *sums, *self.wholes(d, code)]) if up and up != code]

    def wholes(self, d, code):
        """Of each sum of a code the innermost codes that all its parts lie in, and it by nothing else."""
        if d not in self.known_wholes:
            # What one sum lies in, others may lie in by it.
            made = self.known_wholes[d] = [(parent, parts, []) for (at, parent), sums in self.sums.items() if at == d for parts in sums if parts]
            while True:
                more = []
                for parent, parts, _ in made:
                    common = set.intersection(*(self.all_above(d, part) for part in parts)) - {parent} - self.all_above(d, parent)
                    inner = [one for one in common if not any(one in self.all_above(d, other) for other in common if other != one)]
                    more.append(sorted(inner, key=str.encode))
                if not any(more):
                    break
                for (_, _, own), inner in zip(made, more):
                    own += inner
        return [one for parent, _, own in self.known_wholes[d] if parent == code for one in own]

    def all_above(self, d, code):
        """All that a code lies in."""
        found, todo = set(), self.named_over(d, code)
        while todo:
            one = todo.pop()
            if one != code and one not in found:
                found.add(one)
                todo += self.named_over(d, one)
        return found

    def code_above(self, d, used, code):
        return self.nearest(code, lambda one: one in used, lambda one: self.named_over(d, one))

    def atoms_over(self, base, d, code):
        """What a code is the sum of by declaration, and of what that is the sum of."""
        return {a for leaf in self.atoms(d, code) for a in base.get(leaf, [leaf])}

    def is_loose(self, d, inner, outer, base={}):
        """Whether only that the one lies in the other is sure."""
        own, whole = self.atoms_over(base, d, inner), self.atoms_over(base, d, outer)
        return not (own <= whole or whole <= own or self.are_apart(d, inner, outer, base))

    def are_apart(self, d, one, other, base={}):
        """Whether a declared sum says so."""
        one, other = self.atoms_over(base, d, one), self.atoms_over(base, d, other)
        totals = [self.atoms_over(base, d, parent) for at, parent in self.sums if at == d]
        return any(total & (one - other) and total & (other - one) for total in totals)

    def listed_above(self, d, code):
        parents, up = {c["id"]: c.get("parent") for c in self.codes.get(d, ())}, []
        while parents.get(code) and parents[code] not in up:
            up.append(code := parents[code])
        return up

    def used_codes(self, d, rows):
        """Codes of rows, what sums name below them, totals all of whose parts are there, totals above these by the codelist, and
        codes between them; in its order."""
        found, todo = set(), {row[d] for row in rows}
        while todo:
            found |= todo
            below = {child for code in found for parts in self.sums.get((d, code), ()) for child in parts}
            whole = {parent for (at, parent), sums in self.sums.items() if at == d and any(set(parts) <= found for parts in sums)}
            above = {up for code in found for up in self.listed_above(d, code) if (d, up) in self.sums}
            todo = (below | whole | above) - found
        found |= self.between(d, found)
        return [c["id"] for c in self.codes[d] if c["id"] in found]

    def between(self, d, used):
        """Codes with some that are used below them and one above: those that no reader takes for a sum, where others lie beside them;
        and those right below such a one that hold several."""
        below = {}
        for code in used:
            for up in self.listed_above(d, code):
                below.setdefault(up, set()).add(code)
        no_sum = lambda code: (d, code) in self.sums or (d, code) in self.not_sums
        out = set()
        for code, own in below.items():
            ups = self.listed_above(d, code)
            near = next((up for up in ups if up in used), None)
            if code not in used and near and (len(below[near]) > len(own) if no_sum(code) else len(own) > 1 and no_sum(ups[0])):
                out.add(code)
        return out

    def chains(self, d, used, up, base):
        def climb(chain):
            more = [one for one in up[chain[-1]] if one not in chain]
            return [all for one in more for all in climb((*chain, one))] if more else [chain]
        pairs = [(code, above) for code in used for above in up[code] if self.is_loose(d, code, above, base)]
        outer = {above for _, above in pairs}
        every = [chain for pair in pairs if pair[0] not in outer for chain in climb(pair)]
        return [one for one in every if not any(set(one) < set(other) for other in every)]

    def crossed(self, d, web, base):
        """What leaves by declaration are the sum of, where each code of a chain lies in the next, beside what is said."""
        own = {leaf for chain in web for code in chain for leaf in self.atoms(d, code)}
        told = {leaf: leaves for part in self.connected(base) if own & set(part) for leaf, leaves in part.items()}
        begun = dict(told)
        spread = lambda leaves: {a for leaf in leaves for a in told.get(leaf, [leaf])}
        for inner, outer in (link for chain in web for link in zip(chain, chain[1:])):
            if self.are_apart(d, inner, outer, base):
                continue
            own, whole = spread(self.atoms(d, inner)), spread(self.atoms(d, outer))
            inside, outside = own - whole, whole - own
            if not inside or not outside:
                continue
            change = {leaf: [f"{leaf}~rest"] for leaf in outside}
            for leaf, part in product(inside, outside):
                both = leaf if len(outside) == 1 else f"{leaf}~in~{part}"
                change[part].append(both)
                if len(outside) > 1:
                    change.setdefault(leaf, []).append(both)
            for leaf in self.atoms(d, inner) + self.atoms(d, outer):
                told.setdefault(leaf, [leaf])
            told = {leaf: sorted({a for one in leaves for a in change.get(one, [one])}) for leaf, leaves in told.items()}
            both = self.in_two_parts(d, told)
            told = {leaf: [a for a in leaves if a not in both] for leaf, leaves in told.items()}
        return begun, told

    def in_two_parts(self, d, told):
        """What two leaves of one declared sum would have in common."""
        both = set()
        for at, parent in self.sums:
            seen = set()
            for leaf in self.atoms(d, parent) if at == d else ():
                own = set(told.get(leaf, ()))
                both |= own & seen
                seen |= own
        return both

    def webs(self, d, chains, base, size):
        """Of chains whose codes are no parts in any reading what is told apart at once: all that touch, if what they tell is little;
        else each two, and with them what fits, if these are not too many."""
        told = lambda web: self.crossed(d, web, base)[1]
        is_little = lambda web: len({leaf for leaves in told(web).values() for leaf in leaves}) <= size[0]
        out = []
        for group in self.touching([set(told([chain])) for chain in chains]):
            if all(is_little([chains[at] for at in group[:n]]) for n in range(2, len(group) + 1)):
                out.append(group)
                continue
            own = []
            for one, other in combinations(group, 2):
                if len(own) > size[1] or any({one, other} <= web for web in own):
                    continue
                own.append({one, other})
                for more in group:
                    if is_little([chains[at] for at in sorted(own[-1] | {more})]):
                        own[-1] |= {more}
            out += map(sorted, own) if len(own) <= size[1] else [[at] for at in group]
        return [[chains[at] for at in web] for web in out]

    def touching(self, sets):
        """Places of sets that have something in common, directly or through others."""
        groups = []
        for at, own in enumerate(sets):
            near = [group for group in groups if any(own & sets[one] for one in group)]
            groups = [group for group in groups if group not in near] + [sorted([at, *(one for group in near for one in group)])]
        return sorted(groups)

    def connected(self, base):
        """What is said of leaves, in parts that have none in common."""
        parts = []
        for leaf, own in base.items():
            joined = {**{one: [one] for one in own}, leaf: own}
            for part in [part for part in parts if set(part) & set(joined)]:
                parts.remove(part)
                joined = {**joined, **{one: leaves for one, leaves in part.items() if leaves != [one] or one not in joined}}
            parts.append(joined)
        return parts

    def bases(self, d, values, used):
        """What leaves are the sum of where tables break codes down; then the same, but for one of the codes each."""
        broken = [code for code in used if (d, code) not in self.sums and self.below(values, d, code, (code,))]
        leaves = {leaf for code in used for leaf in self.atoms(d, code)}
        out = []
        for reading in [values, *({**values, "unbroken": (d, code)} for code in broken)]:
            soft = {leaf: sorted(self.soft(reading, d, leaf)) for leaf in sorted(leaves)}
            out.append({leaf: own for leaf, own in soft.items() if own != [leaf]})
        return out

    def is_open(self, d, chain, wholes):
        """Whether no reading takes its first code for a part of its second."""
        return all(self.is_loose(d, *chain[:2], whole) for whole in wholes)

    def crosses(self, d, used, up, readings):
        """Whether two chains or more are open."""
        wholes = [self.bases(d, values, used)[0] for values in readings]
        return sum(self.is_open(d, chain, wholes) for chain in self.chains(d, used, up, {})) > 1

    def pieces(self, d, used, up, readings, size):
        """All that may be told apart in a dimension: what, the number of the reading if any, whether it is a chain, beside what base."""
        def over(base, wholes):
            found, chains = [], self.chains(d, used, up, base)
            webs = self.webs(d, [chain for chain in chains if self.is_open(d, chain, wholes)], base, size)
            for web in webs + [[chain] for chain in chains if not self.is_open(d, chain, wholes)]:
                begun, told = self.crossed(d, web, base)
                if told != begun and told not in [told for _, told in found]:
                    found.append((begun, told))
            return found
        all_bases = [self.bases(d, values, used) for values in readings]
        chains = over({}, [bases[0] for bases in all_bases])
        out = [(d, told, None, True, base) for base, told in chains]
        for number, bases in enumerate(all_bases):
            own = []
            for base in bases:
                own += [one for one in (over(base, bases[:1]) if base else []) if one[1] not in [told for _, told in own + chains]]
            out += [(d, told, number, True, base) for base, told in own]
            out += [(d, told, number, False, told) for told in self.connected(bases[0])]
        return out

    def grouped(self, pieces):
        """Alternatives of each group of pieces that share a leaf: a chain, or all that is broken down."""
        out = []
        for group in self.touching([{(d, leaf) for leaf in told} for d, told, *_ in pieces]):
            own = [pieces[at] for at in group]
            broken = [piece for piece in own if not piece[3]]
            out.append([[piece] for piece in own if piece[3]] + ([broken] if broken else []))
        return out

    def chosen(self, pieces, readings, most):
        """What is told apart at once."""
        def all_ways(groups):
            number = 1
            for group in groups:
                number *= len(group)
            if number > most:
                return None
            return [[piece for one in ways for piece in one] for ways in product(*groups)] if groups else []
        groups = self.grouped([piece for piece in pieces if piece[2] is None])
        out = all_ways(groups)
        if out is None:
            out = [[piece for group in groups if n < len(group) for piece in group[n]] for n in range(max(map(len, groups)))]
        for number in range(readings):
            groups = self.grouped([piece for piece in pieces if piece[2] in (None, number)])
            more = all_ways(groups)
            if more is None:
                whole = [next((one for one in group if not one[0][3]), []) for group in groups]
                more = [[*one, *(piece for other, broken in enumerate(whole) if other != at for piece in broken)]
                        for at, group in enumerate(groups) for one in group if one[0][3]]
            out += [one for one in more if any(piece[3] for piece in one) and any(piece[2] is not None for piece in one)]
        return out

    def breaks(self, values, used):
        return any(set(self.soft(values, d, code)) != set(self.atoms(d, code)) for d, codes in used.items() for code in codes)

    def make_overlaps(self):
        """Per family what lies right within what, the bundles that break codes down, and what leaves are the sum of in each choice."""
        self.code_up, self.choices, self.readings = [], [], []
        for n, (family, ways) in enumerate(zip(self.families, self.ways)):
            rows = [row for row in self.rows[:self.asked] if row[self.measure] in family]
            used = {d: self.used_codes(d, rows) for d in range(len(self.dims)) if d not in (self.measure, self.time, self.freq)}
            readings = [values for values in map(self.values, self.bundles[n]) if self.breaks(values, used)]
            ups = {d: {code: self.code_above(d, codes, code) for code in codes} for d, codes in used.items()}
            pieces = []
            overlapping = sum(self.crosses(d, list(up), up, readings) for d, up in ups.items())
            size = {0: (16, 256), 1: (16, 256), 2: (8, 8)}.get(overlapping, (4, 3))
            for d, up in ups.items():
                pieces += self.pieces(d, list(up), up, readings, size)
            choices = []
            for choice in self.chosen(pieces, len(readings), 1024 // len(ways)):
                made, about, said = {}, {}, {}
                for d, told, _, is_chain, base in choice:
                    made.setdefault(d, {}).update(told)
                    said.setdefault(d, {}).update(base)
                    if is_chain:
                        about.setdefault(d, set()).update(told)
                for d in about:
                    grown = True
                    while grown:
                        near = {a for code in ups[d] for a in self.atoms(d, code) if set(self.atoms(d, code)) & about[d]}
                        grown = not near <= about[d]
                        about[d] |= near
                choices.append((made, about, said))
            self.code_up.append(ups)
            self.readings.append(readings)
            self.choices.append(choices)
