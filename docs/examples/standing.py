"""Whether what earlier rounds opened stands: section 7.9 of docs/spec.md, 'Standing'. Standard library alone."""

class Standing:
    """In one system: which earlier cells stand, and what a cell of the round may be opened beside."""
    def __init__(self, table, system, country):
        self.t, self.system, self.country = table, system, country
        self.several = {country(inner) for inner, _ in table["within"]}
        cells = [cell for cell in table["cells"] if not cell["count_only"]]
        self.faults = [self.fault(e, cells) for e in table["earlier"]]
        self.openings = [(e["leaves"][system], e["leaves"][0], e["members"], fault, self.is_closed(e))
                         for e, fault in zip(table["earlier"], self.faults) if e["opened"]]
        # Whoever publishes figures of both links openings that have no leaf in common.
        said = [leaves[system] for _, leaves, _, old in table["public"] if not old]
        self.openings += [(leaves, None, None, None, False) for leaves in said if not self.joined(leaves)]
        self.quiet = set().union(*(own | soft for own, soft, *_ in table["quiet"]))

    def is_anew(self, i, guards):
        """Whether it is an old count of what this round counts, of figures that were never opened."""
        e = self.t["earlier"][i]
        return not e["opened"] and not e["confidential"] and any(
            cell["count"] is not None and c not in guards and cell["leaves"][0] == e["leaves"][0] and e["members"] == cell["members"]
            for c, cell in enumerate(self.t["cells"]))

    def fault(self, e, cells):
        back = {m for m in e["members"] for cell in cells if m in cell["members"] and cell["leaves"][self.system] & e["leaves"][self.system]}
        again = [cell for cell in cells if cell["leaves"][0] == e["leaves"][0] and cell["changed"] is not None]
        if not any(back <= cell["members"] for cell in again):
            return "Unasked"
        return "Revision" if self.is_closed(e) or any(cell["changed"] for cell in again) else None

    def is_closed(self, e):
        opened = [one for one in self.t["earlier"] if one["opened"] and one["leaves"][0] == e["leaves"][0]]
        oldest = min((one["round"] for one in opened), default=None)
        return any(one["changed"] != 0 and one["round"] > oldest for one in opened)

    def stands(self, i):
        return self.t["earlier"][i]["opened"] and self.faults[i] is None

    def open(self, cell):
        self.openings.append((cell["leaves"][self.system], cell["leaves"][0], cell["members"], None, False))

    def around(self, leaves):
        leaves, out = set(leaves), set()
        while True:
            near = {n for n, one in enumerate(self.openings) if n not in out and one[0] & leaves}
            if not near:
                return out
            out |= near
            for n in near:
                leaves |= self.openings[n][0]

    def joined(self, leaves):
        """Whether these leaves are all of openings that are connected."""
        return leaves <= set().union(*(self.openings[n][0] for n in self.around([min(leaves)])))

    def areas(self, cell):
        """Whether other areas of a country report it than report what is around it."""
        sets = {}
        around = [self.openings[n][2] for n in self.around(cell["leaves"][self.system])]
        for members in [cell["members"], *(members for members in around if members is not None)]:
            for home in self.several:
                sets.setdefault(home, set()).add(frozenset(m for m in members if self.country(m) == home))
        return any(len(those - {frozenset()}) > 1 for those in sets.values())

    def forbids(self, cell, less, m):
        """None, or why the cell stays shut."""
        around = self.around(cell["leaves"][self.system])
        faults = {self.openings[n][3] for n in around} - {None}
        if "Unasked" in faults:
            return "Unasked"
        same = all(self.openings[n][1:3] == (cell["leaves"][0], cell["members"]) and not self.openings[n][4] for n in around) and not cell["leaves"][self.system] & self.quiet
        if faults and not (same and cell["changed"] is not None and cell["changed"] - less >= m):
            return "Revision"
        return None
