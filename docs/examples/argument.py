#!/usr/bin/env python3
"""A second prover and verifier of the argument, written from docs/argument.md as plainly as possible: standard library alone.

    python argument.py [FOLDER]        the vectors; vectors/argument if nothing is said

Proves every good vector again, byte for byte, verifies it, and refuses every bad one for the reason that it names. It is slow, and its
time depends on secrets: it is for reading and for comparing, not for use. Exit code 0: all as it should be; 1: something is not.
"""
import hashlib, json, sys
from pathlib import Path
from types import SimpleNamespace

# Ristretto255, RFC 9496. Points are extended coordinates (x, y, z, t) of the Edwards curve -x^2 + y^2 = 1 + d*x^2*y^2.
P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P
SQRT_M1 = pow(2, (P - 1) // 4, P)
IDENTITY = (0, 1, 1, 0)

def negative(x):
    return x % P & 1

def sqrt_ratio(u, v):
    """4.2: whether u/v is a square, and the non-negative root of u/v, or of SQRT_M1*u/v."""
    r = u * pow(v, 3, P) * pow(u * pow(v, 7, P), (P - 5) // 8, P) % P
    check = v * r * r % P
    right, flipped, flipped_i = check == u % P, check == -u % P, check == -u * SQRT_M1 % P
    if flipped or flipped_i:
        r = r * SQRT_M1 % P
    return right or flipped, -r % P if negative(r) else r

INVSQRT_A_MINUS_D = sqrt_ratio(1, -1 - D)[1]
SQRT_AD_MINUS_ONE = P - sqrt_ratio(-D - 1, 1)[1]  # The RFC names the odd root.

def add(p, q):
    (x1, y1, z1, t1), (x2, y2, z2, t2) = p, q
    a, b = (y1 - x1) * (y2 - x2) % P, (y1 + x1) * (y2 + x2) % P
    c, d = 2 * D * t1 * t2 % P, 2 * z1 * z2 % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P

def minus(p):
    return -p[0] % P, p[1], p[2], -p[3] % P

def same(p, q):
    return (p[0] * q[1] - p[1] * q[0]) % P == 0 or (p[1] * q[1] - p[0] * q[0]) % P == 0

def decode(data):
    """4.3.1: a point, or None."""
    s = int.from_bytes(data, "little")
    if s >= P or negative(s):
        return None
    u1, u2 = (1 - s * s) % P, (1 + s * s) % P
    v = (-D * u1 * u1 - u2 * u2) % P
    square, inverse = sqrt_ratio(1, v * u2 * u2 % P)
    den_x = inverse * u2 % P
    den_y = inverse * den_x * v % P
    x = 2 * s * den_x % P
    x = -x % P if negative(x) else x
    y = u1 * den_y % P
    t = x * y % P
    return None if not square or negative(t) or y == 0 else (x, y, 1, t)

def encode(p):
    """4.3.2."""
    x, y, z, t = p
    u1, u2 = (z + y) * (z - y) % P, x * y % P
    _, inverse = sqrt_ratio(1, u1 * u2 * u2 % P)
    den1, den2 = inverse * u1 % P, inverse * u2 % P
    z_inv = den1 * den2 * t % P
    if negative(t * z_inv):
        x, y, den_inv = y * SQRT_M1 % P, x * SQRT_M1 % P, den1 * INVSQRT_A_MINUS_D % P
    else:
        den_inv = den2
    if negative(x * z_inv):
        y = -y % P
    s = den_inv * (z - y) % P
    return (-s % P if negative(s) else s).to_bytes(32, "little")

def one_way_map(t):
    """4.3.4, MAP."""
    r = SQRT_M1 * t * t % P
    u, v = (r + 1) * (1 - D * D) % P, (-1 - r * D) * (r + D) % P
    square, s = sqrt_ratio(u, v)
    c = -1
    if not square:
        s, c = s * t % P, r
        s = s if negative(s) else -s % P
    n = (c * (r - 1) * (D - 1) ** 2 - v) % P
    w0, w1, w2, w3 = 2 * s * v % P, n * SQRT_AD_MINUS_ONE % P, (1 - s * s) % P, (1 + s * s) % P
    return w0 * w3 % P, w2 * w1 % P, w1 * w3 % P, w0 * w2 % P

def from_uniform_bytes(data):
    half = lambda part: int.from_bytes(part, "little") % 2**255 % P
    return add(one_way_map(half(data[:32])), one_way_map(half(data[32:])))

def combination(scalars, points):
    """The sum of scalar times point: all scalars bit by bit, from the top."""
    total = IDENTITY
    for bit in reversed(range(253)):
        total = add(total, total)
        for k, point in zip(scalars, points):
            if k >> bit & 1:
                total = add(total, point)
    return total

# Generators and commitments.
COLUMNS, COLUMN_ROUNDS = 512, 9

def generator(i):
    return from_uniform_bytes(hashlib.shake_256(b"intertally/argument/v1/generator/" + i.to_bytes(8, "little")).digest(64))

GENERATORS = [generator(i) for i in range(COLUMNS + 1)]
H = GENERATORS[COLUMNS]

def commit(values, blinding):
    return combination(list(values) + [blinding], GENERATORS[:len(values)] + [H])

# Transcript.
def u64(n):
    return n.to_bytes(8, "little")

def scalar_bytes(x):
    return x.to_bytes(32, "little")

def all_bytes(scalars):
    return b"".join(map(scalar_bytes, scalars))

class Transcript:
    def __init__(self, label):
        self.hash = hashlib.shake_256()
        self.absorb("protocol", label.encode())

    def absorb(self, label, data):
        self.hash.update(b"\0" + u64(len(label)) + label.encode() + u64(len(data)) + data)

    def bytes(self, label, count):
        self.hash.update(b"\1" + u64(len(label)) + label.encode())
        return self.hash.digest(count)

    def copy(self):
        other = Transcript.__new__(Transcript)
        other.hash = self.hash.copy()
        return other

    def challenge(self, label):
        return int.from_bytes(self.bytes(label, 64), "little") % L

# Multilinear polynomials: the first variable is the top bit of the index.
def eq_table(point):
    table = [1]
    for x in point:
        table = [entry for value in table for entry in (value * (1 - x) % L, value * x % L)]
    return table

def inner(a, b):
    return sum(x * y for x, y in zip(a, b)) % L

class Statement:
    """A statement of the vectors: constraints by column and linear ones."""
    def __init__(self, value):
        scalar = lambda text: int.from_bytes(bytes.fromhex(text), "little")
        full = lambda texts: [scalar(x) for x in texts] + [0] * (COLUMNS - len(texts))
        self.label, self.public = value["label"], bytes.fromhex(value["public"])
        self.given = [bytes.fromhex(x) for x in value["given"]]
        self.sent = value["sent"]
        self.derived = [[(row, scalar(k)) for row, k in c] for c in value["derived"]]
        self.by_column = [[(t["row"], scalar(t["square"]), scalar(t["linear"]), t["on"]) for t in c] for c in value["by_column"]]
        self.masks = [[c == "1" for c in mask] for mask in value["masks"]]
        self.linear = [([(scalar(k), v, row) for k, v, row in c["terms"]], scalar(c["value"])) for c in value["linear"]]
        self.vectors = [full(v) for v in value["vectors"]]
        self.measure()

    def measure(self):
        self.committed = len(self.given) + self.sent
        self.rows = self.committed + len(self.derived)
        self.row_rounds = max(3, self.rows.bit_length())
        self.rounds = self.row_rounds + COLUMN_ROUNDS

    def absorb(self, t):
        """What a statement absorbs of its own."""
        t.absorb("public", self.public)

    def absorb_public(self, t):
        """Step 0."""
        t.absorb("statement", self.label.encode())
        layout = u64(len(self.given)) + u64(self.sent) + u64(len(self.derived))
        for c in self.derived:
            layout += u64(len(c)) + b"".join(u64(row) + scalar_bytes(k) for row, k in c)
        t.absorb("layout", layout)
        self.absorb(t)
        t.absorb("given", b"".join(self.given))

    def weights(self, t):
        """Step 2: e and v entry by entry, for all rows but the free one, and t."""
        thetas = [t.challenge("theta") for _ in self.linear]
        place = eq_table([t.challenge("tau") for _ in range((len(self.by_column) - 1).bit_length() if self.by_column else 0)])
        eq = eq_table([t.challenge("tau") for _ in range(COLUMN_ROUNDS)])
        e = [[0] * COLUMNS for _ in range(self.rows)]
        v = [[0] * COLUMNS for _ in range(self.rows)]
        for constraint, multiplier in zip(self.by_column, place):
            for row, square, linear, on in constraint:
                for c in range(COLUMNS):
                    e[row][c] += multiplier * square * eq[c]
                    if on is None or self.masks[on][c]:
                        v[row][c] += multiplier * linear * eq[c]
        claim = 0
        for (terms, value), theta in zip(self.linear, thetas):
            for k, vector, row in terms:
                for c in range(COLUMNS):
                    v[row][c] += theta * k * self.vectors[vector][c]
            claim += theta * value
        flat = lambda rows: [x % L for row in rows for x in row] + [0] * ((COLUMNS << self.row_rounds) - COLUMNS * len(rows))
        return flat(e), flat(v), claim % L

    def proof_len(self):
        return 32 * (self.sent + 3 + 1 + 3 * self.rounds + COLUMNS + 3 + 3 * self.rounds + 1 + 1)

    def spread(self, parts):
        """Factors of the given, the sent and the free row: a derived row counts for those that it combines."""
        factors = parts[:self.committed]
        for part, c in zip(parts[self.committed:self.rows], self.derived):
            for row, k in c:
                factors[row] = (factors[row] + part * k) % L
        return factors + [parts[self.rows]]

def monomials(point):
    return [1] + [pow(x, k, L) for x in point for k in (1, 2, 3)]

def commitments(t, rows, mask, opening):
    """Step 1."""
    t.absorb("rows", b"".join(rows))
    t.absorb("E_g", mask)
    t.absorb("A", opening)

def opened(t, z, rho, value, opening_value):
    """Steps 4 and 5."""
    t.absorb("z", all_bytes(z))
    t.absorb("rho", scalar_bytes(rho))
    t.absorb("g(r)", scalar_bytes(value))
    t.absorb("T", scalar_bytes(opening_value))
    return t.challenge("x")

PROTOCOL = "intertally/argument/v1"

# The prover.
def packed(bits):
    """Eight bits in a byte, the first one lowest."""
    return bytes(sum(bit << k for k, bit in enumerate(bits[i:i + 8])) for i in range(0, len(bits), 8))

def draw(public, statement, witness, kinds, given_blindings, system):
    """Masks from 64 bytes of the system, everything public and the witness."""
    hedge = Transcript(PROTOCOL + "/randomness")
    hedge.absorb("system", system)
    hedge.absorb("public", public.copy().bytes("randomness", 64))
    for row, kind in zip(witness, kinds):
        hedge.absorb("row", b"\0" + packed(row) if kind == "bits" else b"\1" + all_bytes(row))
    hedge.absorb("given blindings", all_bytes(given_blindings))
    counts = [COLUMNS, statement.sent + 1, 3 * statement.rounds + 1, 1, 3 * statement.rounds + 1, 1]
    data = hedge.bytes("masks", 64 * sum(counts))
    scalars = [int.from_bytes(data[i:i + 64], "little") % L for i in range(0, len(data), 64)]
    return [[scalars.pop(0) for _ in range(count)] for count in counts]

def prove(statement, witness, kinds, given_blindings, system):
    t = Transcript(PROTOCOL)
    statement.absorb_public(t)
    free, blindings, g, (g_blinding,), y, (y_blinding,) = draw(t, statement, witness, kinds, given_blindings, system)
    sent = witness[len(statement.given):] + [free]
    points = [encode(commit(row, blinding)) for row, blinding in zip(sent, blindings)]
    mask, opening = encode(commit(g, g_blinding)), encode(commit(y, y_blinding))
    commitments(t, points, mask, opening)
    e, v, claim = statement.weights(t)
    derived = [[sum(k * witness[row][c] for row, k in combo) % L for c in range(COLUMNS)] for combo in statement.derived]
    w = [x for row in witness + derived + [free] for x in row]
    w += [0] * (len(e) - len(w))

    # Step 3. The mask is summed over the cube as its definition says, variable by variable.
    half = pow(2, -1, L)
    def mask_mean(point):
        """The mean of g over the cube of the variables that are not in the point."""
        total = g[0]
        for k in range(statement.rounds):
            a, b, c = g[3 * k + 1:3 * k + 4]
            total += a * point[k] + b * point[k]**2 + c * point[k]**3 if k < len(point) else (a + b + c) * half
        return total % L
    s_g = mask_mean([]) * 2**statement.rounds % L
    t.absorb("s_g", scalar_bytes(s_g))
    c = t.challenge("c")
    point, messages = [], []
    for k in range(statement.rounds):
        middle = len(w) // 2
        lower, upper = (lambda table: table[:middle]), (lambda table: table[middle:])
        at = lambda table, x: [(a + x * (b - a)) % L for a, b in zip(lower(table), upper(table))]
        def value(x):
            """The round's polynomial at x."""
            total = sum(ww * (ee * ww + vv) for ee, vv, ww in zip(at(e, x), at(v, x), at(w, x)))
            return (total + c * 2**(statement.rounds - k - 1) * mask_mean(point + [x])) % L
        # Coefficients of the cubic through its values at 0, 1, 2, 3.
        p0, p1, p2, p3 = map(value, range(4))
        cube = (p3 - 3 * p2 + 3 * p1 - p0) * pow(6, -1, L) % L
        square = ((p2 - 2 * p1 + p0) * half - 3 * cube) % L
        messages.append([p0, square, cube])
        t.absorb("round", all_bytes(messages[-1]))
        r = t.challenge("r")
        point.append(r)
        e, v, w = at(e, r), at(v, r), at(w, r)
    value = mask_mean(point)

    # Steps 4 and 5.
    parts = eq_table(point[:statement.row_rounds])
    z = [inner(parts, column) for column in zip(*(witness + derived + [free]))]
    rho = inner(statement.spread(parts), given_blindings + blindings)
    opening_value = inner(y, monomials(point))
    x = opened(t, z, rho, value, opening_value)
    response = [(a + x * b) % L for a, b in zip(y, g)]
    scalars = [s_g] + [x for m in messages for x in m] + z + [rho, value, opening_value] + response + [(y_blinding + x * g_blinding) % L]
    return b"".join(points) + mask + opening + all_bytes(scalars)

# The verifier.
class Refused(Exception):
    """Why a proof does not hold, by the name of the error in the Rust."""

def need(holds, error):
    if not holds:
        raise Refused(error)

def read(statement, size, proof, decode):
    """The elements of a proof of so many bytes by their names in docs/argument.md, and the points of the given and sent ones."""
    need(len(proof) == size, "Length")
    elements = [proof[i:i + 32] for i in range(0, len(proof), 32)]
    split = statement.sent + 3
    scalars = [int.from_bytes(x, "little") for x in elements[split:]]
    need(all(x < L for x in scalars), "Encoding")
    rows, mask, opening = elements[:split - 2], elements[split - 2], elements[split - 1]
    points = [decode(x) for x in statement.given + rows + [mask, opening]]
    need(None not in points, "Encoding")
    scalars = iter(scalars)
    take = lambda count: [next(scalars) for _ in range(count)]
    (s_g,) = take(1)
    messages = [take(3) for _ in range(statement.rounds)]
    z = take(COLUMNS)
    rho, value, opening_value = take(3)
    response = take(3 * statement.rounds + 1)
    (response_blinding,) = take(1)
    return SimpleNamespace(
        rows=rows, mask=mask, opening=opening, points=points, s_g=s_g, messages=messages, z=z, rho=rho, value=value,
        opening_value=opening_value, response=response, response_blinding=response_blinding)

def sumcheck(t, claim, p):
    """Step 3 for a proof that was read: the challenge c, the last claim, the point."""
    t.absorb("s_g", scalar_bytes(p.s_g))
    c = t.challenge("c")
    claim = (claim + c * p.s_g) % L
    r = []
    for constant, square, cube in p.messages:
        t.absorb("round", all_bytes([constant, square, cube]))
        x = t.challenge("r")
        r.append(x)
        linear = claim - 2 * constant - square - cube
        claim = (constant + linear * x + square * x**2 + cube * x**3) % L
    return c, claim, r

def verify(statement, proof):
    p = read(statement, statement.proof_len(), proof, decode)
    t = Transcript(PROTOCOL)
    statement.absorb_public(t)
    commitments(t, p.rows, p.mask, p.opening)
    e, v, claim = statement.weights(t)
    c, claim, r = sumcheck(t, claim, p)
    parts = eq_table(r[:statement.row_rounds])
    need(parts[statement.rows] != 0, "FreeRow")
    everywhere = eq_table(r)
    w = inner(p.z, eq_table(r[statement.row_rounds:]))
    need(claim == (inner(e, everywhere) * w * w + inner(v, everywhere) * w + c * p.value) % L, "LastClaim")
    x = opened(t, p.z, p.rho, p.value, p.opening_value)
    need(inner(p.response, monomials(r)) == (p.opening_value + x * p.value) % L, "MaskValue")
    *row_points, mask, opening = p.points
    need(same(combination(statement.spread(parts), row_points), commit(p.z, p.rho)), "OpenedRow")
    need(same(add(opening, combination([x], [mask])), commit(p.response, p.response_blinding)), "MaskOpening")

# The vectors.
def check_basics(expect):
    t = Transcript("vector")
    t.absorb("one", b"first message")
    found = [t.challenge("same"), t.challenge("same")]
    t.absorb("two", b"")
    found.append(t.challenge("third"))
    assert found == [int.from_bytes(bytes.fromhex(x), "little") for x in expect["challenges"]], "challenges"
    for i, point in expect["generators"].items():
        assert encode(GENERATORS[int(i)]).hex() == point, f"generator {i}"
        assert same(decode(bytes.fromhex(point)), GENERATORS[int(i)])

def check_good(vector):
    given, expected = vector["input"], bytes.fromhex(vector["expect"]["proof"])
    statement = Statement(given["statement"])
    scalar = lambda text: int.from_bytes(bytes.fromhex(text), "little")
    rows = given["witness"]["rows"]
    witness = [[scalar(x) for x in row["entries"]] + [0] * (COLUMNS - len(row["entries"])) for row in rows]
    blindings = [scalar(x) for x in given["witness"]["given_blindings"]]
    proof = prove(statement, witness, [row["kind"] for row in rows], blindings, bytes.fromhex(given["system"]))
    assert proof == expected, "another proof than the vector's"
    verify(statement, expected)

def check_bad(vector, toy):
    change = vector["input"]
    value = json.loads(json.dumps(toy["input"]["statement"]))
    value["public"] = change.get("public", value["public"])
    if "value" in change:
        value["linear"][0]["value"] = change["value"]
    proof = bytearray.fromhex(change.get("proof", toy["expect"]["proof"]))
    if "at" in change:
        new = bytes.fromhex(change["bytes"])
        proof[change["at"]:change["at"] + len(new)] = new
    try:
        verify(Statement(value), bytes(proof))
    except Refused as refused:
        assert str(refused) == vector["expect"]["error"], f"refused for {refused}"
        return
    raise AssertionError("believed")

def main():
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).parent / "../../vectors/argument")
    vectors = {path.name: json.loads(path.read_text()) for path in sorted(folder.glob("*.json"))}
    failed = 0
    for name, vector in vectors.items():
        try:
            if vector["kind"] == "argument basics":
                check_basics(vector["expect"])
            elif "error" in vector["expect"]:
                check_bad(vector, vectors[vector["input"]["of"]])
            else:
                check_good(vector)
        except AssertionError as error:
            failed += 1
            print(f"FAILED {name}: {error}")
    print(f"argument: {len(vectors) - failed} of {len(vectors)} vectors as they should be")
    return 1 if failed or not vectors else 0

if __name__ == "__main__":
    sys.exit(main())
