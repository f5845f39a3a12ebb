#!/usr/bin/env python3
"""The statements of docs/statements.md a second time, on top of argument.py, as plainly as possible: standard library alone.

    python statement_vectors.py [FOLDER]      the vectors; vectors/statements if nothing is said

Makes rows and constraints of every good vector from what it says, proves it again, byte for byte, verifies it, and refuses every bad
one for the reason that it names. It takes a minute or two. Exit code 0: all as it should be; 1: something is not.
"""
import hashlib, json, sys
from pathlib import Path
from argument import COLUMNS, L, Refused, Statement, Transcript, commit, encode, prove, u64, verify
from families import PROVED
from statements import ENDS, FRACTIONS, PRODUCTS, scaled, terms_equations

N, WORD = 8192, 2**128
FIELDS = N // COLUMNS
BIT_SLOT = 9

# What the vectors are made of.
def stream(label, count):
    return hashlib.shake_256(b"intertally/vector/" + label.encode()).digest(count)

def words_of(label, count):
    data = stream(label, 16 * count)
    return [int.from_bytes(data[i:i + 16], "little") for i in range(0, len(data), 16)]

def bits_of(label):
    return [byte & 1 for byte in stream(label, N)]

def noise_of(label, count):
    return [byte % 17 - 8 for byte in stream(label, count)]

def flooding_of(label, count, F):
    return [word % 2**(F + 1) - 2**F for word in words_of(label, count)]

# The ring. Products by one multiplication of integers that have a coefficient in every `width` bits.
def centred(word):
    return (word + WORD // 2) % WORD - WORD // 2

def product(a, b):
    """The product of two lists of N integers that are not negative, modulo X^N + 1, over the integers."""
    width = (max(a).bit_length() + max(b).bit_length() + 16 + 7) // 8
    pack = lambda values: int.from_bytes(b"".join(x.to_bytes(width, "little") for x in values), "little")
    data = (pack(a) * pack(b)).to_bytes(2 * N * width, "little")
    at = [int.from_bytes(data[i:i + width], "little") for i in range(0, len(data), width)]
    return [low - high for low, high in zip(at[:N], at[N:])]

def product_centred(words, bits):
    """The product of centred words by bits: they are shifted so that none is negative."""
    half = WORD // 2
    shift = product([1] * N, bits)
    return [x - half * s for x, s in zip(product([centred(word) + half for word in words], bits), shift)]

def transposed(words, alpha, start, end):
    """t_i = sum over j from start to end of alpha^(j - start) * (X^i * words)_j: a product with words(1/X)."""
    weights = [pow(alpha, j - start, L) if start <= j < end else 0 for j in range(N)]
    turned = [centred(words[0]) % L] + [-centred(word) % L for word in reversed(words[1:])]
    return [x % L for x in product(turned, weights)]

def divide(x):
    """The quotient and the centred remainder of x by 2^128."""
    rest = centred(x)
    return (x - rest) // WORD, rest

def absorb_words(t, label, words):
    t.absorb(label, b"".join(word.to_bytes(16, "little") for word in words))

def absorb_polynomial(t, label, words):
    """Absorbs the digest of the words."""
    own = Transcript("intertally/polynomial/v1")
    absorb_words(own, "words", words)
    t.absorb(label, own.bytes("digest", 64))

# Numbers in planes of bits.
def reach(most):
    """Weights that reach 0 to `most` and no further."""
    bits = most.bit_length()
    return [2**k for k in range(bits - 1)] + [most - (2**(bits - 1) - 1)] if bits else []

def split(number, most):
    weights = reach(most)
    top = number >> len(weights) - 1 if weights else 0
    rest = number - top * weights[-1] if weights else 0
    return [rest >> k & 1 for k in range(len(weights) - 1)] + ([top] if weights else [])

def twos(count):
    return [2**k for k in range(count)]

NOISE, QUOTIENT = reach(16), twos(9)

def public_value(words, alpha):
    return sum(centred(word) * pow(alpha, i, L) for i, word in enumerate(words)) % L

def geometric(alpha, count):
    return sum(pow(alpha, i, L) for i in range(count)) % L

class Rows(Statement):
    """A statement that is made of its description. Rows are taken one after another, and may be filled."""
    def __init__(self, label, context):
        self.label, self.context = label, context.encode()
        self.given, self.derived, self.sent = [], [], 0
        self.entries, self.blindings = [], []

    def take(self, planes, fields):
        """Rows of numbers: plane p of field f is row first + p*fields + f. Answers with the row of (p, f)."""
        first = len(self.entries)
        self.entries += [[0] * COLUMNS for _ in range(planes * fields)]
        return lambda plane, field: first + plane * fields + field

    def put(self, row, place, bits):
        for plane, bit in enumerate(bits):
            self.entries[row(plane, place // COLUMNS)][place % COLUMNS] = bit

    def done(self, given):
        self.given, self.sent = given, len(self.entries) - len(given)
        self.measure()

    def absorb(self, t):
        t.absorb("context", self.context)
        self.absorb_more(t)

    def weights(self, t):
        self.by_column, self.masks, self.linear, self.vectors = [], [], [], []
        self.constrain(t.challenge("alpha"))
        return super().weights(t)

    def vector(self, values):
        self.vectors.append(values)
        return len(self.vectors) - 1

    def mask(self, columns):
        self.masks.append(columns)
        return len(self.masks) - 1

    def bits(self, row, on=None):
        self.by_column.append([(row, 1, -1, on)])

    def zero(self, row, columns):
        self.by_column.append([(row, 0, 1, self.mask(columns))])

    def blocks(self, alpha, vector, count):
        """Factor and vector of each block, for weights alpha^(512*block + column)."""
        return [(pow(alpha, COLUMNS * block, L), vector) for block in range(count)]

    def terms(self, row, weights, fields):
        return [(weight * factor % L, vector, row(plane, field)) for plane, weight in enumerate(weights)
                for field, (factor, vector) in enumerate(fields)]

    def ring(self, alpha, powers, words, result, secret, noise, quotient, more=()):
        """words*secret + noise - 2^128*quotient (and more) = result, as one sum."""
        by_secret = transposed(words, alpha, 0, len(result))
        terms = [(1, self.vector(by_secret[COLUMNS * f:COLUMNS * (f + 1)]), secret(0, f)) for f in range(FIELDS)]
        blocks = self.blocks(alpha, powers, len(result) // COLUMNS)
        terms += self.terms(noise, NOISE, blocks) + self.terms(quotient, [-WORD * w for w in QUOTIENT], blocks) + list(more)
        shift = 8 - 256 * WORD
        self.linear.append((terms, (public_value(result, alpha) + shift * geometric(alpha, len(result))) % L))

    def fill_ring(self, words, secret, noises, messages, noise, quotient):
        """Fills noise and quotient; answers with the result."""
        result = []
        for i, (x, e, m) in enumerate(zip(product_centred(words, secret), noises, messages)):
            k, word = divide(x + e + m)
            self.put(noise, i, split(e + 8, 16))
            self.put(quotient, i, [k + 256 >> p & 1 for p in range(9)])
            result.append(word % WORD)
        return result

    def powers(self, alpha):
        return self.vector([pow(alpha, c, L) for c in range(COLUMNS)])

# The setting of the vectors.
class Setting:
    def __init__(self, vectors):
        self.a, self.s, self.e = words_of("a", N), bits_of("s"), noise_of("e", N)
        self.b = [(x + e) % WORD for x, e in zip(product_centred(self.a, self.s), self.e)]
        t = Transcript("intertally/sub-key/v1")
        t.absorb("seed", stream("seed", 32))
        t.absorb("context", b"sub-key")
        self.blindings = [t.challenge("rho") for _ in range(FIELDS)]
        rows = [self.s[i:i + COLUMNS] for i in range(0, N, COLUMNS)]
        self.sub_key = [encode(commit(row, blinding)) for row, blinding in zip(rows, self.blindings)]
        self.vectors = vectors
        member = Member(self, vectors["member.json"]["input"])
        self.c1, self.c2 = member.c1, member.c2

class Leader(Rows):
    def __init__(self, setting, value):
        super().__init__("intertally/leader/v1", value["context"])
        self.a, self.blindings = setting.a, setting.blindings
        self.secret = self.take(1, FIELDS)
        self.noise, self.quotient = self.take(5, FIELDS), self.take(9, FIELDS)
        for i, bit in enumerate(setting.s):
            self.put(self.secret, i, [bit])
        self.b = self.fill_ring(self.a, setting.s, setting.e, [0] * N, self.noise, self.quotient)
        assert self.b == setting.b
        self.kinds = ["bits"] * len(self.entries)
        self.done(setting.sub_key)

    def absorb_more(self, t):
        absorb_polynomial(t, "a", self.a)
        absorb_polynomial(t, "b_A", self.b)

    def constrain(self, alpha):
        for row in range(len(self.entries)):
            self.bits(row)
        self.ring(alpha, self.powers(alpha), self.a, self.b, self.secret, self.noise, self.quotient)

class Member(Rows):
    """Cells of a revision round: width, reported, figure, changed."""
    def __init__(self, setting, value):
        super().__init__("intertally/member/v1", value["context"])
        self.key, self.cells, self.P = (setting.a, setting.b), value["cells"], value["slot_bits"]
        u, used = bits_of("u"), 3
        self.u = self.take(1, FIELDS)
        self.e1, self.k1 = self.take(5, FIELDS), self.take(9, FIELDS)
        self.e2, self.k2 = self.take(5, used), self.take(9, used)
        widest = max(width for width, *_ in self.cells)
        self.slots = [self.take(1, 1), self.take(1, 1), self.take(widest, 1)]
        self.planes = [1, 1, widest]
        self.delta = [WORD >> BIT_SLOT, WORD >> BIT_SLOT, WORD >> self.P]
        for i, bit in enumerate(u):
            self.put(self.u, i, [bit])
        messages = [0] * (used * COLUMNS)
        for k, (_, reported, figure, changed) in enumerate(self.cells):
            nz = int(reported and figure >= 1)
            for block, number in enumerate([nz, changed, figure - nz]):
                self.put(self.slots[block], k, [number >> p & 1 for p in range(self.planes[block])])
                messages[COLUMNS * block + k] = self.delta[block] * number
        self.c1 = self.fill_ring(setting.a, u, noise_of("e1", N), [0] * N, self.e1, self.k1)
        self.c2 = self.fill_ring(setting.b, u, noise_of("e2", used * COLUMNS), messages, self.e2, self.k2)
        self.kinds = ["bits"] * len(self.entries)
        x = [(self.slots[2](p, 0), 2**p) for p in range(widest)]
        self.derived = [x, x + [(self.slots[0](0, 0), 1)]]
        self.done([])

    def absorb_more(self, t):
        absorb_polynomial(t, "a", self.key[0])
        absorb_polynomial(t, "b", self.key[1])
        absorb_polynomial(t, "c1", self.c1)
        absorb_words(t, "c2", self.c2)
        t.absorb("cells", bytes(x for width, reported, *_ in self.cells for x in (width, int(reported))))
        t.absorb("slots", bytes([1, self.P]))

    def constrain(self, alpha):
        for row in range(self.slots[0](0, 0)):
            self.bits(row)
        for block in range(3):
            for plane in range(self.planes[block]):
                fits = [reported and (block < 2 or plane < width) for width, reported, *_ in self.cells]
                self.bits(self.slots[block](plane, 0), self.mask(fits + [False] * (COLUMNS - len(fits))))
        x, y = self.sent, self.sent + 1
        self.by_column.append([(y, 1, 0, None), (x, -1, -2, None), (self.slots[0](0, 0), 0, -1, None)])
        powers = self.powers(alpha)
        self.ring(alpha, powers, self.key[0], self.c1, self.u, self.e1, self.k1)
        blocks = self.blocks(alpha, powers, 3)
        more = [term for block in range(3)
                for term in self.terms(self.slots[block], [self.delta[block] * w for w in twos(self.planes[block])], [blocks[block]])]
        self.ring(alpha, powers, self.key[1], self.c2, self.u, self.e2, self.k2, more)

class Trustee(Rows):
    def __init__(self, setting, value):
        super().__init__("intertally/trustee/v1", value["context"])
        self.c1, self.slots, self.F, self.blindings = setting.c1, value["slots"], value["F"], setting.blindings
        self.first = self.slots[0] // COLUMNS
        self.count = self.slots[-1] // COLUMNS + 1 - self.first
        self.secret = self.take(1, FIELDS)
        self.flooding, self.quotient = self.take(self.F + 1, self.count), self.take(14, self.count)
        self.d, self.rest = self.take(1, self.count), self.take(1, self.count)
        for i, bit in enumerate(setting.s):
            self.put(self.secret, i, [bit])
        flooding = dict(zip(self.slots, flooding_of("f", len(self.slots), self.F)))
        sums, start = product_centred(self.c1, setting.s), COLUMNS * self.first
        self.words = []
        for place in range(self.count * COLUMNS):
            f, q = flooding.get(start + place, 0), 0
            if start + place in flooding:
                q, word = divide(sums[start + place] + f)
                self.put(self.d, place, [word % L])
                self.words.append(word % WORD)
            else:
                self.put(self.rest, place, [sums[start + place] % L])
            self.put(self.flooding, place, [f + 2**self.F >> p & 1 for p in range(self.F + 1)])
            self.put(self.quotient, place, [q + 2**13 >> p & 1 for p in range(14)])
        scalars = 2 * self.count
        self.kinds = ["bits"] * (len(self.entries) - scalars) + ["scalars"] * scalars
        self.done(setting.sub_key)

    def absorb_more(self, t):
        absorb_polynomial(t, "c1", self.c1)
        t.absorb("slots", b"".join(slot.to_bytes(4, "little") for slot in self.slots))
        t.absorb("F", bytes([self.F]))

    def constrain(self, alpha):
        for row in range(self.flooding(0, 0), self.d(0, 0)):
            self.bits(row)
        for block in range(self.count):
            opened = [COLUMNS * (self.first + block) + c in self.slots for c in range(COLUMNS)]
            self.zero(self.d(0, block), [not x for x in opened])
            self.zero(self.rest(0, block), opened)
        start, end = COLUMNS * self.first, COLUMNS * (self.first + self.count)
        by_secret = transposed(self.c1, alpha, start, end)
        terms = [(1, self.vector(by_secret[COLUMNS * f:COLUMNS * (f + 1)]), self.secret(0, f)) for f in range(FIELDS)]
        blocks = self.blocks(alpha, self.powers(alpha), self.count)
        terms += self.terms(self.flooding, twos(self.F + 1), blocks) + self.terms(self.quotient, [-WORD * w for w in twos(14)], blocks)
        terms += self.terms(self.d, [-1], blocks) + self.terms(self.rest, [-1], blocks)
        shift = 2**self.F - 2**13 * WORD
        self.linear.append((terms, shift * geometric(alpha, end - start) % L))

class Publication(Rows):
    """Cells of a revision round, in one group: None, or [minimum, None or [low, high]]."""
    def __init__(self, setting, value):
        super().__init__("intertally/publication/v1", value["context"])
        self.c2, self.cells, self.P = setting.c2, value["cells"], value["slot_bits"]
        ends = [told[1] for told in self.cells if told and told[1]]
        widest = max(len(reach(high - low)) for low, high in ends)
        t_a, t_b = self.take(1, 1), self.take(1, 1)
        self.count, self.count_quotient, self.above = self.take(128, 1), self.take(8, 1), self.take(8, 1)
        self.value, self.value_quotient, self.within = self.take(128, 1), self.take(8, 1), self.take(widest, 1)
        self.t = [t_a, t_b]
        given, steps = [], [setting.vectors[name] for name in value["steps"]]
        for step, block, row in zip(steps, [0, 2], self.t):
            at = block - step["input"]["slots"][0] // COLUMNS
            given.append(bytes.fromhex(step["expect"]["E_A"][at]))
            self.blindings.append(int.from_bytes(bytes.fromhex(step["expect"]["blindings"][at]), "little"))
            for slot, word in zip(step["input"]["slots"], step["expect"]["words"]):
                if slot // COLUMNS == block:
                    self.put(row, slot % COLUMNS, [centred(int.from_bytes(bytes.fromhex(word), "little")) % L])
        for k, told in enumerate(self.cells):
            if told is None:
                continue
            n = self.fill_slot(k, 0, BIT_SLOT, self.count, self.count_quotient)
            self.put(self.above, k, [n - told[0] >> p & 1 for p in range(8)])
            if told[1]:
                low, high = told[1]
                x = n + self.fill_slot(k, 2, self.P, self.value, self.value_quotient)
                self.put(self.within, k, split((x - low) % 2**64, high - low))
        self.kinds = ["scalars"] * 2 + ["bits"] * (len(self.entries) - 2)
        self.done(given)

    def fill_slot(self, k, block, P, residual, quotient):
        half = WORD >> P + 1
        t = self.entries[self.t[block // 2](0, 0)][k]
        x = self.c2[COLUMNS * block + k] + half - (t if t < L // 2 else t - L)
        self.put(residual, k, [x % WORD >> p & 1 for p in range(128)])
        self.put(quotient, k, [128 - x // WORD >> p & 1 for p in range(8)])
        return x % WORD >> 128 - P

    def absorb_more(self, t):
        absorb_words(t, "c2", self.c2)
        cells = b""
        for told in self.cells:
            minimum, ends = told or (0, None)
            low, high = ends or (0, 0)
            cells += bytes([0 if told is None else 2 if ends else 1]) + minimum.to_bytes(2, "little") + u64(low) + u64(high)
        t.absorb("cells", cells)
        t.absorb("slots", bytes([1, self.P]))

    def constrain(self, alpha):
        for row in range(2, len(self.entries)):
            self.bits(row)
        power = [pow(alpha, k, L) for k in range(COLUMNS)]
        told = self.cells + [None] * (COLUMNS - len(self.cells))
        pick = lambda factor: [(1, self.vector([power[k] * factor(x) % L if x else 0 for k, x in enumerate(told)]))]
        total = lambda value: sum(power[k] * value(k, x) for k, x in enumerate(told) if x) % L
        approved, shown = (lambda x: 1), (lambda x: int(x[1] is not None))

        def slot(which, block, P, residual, quotient, has):
            fields = pick(has)
            terms = self.terms(residual, twos(128), fields) + self.terms(quotient, [-WORD * w for w in twos(8)], fields)
            terms += self.terms(self.t[which], [1], fields)
            shift = (WORD >> P + 1) - 128 * WORD
            self.linear.append((terms, total(lambda k, x: has(x) * (self.c2[COLUMNS * block + k] + shift))))
        slot(0, 0, BIT_SLOT, self.count, self.count_quotient, approved)
        slot(1, 2, self.P, self.value, self.value_quotient, shown)
        n = lambda plane, field: self.count(128 - BIT_SLOT + plane, field)
        value = lambda plane, field: self.value(128 - self.P + plane, field)

        fields = pick(approved)
        terms = self.terms(n, twos(BIT_SLOT), fields) + self.terms(self.above, [-w for w in twos(8)], fields)
        self.linear.append((terms, total(lambda k, x: x[0])))
        fields = pick(shown)
        terms = self.terms(value, twos(self.P), fields) + self.terms(n, twos(BIT_SLOT), fields)
        for plane in range(self.sent + 2 - self.within(0, 0)):
            weight = lambda x: (reach(x[1][1] - x[1][0]) + [0] * 64)[plane] if x[1] else 0
            [(_, vector)] = pick(weight)
            terms.append((-1, vector, self.within(plane, 0)))
        self.linear.append((terms, total(lambda k, x: x[1][0] if x[1] else 0)))

class Terms(Rows):
    """Blocks: planes of x', and figures from the first column on. Families: places of the counts, and names and places of the terms."""
    def __init__(self, setting, value):
        super().__init__("intertally/terms/v1", value["context"])
        self.blocks, given = value["blocks"], []
        self.families = [(counts, fractional, [(PROVED.index(t), place) for t, place in terms]) for counts, fractional, terms in value["families"]]
        factors = stream("terms", 64 * sum(1 + planes for planes, _ in self.blocks))
        self.blindings = [int.from_bytes(factors[i:i + 64], "little") % L for i in range(0, len(factors), 64)]
        self.figures = []
        for planes, figures in self.blocks:
            row = self.take(1 + planes, 1)
            self.figures.append(row)
            for column, x in enumerate(figures):
                self.put(row, column, [int(x > 0), *(max(0, x - 1) >> p & 1 for p in range(planes))])
        given = [encode(commit(row, blinding)) for row, blinding in zip(self.entries, self.blindings)]
        bits, gates, self.equations = terms_equations(self.families)
        self.g = -(-gates // COLUMNS)
        self.bit_rows = self.take(-(-bits // COLUMNS), 1)
        self.left, self.right, self.product = (self.take(self.g, 1) for _ in range(3))
        self.fill()
        self.kinds = ["bits"] * self.left(0, 0) + ["scalars"] * (3 * self.g)
        self.derived = [[(self.left(f, 0), 1), (self.right(f, 0), 1)] for f in range(self.g)]
        self.done(given)

    def fill(self):
        """Numbers of each family, one after another."""
        bit = gate = 0
        def write(number, width):
            nonlocal bit
            for p in range(width):
                self.entries[self.bit_rows((bit + p) // COLUMNS, 0)][(bit + p) % COLUMNS] = number >> p & 1
            bit += width
        def multiply(left, right):
            nonlocal gate
            for row, x in ((self.left, left), (self.right, right), (self.product, left * right)):
                self.entries[row(gate // COLUMNS, 0)][gate % COLUMNS] = x % L
            gate += 1
            return left * right
        at = lambda place: self.blocks[place // COLUMNS][1][place % COLUMNS]
        for counts, fractional, terms in self.families:
            a, n1, c, n2 = map(at, counts)
            known = {"1": 1, "a": a, "n1": n1, "c": c, "n2": n2, "b": n1 - a, "d": n2 - c, "n": n1 + n2, "z": int(n1 * n2 == 0)}
            for name, width in (("b", 24), ("d", 24), ("n", 24), ("z", 1)):
                write(known[name], width)
            total = lambda some: sum(k * known[name] for k, name in some)
            for name, left, right, takes in PRODUCTS:
                if any(PROVED[t] in takes for t, _ in terms):
                    known[name] = multiply(total(left), total(right))
            for t, place in (one for one in terms if one[0] < len(FRACTIONS)):
                over, under, width = FRACTIONS[t]
                rest = total(scaled(over, t, fractional)) - at(place) * total(under)
                write(rest, width)
                write(total(under) - 1 - rest, width)
                multiply(at(place), total(under))
            for name, above, takes in ENDS:
                if any(PROVED[t] in takes for t, _ in terms):
                    far = total(above)
                    write(int(far > 0), 1)
                    write(int(far > 0) * (2 * far - 1) - far, 56)
                    multiply(int(far > 0), 2 * far - 1)

    def absorb_more(self, t):
        le32 = lambda x: x.to_bytes(4, "little")
        t.absorb("blocks", bytes(planes for planes, _ in self.blocks))
        t.absorb("families", b"".join(b"".join(map(le32, counts)) + bytes([fractional, len(terms)])
                                      + b"".join(bytes([n]) + le32(place) for n, place in terms) for counts, fractional, terms in self.families))

    def constrain(self, alpha):
        for row in range(self.bit_rows(0, 0), self.left(0, 0)):
            self.bits(row)
        for f in range(self.g):
            self.by_column.append([(len(self.entries) + f, 1, 0, None), (self.left(f, 0), -1, 0, None), (self.right(f, 0), -1, 0, None),
                                   (self.product(f, 0), 0, -2, None)])
        factors, value = {}, 0
        for k, equation in enumerate(self.equations):
            for factor, kind, place in equation:
                if kind == "one":
                    value -= pow(alpha, k, L) * factor
                else:
                    factors[kind, place] = factors.get((kind, place), 0) + pow(alpha, k, L) * factor
        def vector(kind, f):
            return self.vector([factors.get((kind, COLUMNS * f + c), 0) % L for c in range(COLUMNS)])
        terms = []
        for f, (planes, _) in enumerate(self.blocks):
            own = vector("figure", f)
            terms += [(1, own, self.figures[f](0, 0)), *((2**p, own, self.figures[f](1 + p, 0)) for p in range(planes))]
        for kind, row, count in (("bit", self.bit_rows, self.left(0, 0) - self.bit_rows(0, 0)), ("left", self.left, self.g),
                                 ("right", self.right, self.g), ("product", self.product, self.g)):
            terms += [(1, vector(kind, f), row(f, 0)) for f in range(count)]
        self.linear.append((terms, value % L))

KINDS = {"leader": Leader, "member": Member, "trustee": Trustee, "publication": Publication, "terms": Terms}

def check_good(setting, vector):
    expect, statement = vector["expect"], KINDS[vector["statement"]](setting, vector["input"])
    system = bytes(range(64))
    proof = prove(statement, statement.entries, statement.kinds, statement.blindings, system)
    assert proof.hex() == expect["proof"], "another proof than the vector's"
    verify(statement, proof)
    if "sub_key" in expect:
        assert [row.hex() for row in setting.sub_key] == expect["sub_key"], "other rows of the sub-key"
    if "words" in expect:
        assert [word.to_bytes(16, "little").hex() for word in statement.words] == expect["words"], "another share"
        first = statement.d(0, 0) - len(statement.given)
        rows = [proof[32 * (first + i):][:32] for i in range(statement.count)]
        assert [row.hex() for row in rows] == expect["E_A"], "other commitments to the share"
        for block, row in enumerate(rows):
            blinding = int.from_bytes(bytes.fromhex(expect["blindings"][block]), "little")
            assert encode(commit(statement.entries[statement.d(0, block)], blinding)) == row, "the share is not opened"

def check_bad(setting, vector):
    of = setting.vectors[vector["input"]["of"]]
    value = of["input"] | vector["input"]["change"]
    statement = KINDS[of["statement"]](setting, value)
    if of["statement"] == "member":
        statement.c1, statement.c2 = setting.c1, setting.c2
    proof = bytes.fromhex(vector["input"].get("proof", of["expect"]["proof"]))
    try:
        verify(statement, proof)
    except Refused as refused:
        assert str(refused) == vector["expect"]["error"], f"refused for {refused}"
        return
    raise AssertionError("believed")

def main():
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).parent / "../../vectors/statements")
    vectors = {path.name: json.loads(path.read_text()) for path in sorted(folder.glob("*.json"))}
    setting, failed = Setting(vectors), 0
    for name, vector in vectors.items():
        try:
            (check_bad if "error" in vector["expect"] else check_good)(setting, vector)
        except AssertionError as error:
            failed += 1
            print(f"FAILED {name}: {error}")
    print(f"statements: {len(vectors) - failed} of {len(vectors)} vectors as they should be")
    return 1 if failed or not vectors else 0

if __name__ == "__main__":
    sys.exit(main())
