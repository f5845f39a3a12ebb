"""Bounds, layout, digests of a round, and faults of manifests: sections 2.6, 3.1 to 3.5, 4.1, 4.2, 5.1, 7.1, 7.3 of docs/spec.md."""
import re, unicodedata
from itertools import combinations
from math import comb

from families import PROVED
from record import CELL, EARLIER, LEAF, NUMBERS, RULES, TERMS, D, d32, listof, signature_holds, string, tuple_of, u16, u32

N, PARAMS = 8192, "glwe1-n8192-q128-tuniform3"
REPORTS = {"Normal", "Provisional", "Break", "Includes"}

# 2.6 Bounds.
def width(cell):
    return max(1, cell["max"].bit_length())

class Bounds:
    def __init__(self, members, trustees, threshold, widest, revision):
        self.L = comb(trustees, threshold - 1)
        self.B = members * 8 * (2 * N * self.L + 1)
        self.P = max(9, (members - 1).bit_length() + widest)
        self.F, self.G = self.flooding(self.P), self.flooding(9)
        k = 2 if revision else 1
        self.cells = 0 if self.F < 0 else (1 << self.G + 1 - 40) // (self.B * ((1 << self.G - self.F) + k))

    def flooding(self, P):
        return max((f for f in range(119) if self.L * (1 << f) + self.B < 1 << 127 - P), default=-1)

def subsets(n, t):
    return sorted(sum(1 << i for i in some) for some in combinations(range(n), t - 1))

# 3.1, 3.3.
def round_faults(m):
    out = []
    cells, leaves, n = m["cells"], len(m["leaves"]), len(m["trustees"])
    ascending = lambda xs: all(a < b for a, b in zip(xs, xs[1:]))
    inside = lambda xs, limit: ascending(xs) and all(x < limit for x in xs)
    if m["spec_version"] != 2 or not 1 <= len(m["name"].encode()) <= 64:
        out.append("1: version or name")
    areas, keys = [a for a, _ in m["members"]], [k for _, k in m["members"]]
    if not 1 <= len(areas) <= 256 or len(set(areas)) < len(areas) or len(set(keys)) < len(keys):
        out.append("2: members")
    order = [(figure.encode(), start, months) for figure, start, months in m["leaves"]]
    if not m["periods"] or not 1 <= len(cells) <= 100_000 or len({c["key"] for c in cells}) < len(cells) or not ascending(order) \
            or any(months == 0 for _, _, months in order):
        out.append("3: periods, cells or leaves")
    for c in cells:
        if c["min_contributors"] < 3 or not c["leaves"] or not inside(c["leaves"], leaves) or c["rounding"] not in (1, 5) \
                or c["first"] not in range(13, 254, 5) or c["first"] <= c["min_contributors"]:
            out.append(f"3: cell {c['key']}")
    r, k = m["rules"], len(cells)
    if not ascending([inner.encode() for inner, _ in r["within"]]) \
            or not ascending([(place, code.encode(), parent.encode()) for place, code, parent in r["parents"]]):
        out.append("4: areas")
    if any(not inside([c for c, _ in some], k) or any(not ls or not inside(ls, leaves) for _, ls in some) for some in r["systems"]) \
            or any(not all(inside(one, k) for one in (*steps, elsewhere, quiet)) for steps, elsewhere, quiet in r["ladders"]) \
            or any(not ls or not known or not all(inside(one, leaves) for one in (ls, soft, known)) or guard >= k or not cells[guard]["count_only"]
                   for ls, soft, known, guard in r["quiet"]) \
            or any(not inside(own, k) or not inside(every, k) for _, own, every in r["whole"]) \
            or any(not is_evaluated(one, cells, r["whole"]) for one in r["evaluations"]):
        out.append("4: lists of the rules")
    if not (m["threshold"] >= 2 and 2 * m["threshold"] - 1 <= n <= 9):
        out.append("5: committee")
    ids = [key["id"] for key in m["keys"]]
    if sum(key["cells"] for key in m["keys"]) != k or len(set(ids)) < len(ids) or any(key["cells"] == 0 for key in m["keys"]) \
            or any(key["id"] != D("key-id", m["ceremony"], u32.enc(key["index"])) for key in m["keys"]):
        out.append("6: keys")
    if m["deadline"] <= m["opens"]:
        out.append("7: dates")
    if not 3 <= m["min_members"] <= len(areas):
        out.append("8: min_members")
    if m["earlier"] and not m["revision"]:
        out.append("9: earlier rounds without changes")
    return out

def made_of(cells, whole):
    """Derived cell -> the counts that its figures are made of: what stands in `all` of its table beside the own cells."""
    derived = lambda c: "~" in cells[c]["key"] and not cells[c]["count_only"]
    return {c: [other for other in every if other not in own] for _, own, every in whole for c in own if derived(c)}

def is_evaluated(one, cells, whole):
    *counts, bits, terms = one
    order, places = [PROVED.index(t) for (t, _), _ in terms], [c for _, c in terms]
    every = {*counts, *places}
    return (terms and bits <= 8 and all(a < b for xs in (order, places) for a, b in zip(xs, xs[1:])) and len(every) == 4 + len(places)
            and all(c < len(cells) and not cells[c]["count_only"] for c in every)
            and any(set(places) <= set(own) and every <= set(all_of) for _, own, all_of in whole))

def overlap(a, b):
    """Whether two rounds are over some of the same figures."""
    where = {}
    for figure, start, months in a["leaves"]:
        where.setdefault(figure, []).append((start, start + months))
    return any(start < e and s < start + months for figure, start, months in b["leaves"] for s, e in where.get(figure, ()))

# 3.4.
def ceremony_fault(c):
    n, t = len(c["trustees"]), c["threshold"]
    ascending = lambda xs: all(a < b for a, b in zip(xs, xs[1:]))
    if c["spec_version"] != 2 or c["params"] != PARAMS or not (t >= 2 and 2 * t - 1 <= n <= 9):
        return "version, parameters or committee"
    if not 1 <= c["keys"] <= 64 or not c["commit_by"] < c["reveal_by"] < c["confirm_by"]:
        return "keys or dates"
    if not ascending(c["not_leading"]) or any(i >= n for i in c["not_leading"]):
        return "not_leading"
    for column in range(3):
        if len({one[column] for one in c["trustees"]}) < n:
            return "two trustees share a name or a key"
    terms = TERMS.enc((c["spec_version"], c["nonce"], c["coordinator"], [(name, key) for name, key, _, _ in c["trustees"]], t, c["keys"],
                       c["params"], c["commit_by"], c["reveal_by"], c["confirm_by"], c["not_leading"]))
    for name, key, sealing, signature in c["trustees"]:
        numbers = int.from_bytes(sealing[:1152], "little")
        if not 1 <= len(name.encode()) <= 128 or len(sealing) != 1216 or any(numbers >> 12 * i & 4095 >= 3329 for i in range(768)):
            return f"{name}: name or sealing key"
        if not signature_holds(key, b"intertally/v1/sign/sealing-key\0" + D("sealing-key", terms, sealing), signature):
            return f"{name}: signature of the sealing key"
    if any(all(mask >> i & 1 or i in c["not_leading"] for i in range(n)) for mask in subsets(n, t)):
        return "a subset without a leader"
    return None

# 4.1 Layout.
class Part:
    """Layout of what a key serves: cells from `first` on, numbered from 0 within the part."""
    def __init__(self, m, at):
        self.key, self.at = m["keys"][at], at
        self.first = sum(key["cells"] for key in m["keys"][:at])
        self.cells = m["cells"][self.first:self.first + self.key["cells"]]
        self.kinds = 3 if m["revision"] else 2
        self.revision = m["revision"]
        self.room = 512 * (16 // self.kinds)
        self.ciphertexts = -(-len(self.cells) // self.room)
        self.widest = max(map(width, self.cells))
        self.bounds = Bounds(len(m["members"]), len(m["trustees"]), m["threshold"], self.widest, m["revision"])

    def cells_in(self, c):
        return range(self.room * c, min(self.room * (c + 1), len(self.cells)))

    def groups(self, c):
        return -(-len(self.cells_in(c)) // 512)

    def used(self, c):
        return 512 * self.groups(c) * self.kinds

    def slot(self, kind, cell):
        c = cell // self.room
        return N * c + 512 * self.groups(c) * kind + cell - self.room * c

    def inside(self, cells):
        """Those of these cells of the round that are of the part, from its first."""
        return [c - self.first for c in cells if self.first <= c < self.first + len(self.cells)]

    def F(self, step):
        return self.bounds.G if step == "A" else self.bounds.F

# 4.8 Which terms each proof is about.
def terms_forms(m, parts, has):
    """Blocks (part, ciphertext, group) of each proof of terms and its entries, as places of counts and [(number of the term, place)]."""
    def place(c):
        part = next(p for p in parts if p.first <= c < p.first + len(p.cells))
        within = c - part.first
        return (part.at, within // part.room, within % part.room // 512), within % part.room % 512
    forms = []
    for *counts, bits, terms in m["rules"]["evaluations"]:
        cells = [*counts, *(c for _, c in terms)]
        if not set(cells) <= has:
            continue
        own = {place(c)[0] for c in cells}
        if not forms or len(forms[-1][1]) == 256 or len(forms[-1][0] | own) > 64:
            forms.append((set(), []))
        forms[-1][0].update(own)
        forms[-1][1].append((counts, bits, terms))
    out = []
    for blocks, entries in forms:
        blocks = sorted(blocks)
        at = lambda c: 512 * blocks.index(place(c)[0]) + place(c)[1]
        out.append((blocks, [([at(c) for c in counts], bits, [(PROVED.index(t), at(c)) for (t, _), c in terms]) for counts, bits, terms in entries]))
    return out

# 3.1, 7.1, 7.3 Digests.
def policy_digest(m):
    policy = tuple_of(u16, listof(string), listof(LEAF), listof(CELL), RULES)
    return D("policy", policy.enc((m["min_members"], m["periods"], m["leaves"], m["cells"], m["rules"])))

def sealed_digest(sealed):
    return D("sealed-set", listof(tuple_of(u16, d32)).enc(sealed["members"]), NUMBERS.enc(sealed["contributors"]) + NUMBERS.enc(sealed["changes"]))

def earlier_digest(m):
    return D("earlier", listof(EARLIER).enc(m["earlier"]))

def positions_digest(step, slots):
    return D("positions", step.encode(), b"".join(map(u32.enc, slots)))

def question(round_id, part, aggregate, step, slots):
    return {"key": part.key["id"], "round": round_id, "aggregate": aggregate, "step": (step, None), "positions": positions_digest(step, slots)}

# 5.1 Claims, whole tables, notes.
def reported(header):
    return {i for i, (status, _) in enumerate(header["statuses"]) if status in REPORTS}

def claims_fault(header, cells):
    has, public = reported(header), [c for c, _ in header["public"]]
    for some in (public, header["confidential"]):
        if some != sorted(set(some)) or not set(some) <= has:
            return True
    return bool(set(public) & set(header["confidential"])) or any(x > cells[c]["max"] for c, x in header["public"])

def whole_fault(header, whole):
    has = reported(header)
    return any(has & set(own) and not set(every) <= has for _, own, every in whole)

WHITE = set("\t\n\v\f\r \x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000") | {chr(c) for c in range(0x2000, 0x200B)}
STEERING = {0x2028, 0x2029, *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFEFF, 0xFFFE, 0xFFFF}

def notes_fault(notes, cells):
    order = [(-1 if cell is None else cell, attribute.encode(), text.encode()) for cell, attribute, text in notes]
    if len(order) > 1000 or not all(a < b for a, b in zip(order, order[1:])):
        return True
    return any((cell is not None and cell >= cells) or not re.fullmatch("[A-Z0-9_]{1,32}", attribute) or not 1 <= len(said) <= 500
               or any(ord(c) in STEERING or unicodedata.category(c) == "Cc" for c in text) or text[0] in WHITE or text[-1] in WHITE
               for (cell, attribute, text), (_, _, said) in zip(notes, order))
