"""Exact arithmetic over the rational numbers: affine families, linear combinations, and linear programs. Standard library alone."""
from fractions import Fraction

ZERO, ONE = Fraction(0), Fraction(1)

# Vectors are dictionaries from a place to a number that is not 0.
def plus(a, factor, b):
    """a + factor*b."""
    out = dict(a)
    for place, x in b.items():
        value = out.get(place, ZERO) + factor * x
        if value:
            out[place] = value
        else:
            out.pop(place, None)
    return out

class Span:
    """The span of vectors added so far, each kept with a pivot that no other holds. Names say which vectors a combination takes."""
    def __init__(self):
        self.rows = []  # (pivot, vector, the combination of names that it is)

    def reduced(self, vector, how):
        for pivot, row, combination in self.rows:
            x = vector.get(pivot)
            if x:
                vector, how = plus(vector, -x, row), plus(how, -x, combination)
        return vector, how

    def add(self, vector, name=None):
        """Whether it was no combination of those before. Those that are one are left out."""
        return self.lead(vector, name) is not None

    def lead(self, vector, name=None):
        """As add: the first place at which a combination begins that none did before, or none."""
        vector, how = self.reduced(dict(vector), {name: ONE})
        if not vector:
            return None
        pivot = min(vector)
        scale = ONE / vector[pivot]
        vector, how = ({k: x * scale for k, x in one.items()} for one in (vector, how))
        self.rows = [(p, plus(row, -row.get(pivot, ZERO), vector), plus(c, -row.get(pivot, ZERO), how))
                     for p, row, c in self.rows] + [(pivot, vector, how)]
        return pivot

    def holds(self, vector):
        return not self.reduced(dict(vector), {})[0]

    def combination(self, vector):
        """The factors by name, or none."""
        left, how = self.reduced(dict(vector), {})
        return None if left else {name: -x for name, x in how.items()}

def ones(places):
    return {place: ONE for place in places}

class Family:
    """All vectors point + combinations of directions."""
    def __init__(self, point, directions):
        self.point, self.directions = point, directions

    def without(self, place):
        """Those of it that are 0 there; none if there are none."""
        for at, one in enumerate(self.directions):
            if place in one:
                clear = lambda v: plus(v, -v[place] / one[place], one) if place in v else v
                return Family(clear(self.point), [clear(v) for i, v in enumerate(self.directions) if i != at])
        return None if place in self.point else self

    def without_all(self, places):
        family = self
        for place in places:
            family = family and family.without(place)
        return family

    def holds(self, place):
        return place in self.point or any(place in one for one in self.directions)

class Program:
    """Variables of 0 or more; some (basic) are a constant plus a combination of the others. A simplex method by Bland's rule."""
    def __init__(self, rows):
        """rows: basic variable -> (constant, {other variable: factor})."""
        self.rows = {basic: (Fraction(c), dict(v)) for basic, (c, v) in rows.items()}

    def pivot(self, leaving, entering):
        constant, row = self.rows.pop(leaving)
        factor = row.pop(entering)
        constant, row = -constant / factor, {k: -x / factor for k, x in row.items()}
        row[leaving] = ONE / factor
        for basic, (c, other) in self.rows.items():
            x = other.pop(entering, None)
            if x:
                self.rows[basic] = (c + x * constant, plus(other, x, row))
        self.rows[entering] = (constant, row)

    def expressed(self, objective):
        constant, out = ZERO, {}
        for k, x in objective.items():
            if k in self.rows:
                c, row = self.rows[k]
                constant, out = constant + x * c, plus(out, x, row)
            else:
                out = plus(out, x, {k: ONE})
        return constant, out

    def least(self, objective, fixed=frozenset()):
        """The least value from a point where nothing is below 0, which this keeps to; none if it has no least. `fixed` stay 0."""
        steps = 0
        while True:
            constant, reduced = self.expressed(objective)
            falling = [k for k, x in reduced.items() if x < 0 and k not in fixed]
            if not falling:
                return constant, reduced
            steps += 1
            # The steepest, and after many steps the first, which cannot go round in a circle.
            entering = min(falling) if steps > 50 else min(falling, key=lambda k: (reduced[k], k))
            limits = [(-c / row[entering], basic) for basic, (c, row) in self.rows.items() if row.get(entering, 0) < 0]
            if not limits:
                return None
            self.pivot(min(limits)[1], entering)

    def feasible(self):
        """Moves to a point where nothing is below 0; whether there is one."""
        if all(c >= 0 for c, _ in self.rows.values()):
            return True
        extra = (-1,)
        for basic, (c, row) in self.rows.items():
            row[extra] = ONE
        worst = min(self.rows, key=lambda k: (self.rows[k][0], k))
        self.pivot(worst, extra)
        value, _ = self.least({extra: ONE})
        if value:
            return False
        if extra in self.rows:
            _, row = self.rows[extra]
            if row:
                self.pivot(extra, min(row))
            else:
                del self.rows[extra]
        for _, row in self.rows.values():
            row.pop(extra, None)
        return True

    def copy(self):
        return Program({k: (c, dict(v)) for k, (c, v) in self.rows.items()})
