"""Sums of earlier rounds that are not asked again: section 7.9 of docs/spec.md. Standard library alone."""
from exact import Span, ones
from floors import pairs

class Unasked:
    """In one system: what is open, and what of it this round opened or asks again."""
    def __init__(self, table, system):
        earlier = [e for e in table["earlier"] if e["opened"]]
        again = [(c["leaves"][system], c["members"]) for c in table["cells"] if c["changed"] is not None]
        asked = [any(leaves == e["leaves"][system] and e["members"] <= members for leaves, members in again) for e in earlier]
        self.any = not all(asked)
        if not self.any:
            return
        rows = {("old", i): pairs(e, system) for i, e in enumerate(earlier)}
        rows |= {c: pairs(one, system) for c, one in enumerate(table["cells"])}
        holding = {}
        for name, those in rows.items():
            for pair in those:
                holding.setdefault(pair, []).append(name)
        atoms = sorted({tuple(sorted(names, key=str)) for names in holding.values()}, key=str)
        self.rows = {name: ones(at for at, atom in enumerate(atoms) if name in atom) for name in rows}
        self.all, self.asked = Span(), Span()
        for i, again in enumerate(asked):
            self.all.add(self.rows["old", i])
            if again:
                self.asked.add(self.rows["old", i])

    def open(self, c):
        if self.any:
            self.all.add(self.rows[c])
            self.asked.add(self.rows[c])

    def forbids(self, c):
        return self.any and self.all.holds(self.rows[c]) and not self.asked.holds(self.rows[c])
