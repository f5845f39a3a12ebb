"""The five statements and their verification: sections 2.2, 4.3 to 4.8 of docs/spec.md, by the argument of argument.py.

Weights are never made as tables: every row's part of e~ and v~ at the last point is a sum of few inner products.
"""
import hashlib

import argument
from argument import COLUMNS, L, Refused, Transcript, add, decode, eq_table, inner, monomials, need, same, scalar_bytes, u64
from families import PROVED
from record import parts_of

N, Q = 8192, 1 << 128

# Sums of scalar times point in windows of bits.
def combination(scalars, points):
    pairs = [(s % L, p) for s, p in zip(scalars, points) if s % L]
    if not pairs:
        return argument.IDENTITY
    width = max(2, min(10, len(pairs).bit_length() - 2))
    total = argument.IDENTITY
    for low in reversed(range(0, 253, width)):
        for _ in range(width):
            total = add(total, total)
        buckets = {}
        for s, p in pairs:
            digit = s >> low & (1 << width) - 1
            if digit:
                buckets[digit] = add(buckets[digit], p) if digit in buckets else p
        running, part = argument.IDENTITY, argument.IDENTITY
        for digit in range((1 << width) - 1, 0, -1):
            if digit in buckets:
                running = add(running, buckets[digit])
            part = add(part, running)
        total = add(total, part)
    return total

def commit(values, blinding):
    return combination([*values, blinding], [*argument.GENERATORS[:len(values)], argument.H])

POINTS = {}
def point(data):
    if data not in POINTS:
        POINTS[data] = decode(data)
    return POINTS[data]

# 2.2 Maps.
def common_polynomial(ceremony, key):
    data = hashlib.shake_256(parts_of("common-polynomial", [ceremony, key.to_bytes(4, "little")])).digest(16 * N)
    return words(data)

def words(data):
    return [int.from_bytes(data[i:i + 16], "little") for i in range(0, len(data), 16)]

def word_bytes(values):
    return b"".join(x.to_bytes(16, "little") for x in values)

def centred(x):
    x %= Q
    return x - Q if x >> 127 else x

# 4.3 What statements have in common.
def weights_of(m):
    b = m.bit_length()
    return [1 << p for p in range(b - 1)] + [m - ((1 << b - 1) - 1)] if m else []

def polynomial_digest(words):
    """What is absorbed of a polynomial."""
    t = Transcript("intertally/polynomial/v1")
    t.absorb("words", word_bytes(words))
    return t.bytes("digest", 64)

def transposed(v, alpha, lo, hi):
    """T(v, alpha, lo, hi): all N of it, by the recurrence T_(i+1) = alpha*T_i + u_(lo-1-i) - alpha^(hi-lo)*u_(hi-1-i)."""
    u = lambda k: v[k] if k >= 0 else -v[N + k]
    value, power = 0, 1
    for j in range(lo, hi):
        value += power * v[j]
        power = power * alpha % L
    value %= L
    out = [value]
    for i in range(N - 1):
        before, last = lo - 1 - i, hi - 1 - i
        value = (alpha * value + u(before if before >= -N else before + 2 * N) - power * u(last)) % L
        out.append(value)
    return out

class Statement:
    """Rows are numbered as they come: given, sent, derived. Constraints by column are (row, square, linear, mask) terms; a linear one is
    made by a function of alpha: ([(row, factor, vector)], value), a vector being "powers" (alpha^column) or 512 numbers."""
    def __init__(self, label, given):
        self.label, self.given = label, list(given)
        self.sent, self.derived, self.public, self.by_column, self.linear = 0, [], [], [], []

    def absorb(self, label, data):
        self.public.append((label, data))

    def planes(self, count):
        start = len(self.given) + self.sent
        self.sent += count
        return range(start, start + count)

    def bit(self, rows, mask=None):
        self.by_column += [[(row, 1, -1, mask)] for row in rows]

    def size(self):
        self.committed = len(self.given) + self.sent
        self.rows = self.committed + len(self.derived)
        self.row_rounds = max(3, self.rows.bit_length())
        self.rounds = self.row_rounds + 9
        return 32 * (self.sent + 521 + 6 * self.rounds)

    def spread(self, parts):
        factors = list(parts[:self.committed])
        for part, terms in zip(parts[self.committed:self.rows], self.derived):
            for row, k in terms:
                factors[row] = (factors[row] + part * k) % L
        return factors + [parts[self.rows]]

    def begin(self):
        t = Transcript(argument.PROTOCOL)
        t.absorb("statement", self.label.encode())
        layout = u64(len(self.given)) + u64(self.sent) + u64(len(self.derived))
        for terms in self.derived:
            layout += u64(len(terms)) + b"".join(u64(row) + scalar_bytes(k % L) for row, k in terms)
        t.absorb("layout", layout)
        for label, data in self.public:
            t.absorb(label, data)
        t.absorb("given", b"".join(self.given))
        return t

    def draw(self, t):
        """Step 2: alpha, the linear constraints, theta and tau."""
        self.alpha = t.challenge("alpha")
        self.made = self.linear_at(self.alpha)
        self.theta = [t.challenge("theta") for _ in self.made]
        self.place = eq_table([t.challenge("tau") for _ in range((len(self.by_column) - 1).bit_length() if self.by_column else 0)])
        self.tau = eq_table([t.challenge("tau") for _ in range(9)])
        return sum(theta * value for theta, (_, value) in zip(self.theta, self.made)) % L

    def weights_at(self, parts, columns):
        """e~ and v~ at the point."""
        both = [a * b % L for a, b in zip(self.tau, columns)]
        sums = {None: sum(both) % L}
        powers, power = [], 1
        for _ in range(COLUMNS):
            powers.append(power)
            power = power * self.alpha % L
        powers = inner(powers, columns)
        e = v = 0
        for terms, multiplier in zip(self.by_column, self.place):
            for row, square, linear, mask in terms:
                if square:
                    e += multiplier * square * parts[row]
                if linear:
                    if mask not in sums:
                        sums[mask] = sum(both[c] for c in mask) % L
                    v += multiplier * linear * parts[row] % L * sums[mask]
        e = e * sums[None] % L
        for theta, (terms, _) in zip(self.theta, self.made):
            total = 0
            for row, factor, vector in terms:
                total += parts[row] * factor % L * (powers if vector == "powers" else inner(vector, columns))
            v += theta * (total % L)
        return e, v % L

def verify(statement, proof):
    """argument.py's verifier, with weights at one point alone."""
    p = argument.read(statement, statement.size(), proof, point)
    t = statement.begin()
    argument.commitments(t, p.rows, p.mask, p.opening)
    c, claim, r = argument.sumcheck(t, statement.draw(t), p)
    parts, columns = eq_table(r[:statement.row_rounds]), eq_table(r[statement.row_rounds:])
    need(parts[statement.rows] != 0, "FreeRow")
    w = inner(p.z, columns)
    e, v = statement.weights_at(parts, columns)
    need(claim == (e * w * w + v * w + c * p.value) % L, "LastClaim")
    x = argument.opened(t, p.z, p.rho, p.value, p.opening_value)
    need(inner(p.response, monomials(r)) == (p.opening_value + x * p.value) % L, "MaskValue")
    *row_points, mask, opening = p.points
    # Both equations of points at once, by weights that nobody knows before the proof.
    weight = int.from_bytes(hashlib.sha512(b"weight" + scalar_bytes(x) + proof).digest(), "little") % L
    scalars = [*statement.spread(parts), weight, weight * x]
    basis = [(-a - weight * b) % L for a, b in zip(p.z, p.response + [0] * (COLUMNS - len(p.response)))]
    scalars += [*basis, -p.rho - weight * p.response_blinding]
    total = combination(scalars, [*row_points, opening, mask, *argument.GENERATORS])
    need(same(total, argument.IDENTITY), "OpenedRow or MaskOpening")

def short_equation(alpha, v, r, s, e, k, fields):
    """Terms and value of 4.3's short equation; r has 512*fields words."""
    h = COLUMNS * fields
    t = transposed([centred(x) for x in v], alpha, 0, h)
    terms = [(row, 1, t[COLUMNS * f:COLUMNS * (f + 1)]) for f, row in enumerate(s)]
    step = pow(alpha, COLUMNS, L)
    starts = [pow(step, f, L) for f in range(fields)]
    for p, weight in enumerate(weights_of(16)):
        terms += [(e[p * fields + f], weight * starts[f] % L, "powers") for f in range(fields)]
    for p in range(9):
        terms += [(k[p * fields + f], -(Q << p) * starts[f] % L, "powers") for f in range(fields)]
    value, power = 0, 1
    for x in r:
        value += power * (centred(x) + 8 - (1 << 136))
        power = power * alpha % L
    return terms, value % L

def leader(context, a, b, rows):
    """4.5."""
    s = Statement("intertally/leader/v1", rows)
    s.absorb("context", context)
    s.absorb("a", polynomial_digest(a))
    s.absorb("b_A", polynomial_digest(b))
    e, k = s.planes(5 * 16), s.planes(9 * 16)
    s.bit(range(16)), s.bit(e), s.bit(k)
    s.linear_at = lambda alpha: [short_equation(alpha, a, b, range(16), e, k, 16)]
    return s

def member(context, a, b, c1, c2, cells, revision, P):
    """4.4. cells: (width, reported) of each cell of the ciphertext; c2 at the slots in use."""
    s = Statement("intertally/member/v1", [])
    s.absorb("context", context)
    for label, data in (("a", a), ("b", b), ("c1", c1)):
        s.absorb(label, polynomial_digest(data))
    s.absorb("c2", word_bytes(c2))
    s.absorb("cells", b"".join(bytes([width, reported]) for width, reported in cells))
    s.absorb("slots", bytes([revision, P]))
    g, kinds = -(-len(cells) // COLUMNS), 3 if revision else 2
    h = g * kinds
    u, e1, k1, e2, k2 = s.planes(16), s.planes(80), s.planes(144), s.planes(5 * h), s.planes(9 * h)
    group = lambda f: cells[COLUMNS * f:COLUMNS * (f + 1)]
    blocks = [(f, kind == kinds - 1) for kind in range(kinds) for f in range(g)]
    planes = [s.planes(max(width for width, _ in group(f)) if values else 1) for f, values in blocks]
    first = len(s.given) + s.sent
    x_terms = [[(row, 1 << p) for p, row in enumerate(planes[(kinds - 1) * g + f])] for f in range(g)]
    s.derived = x_terms + [terms + [(planes[f][0], 1)] for f, terms in enumerate(x_terms)]
    for rows in (u, e1, k1, e2, k2):
        s.bit(rows)
    for (f, values), rows in zip(blocks, planes):
        for p, row in enumerate(rows):
            s.bit([row], tuple(c for c, (width, reported) in enumerate(group(f)) if reported and (not values or width > p)))
    for f in range(g):
        s.by_column.append([(first + g + f, 1, 0, None), (first + f, -1, -2, None), (planes[f][0], 0, -1, None)])
    def linear(alpha):
        terms, value = short_equation(alpha, b, c2, u, e2, k2, h)
        for block, ((_, values), rows) in enumerate(zip(blocks, planes)):
            start = pow(alpha, COLUMNS * block, L) << 128 - (P if values else 9)
            terms += [(row, start << p, "powers") for p, row in enumerate(rows)]
        return [short_equation(alpha, a, c1, u, e1, k1, 16), (terms, value)]
    s.linear_at = linear
    return s

def figure_rows(cells, revision, group):
    """Rows, among the sent ones of 4.4, of `nz` and of the planes of x' of 512 cells."""
    g, kinds = -(-len(cells) // COLUMNS), 3 if revision else 2
    first, value = 16 + 80 + 144 + 14 * g * kinds, g * (kinds - 1)
    planes = [max(width for width, _ in cells[COLUMNS * f:COLUMNS * (f + 1)]) for f in range(g)]
    start = first + value + sum(planes[:group])
    return [first + group, *range(start, start + planes[group])]

# 4.8. Products by name: left, right, terms that take them. Sums are (factor, name).
COMPARED = PROVED[11:]
PERSONS = [(1, "n"), (1, "z")]
PRODUCTS = [
    ("groups", [(1, "n1")], [(1, "n2")], PROVED), ("zero", [(1, "z")], [(1, "groups")], PROVED), ("square", PERSONS, PERSONS, "PQHVED"),
    ("ad", [(1, "a")], [(1, "d")], "RP"), ("bc", [(1, "b")], [(1, "c")], "SQ"), ("ac", [(1, "a")], [(1, "c")], "G"),
    ("adm", [(1, "a"), (1, "d")], [(1, "ad")], "P"), ("bcm", [(1, "b"), (1, "c")], [(1, "bc")], "Q"),
    ("events", [(1, "a"), (1, "c")], [(1, "groups")], "HE"), ("margins", [(1, "b"), (1, "d")], [(1, "events")], "E"),
    ("cube", [(1, "n"), (1, "z"), (-1, "1")], [(1, "square")], "E"), ("groups2", [(1, "groups")], [(1, "groups")], "D"),
    ("ab", [(1, "a")], [(1, "b")], "V"), ("cd", [(1, "c")], [(1, "d")], "V"), ("n1_2", [(1, "n1")], [(1, "n1")], "V"),
    ("n1_3", [(1, "n1")], [(1, "n1_2")], "V"), ("n2_2", [(1, "n2")], [(1, "n2")], "V"), ("n2_3", [(1, "n2")], [(1, "n2_2")], "V"),
    ("first", [(1, "ab")], [(1, "n2_3")], "V"), ("second", [(1, "cd")], [(1, "n1_3")], "V"), ("whole", [(1, "groups")], [(1, "square")], "V"),
    ("p", [(1, "a")], [(1, "n2")], COMPARED), ("q", [(1, "c")], [(1, "n1")], COMPARED)]
# over, which is taken times 2 to the fractional bits but of the last one; under; width of rest and lack.
FRACTIONS = [
    ([(1, "ad")], PERSONS, 24), ([(1, "bc")], PERSONS, 24), ([(1, "adm")], [(1, "square")], 48), ([(1, "bcm")], [(1, "square")], 48),
    ([(1, "ac")], PERSONS, 24), ([(1, "events")], [(1, "square")], 48), ([(1, "groups")], PERSONS, 24),
    ([(1, "first"), (1, "second")], [(1, "whole"), (1, "z")], 94), ([(1, "margins")], [(1, "cube"), (1, "z")], 72),
    ([(1, "groups2")], [(1, "square")], 48)]
# Ends by the name of their bit: what is above 0 if it is 1, terms that take them.
ENDS = [
    ("below067", [(67, "q"), (-100, "p")], ["N-067", "N-090"]), ("below090", [(9, "q"), (-10, "p")], ["N-090", "N-110"]),
    ("below1", [(1, "q"), (-1, "p")], ["N-FEWER", "N-OTHER"]), ("upto110", [(11, "q"), (-10, "p"), (1, "1")], ["N-110", "N-MORE"])]
# Terms that are 256 times a sum of bits.
BITS = {
    "N": [(1, "1")], "N-FEWER": [(1, "below1")], "N-OTHER": [(1, "1"), (-1, "below1")], "N-067": [(1, "below067")],
    "N-090": [(1, "below090"), (-1, "below067")], "N-110": [(1, "upto110"), (-1, "below090")], "N-MORE": [(1, "1"), (-1, "upto110")]}

def scaled(over, t, bits):
    """The numerator of term number t in so many fractional bits."""
    return [(k if PROVED[t] == "D" else k << bits, name) for k, name in over]

def terms_equations(families):
    """Bits, gates, and equations: sums of (factor, kind, place), kinds being figure, bit, left, right, product and one; all bits of a number
    by themselves."""
    bits, gates, equations = 0, 0, []
    for counts, fractional, terms in families:
        taken = [PROVED[t] for t, _ in terms]
        names = {name: [(1, "figure", place)] for name, place in zip(("a", "n1", "c", "n2"), counts)} | {"1": [(1, "one", 0)]}
        def number(width):
            nonlocal bits
            bits += width
            return [(1 << p, "bit", bits - width + p) for p in range(width)]
        for name, width in (("b", 24), ("d", 24), ("n", 24), ("z", 1)):
            names[name] = number(width)
        of = lambda terms: [(k * more, kind, place) for k, name in terms for more, kind, place in names[name]]
        less = lambda terms: of([(-k, name) for k, name in terms])
        equations += [of([(1, "a"), (1, "b"), (-1, "n1")]), of([(1, "c"), (1, "d"), (-1, "n2")]), of([(1, "n1"), (1, "n2"), (-1, "n")])]
        for name, left, right, takes in PRODUCTS:
            if set(takes) & set(taken):
                equations += [[(1, "left", gates)] + less(left), [(1, "right", gates)] + less(right)]
                names[name] = [(1, "product", gates)]
                gates += 1
        equations.append(of([(1, "zero")]))
        for t, place in (one for one in terms if one[0] < len(FRACTIONS)):
            over, under, width = FRACTIONS[t]
            rest, lack = number(width), number(width)
            equations += [[(1, "left", gates), (-1, "figure", place)], [(1, "right", gates)] + less(under),
                          [(1, "product", gates)] + rest + less(scaled(over, t, fractional)), rest + lack + of([(1, "1")]) + less(under)]
            gates += 1
        for name, above, takes in ENDS:
            if set(takes) & set(taken):
                names[name], far = number(1), number(56)
                equations += [[(1, "left", gates)] + less([(1, name)]),
                              [(1, "right", gates)] + of([(1, "1")]) + less([(2 * k, one) for k, one in above]),
                              [(1, "product", gates)] + [(-k, *more) for k, *more in far] + less(above)]
                gates += 1
        for t, place in (one for one in terms if one[0] >= len(FRACTIONS)):
            equations.append([(1, "figure", place)] + less([(256 * k, name) for k, name in BITS[PROVED[t]]]))
    return bits, gates, equations

def terms(context, blocks, families):
    """4.8. blocks: the commitments to `nz` and the planes of x' of each; families: places of the counts, fractional bits, and [(number of the
    term, place)]."""
    s = Statement("intertally/terms/v1", [row for block in blocks for row in block])
    s.absorb("context", context)
    s.absorb("blocks", bytes(len(block) - 1 for block in blocks))
    le32 = lambda x: x.to_bytes(4, "little")
    s.absorb("families", b"".join(b"".join(map(le32, counts)) + bytes([fractional, len(some)])
                                  + b"".join(bytes([t]) + le32(place) for t, place in some) for counts, fractional, some in families))
    bits, gates, equations = terms_equations(families)
    rows, g = s.planes(-(-bits // COLUMNS)), -(-gates // COLUMNS)
    left, right, product = s.planes(g), s.planes(g), s.planes(g)
    first = len(s.given) + s.sent
    s.derived = [[(left[f], 1), (right[f], 1)] for f in range(g)]
    s.bit(rows)
    for f in range(g):
        s.by_column.append([(first + f, 1, 0, None), (left[f], -1, 0, None), (right[f], -1, 0, None), (product[f], 0, -2, None)])
    starts = [sum(map(len, blocks[:k])) for k in range(len(blocks))]
    of_kind = {"bit": rows, "left": left, "right": right, "product": product}
    def linear(alpha):
        vectors, value, power = {}, 0, 1
        for equation in equations:
            for k, kind, place in equation:
                if kind == "one":
                    value -= power * k
                else:
                    vector = vectors.setdefault((kind, place // COLUMNS), [0] * COLUMNS)
                    vector[place % COLUMNS] = (vector[place % COLUMNS] + power * k) % L
            power = power * alpha % L
        out = []
        for (kind, f), vector in vectors.items():
            if kind == "figure":
                out += [(starts[f] + (p + 1 if p >= 0 else 0), 1 << max(p, 0), vector) for p in range(-1, len(blocks[f]) - 1)]
            else:
                out.append((of_kind[kind][f], 1, vector))
        return [(out, value % L)]
    s.linear_at = linear
    return s

def trustee(context, c1, opened, F, rows):
    """4.6. opened: coefficients, ascending. Also the rows of d, as places among the sent ones."""
    s = Statement("intertally/trustee/v1", rows)
    s.absorb("context", context)
    s.absorb("c1", polynomial_digest(c1))
    s.absorb("slots", b"".join(j.to_bytes(4, "little") for j in opened))
    s.absorb("F", bytes([F]))
    block = opened[0] // COLUMNS
    g, lo = opened[-1] // COLUMNS - block + 1, COLUMNS * block
    f, q, d, rest = s.planes((F + 1) * g), s.planes(14 * g), s.planes(g), s.planes(g)
    s.bit(f), s.bit(q)
    columns = [set() for _ in range(g)]
    for j in opened:
        columns[j // COLUMNS - block].add(j % COLUMNS)
    for i in range(g):
        s.by_column.append([(d[i], 0, 1, tuple(c for c in range(COLUMNS) if c not in columns[i]))])
        s.by_column.append([(rest[i], 0, 1, tuple(sorted(columns[i])))])
    def linear(alpha):
        t = transposed([centred(x) for x in c1], alpha, lo, lo + COLUMNS * g)
        terms = [(row, 1, t[COLUMNS * i:COLUMNS * (i + 1)]) for i, row in enumerate(range(16))]
        starts = [pow(alpha, COLUMNS * i, L) for i in range(g)]
        for p in range(F + 1):
            terms += [(f[p * g + i], starts[i] << p, "powers") for i in range(g)]
        for p in range(14):
            terms += [(q[p * g + i], -starts[i] * (Q << p), "powers") for i in range(g)]
        terms += [(row, -starts[i], "powers") for some in (d, rest) for i, row in enumerate(some)]
        all_powers = (pow(alpha, COLUMNS * g, L) - 1) * pow(alpha - 1, -1, L)
        return [(terms, all_powers * ((1 << F) - (1 << 141)) % L)]
    s.linear_at = linear
    s.d = [row - 16 for row in d]
    return s

def coordinator(context, c2, cells, revision, P, tA, tB):
    """4.7. cells: none, or (minimum, none or (low, high)) of each cell of the ciphertext; tA, tB: group -> T of a step."""
    counted = sorted({i // COLUMNS for i, one in enumerate(cells) if one})
    told = sorted({i // COLUMNS for i, one in enumerate(cells) if one and one[1]})
    s = Statement("intertally/publication/v1", [*(tA[f] for f in counted), *(tB[f] for f in told)])
    s.absorb("context", context)
    s.absorb("c2", word_bytes(c2))
    data = b""
    for one in cells:
        low, high = one[1] if one and one[1] else (0, 0)
        data += bytes([0 if not one else 2 if one[1] else 1]) + (one[0] if one else 0).to_bytes(2, "little") + u64(low) + u64(high)
    s.absorb("cells", data)
    s.absorb("slots", bytes([revision, P]))
    a, b, m = len(counted), len(told), max([len(weights_of(one[1][1] - one[1][0])) for one in cells if one and one[1]], default=0)
    rA, qA, above, rB, qB, within = (s.planes(n) for n in (128 * a, 8 * a, 8 * a, 128 * b, 8 * b, m * b))
    for rows in (rA, qA, above, rB, qB, within):
        s.bit(rows)
    g, kinds = -(-len(cells) // COLUMNS), 3 if revision else 2
    def linear(alpha):
        powers = [pow(alpha, k, L) for k in range(len(cells))]
        def column(k_of):
            """(row, {cell: factor}) -> terms, a vector per row."""
            return [(row, 1, [vector.get(c, 0) for c in range(COLUMNS)]) for row, vector in k_of.items()]
        out = []
        def equation(rows_of, cells_of, value_of):
            vectors, value = {}, 0
            for k, one in enumerate(cells):
                if cells_of(one):
                    for row, factor in rows_of(k, one):
                        place = vectors.setdefault(row, {})
                        place[k % COLUMNS] = place.get(k % COLUMNS, 0) + factor * powers[k]
                    value += powers[k] * value_of(k, one)
            out.append((column(vectors), value % L))
        approved, is_told = (lambda one: bool(one)), (lambda one: bool(one and one[1]))
        fA, fB = (lambda k: counted.index(k // COLUMNS)), (lambda k: told.index(k // COLUMNS))
        word = lambda kind, k: c2[COLUMNS * g * kind + k]
        equation(lambda k, one: [*((rA[p * a + fA(k)], 1 << p) for p in range(128)), *((qA[p * a + fA(k)], -(Q << p)) for p in range(8)),
                                 (fA(k), 1)], approved, lambda k, one: word(0, k) + (1 << 118) - (1 << 135))
        equation(lambda k, one: [*((rB[p * b + fB(k)], 1 << p) for p in range(128)), *((qB[p * b + fB(k)], -(Q << p)) for p in range(8)),
                                 (a + fB(k), 1)], is_told, lambda k, one: word(kinds - 1, k) + (1 << 127 - P) - (1 << 135))
        counts = lambda k: [(rA[(119 + p) * a + fA(k)], 1 << p) for p in range(9)]
        equation(lambda k, one: counts(k) + [(above[p * a + fA(k)], -(1 << p)) for p in range(8)], approved, lambda k, one: one[0])
        equation(lambda k, one: [*((rB[(128 - P + p) * b + fB(k)], 1 << p) for p in range(P)), *counts(k),
                                 *((within[p * b + fB(k)], -w) for p, w in enumerate(weights_of(one[1][1] - one[1][0])))],
                 is_told, lambda k, one: one[1][0])
        return out
    s.linear_at = linear
    return s
