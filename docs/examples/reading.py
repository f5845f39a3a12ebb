"""How a round reads cells of earlier rounds, and which of its cells they keep shut: sections 3.2 and 7.9 of docs/spec.md, 'Earlier
cells'. Standard library alone.

A leaf is (figure, start, months). `cells` of the round: {leaves: places in `leaves`, count_only}; `systems`: [(cell, leaves)] each;
`parents`: (place, code, parent). An earlier cell here is its hard leaves, a list of leaves.
"""

def figures_of(leaves):
    return frozenset(figure for figure, _, _ in leaves)

def months_of(leaves):
    return min(start for _, start, _ in leaves), max(start + months for _, start, months in leaves)

def cut(leaves_lists):
    """Leaves of several rounds, cut at all first months and ends, so that they mean the same: leaf -> its pieces."""
    cuts = {}
    for leaves in leaves_lists:
        for figure, start, months in leaves:
            cuts.setdefault(figure, set()).update((start, start + months))
    out = {}
    for leaves in leaves_lists:
        for figure, start, months in leaves:
            inside = sorted(x for x in cuts[figure] if start <= x <= start + months)
            out[figure, start, months] = [(figure, a, b) for a, b in zip(inside, inside[1:])]
    return out

def counts_of(leaves):
    """The four counts that a derived cell is made of, as the figure of its first leaf names them; none for any other cell."""
    figure, start, _ = leaves[0]
    if figure.startswith("~~"):
        *measures, _, codes = figure.lstrip("~").split("~", 5)
        return frozenset((measure, codes, start) for measure in measures)

def summed_before(asked, opened):
    """Cells that share counts, directly or through others, with a sum of terms that was opened before and is none of the cells. Of each
    its leaves."""
    own = {tuple(leaves) for leaves in asked}
    families = {c: counts_of(leaves) for c, leaves in enumerate(asked) if counts_of(leaves)}
    every = {counts_of(leaves) for leaves in opened if counts_of(leaves)} | set(families.values())
    bad = {counts_of(leaves) for leaves in opened if counts_of(leaves) and tuple(leaves) not in own}
    grown = True
    while grown:
        more = bad | {one for one in every if any(one & other for other in bad)}
        grown, bad = more != bad, more
    return {c for c, counts in families.items() if counts in bad}

class Reading:
    def __init__(self, leaves, cells, systems, parents):
        self.leaves, self.cells, self.parents = leaves, cells, parents
        names = lambda places: frozenset(leaves[place][0] for place in places)
        self.hard = [names(cell["leaves"]) for cell in cells]
        self.soft = [[names(dict(changed).get(c, cell["leaves"])) for c, cell in enumerate(cells)] for changed in systems]
        self.place = {}
        for c, figures in enumerate(self.hard):
            self.place.setdefault(figures, c)
        self.broken = {figure for soft in self.soft for c, figures in enumerate(self.hard) for figure in figures - soft[c]}

    def read(self, leaves):
        """Cells whose figures an earlier cell has, and those of its figures that no cell has alone."""
        figures = figures_of(leaves)
        if figures in self.place:
            return [self.place[figures]], set()
        alone = {figure: self.place.get(frozenset([figure])) for figure in figures}
        return [c for c in alone.values() if c is not None], {figure for figure, c in alone.items() if c is None}

    def in_systems(self, leaves):
        """Per soft system the leaves of an earlier cell."""
        cells, foreign = self.read(leaves)
        start, end = months_of(leaves)
        return [[(figure, start, end - start) for figure in foreign.union(*(soft[c] for c in cells))] for soft in self.soft]

    def held(self, place, code):
        """A code and all that lies in it."""
        if (place, code) not in self.lies_in:
            found, open_codes = {code}, [code]
            while open_codes:
                at = open_codes.pop()
                more = {part for where, part, parent in self.parents if where == place and parent == at} - found
                found |= more
                open_codes += more
            self.lies_in[place, code] = found
        return self.lies_in[place, code]

    def meet(self, one, other):
        """Whether in every place two figures have one code, or something lies in the codes of both, if it is one of them."""
        one, other = one.split("."), other.split(".")
        return len(one) == len(other) and all(a == b or self.held(place, a) & self.held(place, b) for place, (a, b) in enumerate(zip(one, other)))

    def foreign(self, known):
        """Cells that earlier rounds keep shut; `known`: hard leaves of each cell that was opened, claimed or called confidential."""
        self.lies_in = {}
        sums = [(figures_of(leaves), *self.read(leaves), months_of(leaves)) for leaves in known]
        in_parts = lambda cells, strange: len(cells) > 1 and not strange
        if not any(strange or in_parts(cells, strange) for _, cells, strange, _ in sums):
            return set()
        def share(figures, cells, strange, others, theirs, foreign):
            """Whether two cells have a figure in common, by declaration or in some soft system."""
            return figures & others or any(strange.union(*(soft[c] for c in cells)) & foreign.union(*(soft[c] for c in theirs)) for soft in self.soft)
        def meetings(figures, cells, strange, span):
            """Places in `sums` of what meets, each with whether something may be left between the two that no cell of the round says."""
            for n, (others, theirs, foreign, (start, end)) in enumerate(sums):
                if start < span[1] and span[0] < end:
                    met = [(a, b) for a in figures for b in others if self.meet(a, b)]
                    if met:
                        loose = any((a in strange or b in foreign) and (a != b or a in self.broken) for a, b in met)
                        parts = in_parts(cells, strange) or in_parts(theirs, foreign)
                        yield n, loose or parts and not share(figures, cells, strange, others, theirs, foreign)
        near = [dict(meetings(*one)) for one in sums]
        out, loose = set(), {n for n, those in enumerate(near) if any(those.values())}
        grown = True
        while grown:
            more = {n for n, those in enumerate(near) if n in loose or loose & set(those)}
            grown, loose = more != loose, more
        for c, cell in enumerate(self.cells):
            if not cell["count_only"]:
                span = months_of([self.leaves[place] for place in cell["leaves"]])
                if any(left or n in loose for n, left in meetings(self.hard[c], [c], set(), span)):
                    out.add(c)
        return out
