"""Which opened cells may be published for the sake of those that were never opened: section 9.3 of docs/spec.md, exact."""
from fractions import Fraction
from math import ceil, floor

class Program:
    """low <= x <= high, and every row sums to zero. Simplex in fractions: each row has a variable of its own, first basic."""

    def __init__(self, low, high, rows):
        own = len(low)
        self.low, self.high = low + [0] * len(rows), high + [0] * len(rows)
        self.x = [Fraction(v) for v in low] + [sum(f * low[v] for v, f in row.items()) for row in rows]
        self.rows = {own + i: {v: Fraction(f) for v, f in row.items()} for i, row in enumerate(rows)}
        self.possible = self.feasible()

    def room(self, j, up):
        return self.x[j] < self.high[j] if up else self.x[j] > self.low[j]

    def move(self, j, step):
        self.x[j] += step
        for b, row in self.rows.items():
            if j in row:
                self.x[b] += row[j] * step

    def pivot(self, b, j):
        """b leaves the basis, j enters it. What leaves and must be zero is never needed again."""
        row = self.rows.pop(b)
        a = row.pop(j)
        new = {v: -f / a for v, f in row.items()}
        if self.low[b] != self.high[b]:
            new[b] = 1 / a
        for other in self.rows.values():
            if j in other:
                factor = other.pop(j)
                for v, f in new.items():
                    value = other.get(v, 0) + factor * f
                    if value:
                        other[v] = value
                    else:
                        del other[v]
        self.rows[j] = new

    def feasible(self):
        while True:
            b = min((b for b in self.rows if not self.low[b] <= self.x[b] <= self.high[b]), default=None)
            if b is None:
                return True
            target = self.low[b] if self.x[b] < self.low[b] else self.high[b]
            raised = target > self.x[b]
            j = min((j for j, a in self.rows[b].items() if self.room(j, (a > 0) == raised)), default=None)
            if j is None:
                return False
            self.move(j, (target - self.x[b]) / self.rows[b][j])
            self.pivot(b, j)

    def end(self, of, up):
        while True:
            aim = self.rows.get(of, {of: 1})
            j = min((j for j, a in aim.items() if self.room(j, (a > 0) == up)), default=None)
            if j is None:
                return self.x[of]
            sign = 1 if (aim[j] > 0) == up else -1
            most, leaves = abs((self.high[j] if sign > 0 else self.low[j]) - self.x[j]), None
            for b, row in sorted(self.rows.items()):
                if j in row:
                    change = row[j] * sign
                    reach = ((self.high[b] if change > 0 else self.low[b]) - self.x[b]) / change
                    if reach < most:
                        most, leaves = reach, b
            self.move(j, sign * most)
            if leaves is not None:
                self.pivot(leaves, j)

    def interval(self, of):
        return (ceil(self.end(of, False)), floor(self.end(of, True))) if self.possible else None

def bounds_of(manifest, reporters):
    """Rows (factor by cell, whether equal): they sum to zero, or to no less."""
    bounds = []
    for parent, children in manifest["relations"]:
        inside = [c for c in children if reporters[c] <= reporters[parent]]
        covers = all(reporters[parent] <= reporters[c] for c in children)
        if covers and len(inside) == len(children):
            bounds.append(({parent: 1, **{c: -1 for c in children}}, True))
            continue
        if inside:
            bounds.append(({parent: 1, **{c: -1 for c in inside}}, False))
        if covers:
            bounds.append(({parent: -1, **{c: 1 for c in children}}, False))
    return bounds

def rounded(total, base):
    return total if base == 1 else 5 * ((total + 2) // 5)

def intervals(manifest, reporters, totals):
    """The opened cells that may be shown."""
    cells, shown, parts = manifest["cells"], set(totals), []
    for bound in bounds_of(manifest, reporters):
        near = [part for part in parts if part[0] & set(bound[0])]
        parts = [part for part in parts if part not in near]
        parts.append((set(bound[0]).union(*(p[0] for p in near)), [b for p in near for b in p[1]] + [bound]))
    most = [cell["max"] * len(reporters[i]) for i, cell in enumerate(cells)]

    def known(i):
        if i not in shown:
            return 0, most[i]
        value, half = rounded(totals[i], cells[i]["rounding"]), cells[i]["rounding"] // 2
        return min(max(value - half, cells[i]["min_contributors"], 0), value + half), value + half

    for part, bounds in sorted(parts, key=lambda part: min(part[0])):
        place = {cell: at for at, cell in enumerate(sorted(part))}

        def program():
            low, high = (list(ends) for ends in zip(*(known(i) for i in sorted(part))))
            rows = []
            for terms, equal in bounds:
                row = {place[cell]: factor for cell, factor in terms.items()}
                if not equal:
                    row[len(low)] = -1
                    high.append(sum(high[v] for v, f in row.items() if f > 0))
                    low.append(0)
                rows.append(row)
            return Program(low, high, rows)

        shut, now = [i for i in sorted(part) if i not in totals], None
        for cell in shut:
            while True:
                now = now or program()
                ends = now.interval(place[cell])
                if ends is not None and ends[0] <= ends[1]:
                    need_ = max(cells[cell]["rounding"], cells[cell]["min_contributors"], -(-ends[1] // 10))
                    if ends[1] - ends[0] >= min(need_, most[cell]):
                        break
                worst = nearest(cell, shown, bounds, cells)
                if worst is None:
                    break
                shown.remove(worst)
                now = None
    return shown

def nearest(cell, shown, bounds, cells):
    seen = edge = {cell}
    while edge:
        edge = set().union(*(terms for terms, _ in bounds if edge & set(terms))) - seen
        if edge & shown:
            return min(edge & shown, key=lambda i: (len(cells[i]["leaves"]), -i))
        seen = seen | edge
    return None
