#!/usr/bin/env python3
"""A second verifier, written from docs/spec.md: standard library, and `cryptography` for Ed25519.

    python verifier.py RECORD          a folder or a tar archive, restricted edition

Checks, by the numbers of section 8: 1 (files, canonical bytes), 4 (chain, claims' signatures, Merkle root, checkpoint), 6 (the set),
7 (the sum, to the bit), 10 (the plan) and what 12 says of approved cells. It knows no curve, so 5, 9 and 11 are not reached; nor are the
ceremony (3) and statements (8). Revision rounds and rounds with earlier records are refused. Exit code 0: all hold; 1: one does not.
"""
import base64, hashlib, json, re, struct, sys, tarfile, unicodedata
from fractions import Fraction
from pathlib import Path

N, LIMBS = 8192, 12

class Wrong(Exception):
    """A check that fails."""
def need(holds, what):
    if not holds:
        raise Wrong(what)

# 1.1 Canonical bytes. A type is a function from a reader to a value.
class Reader:
    def __init__(self, data):
        self.data, self.at = data, 0

    def take(self, n):
        need(self.at + n <= len(self.data), "bytes end too early")
        self.at += n
        return self.data[self.at - n:self.at]

def number(fmt):
    return lambda r: struct.unpack("<" + fmt, r.take(struct.calcsize("<" + fmt)))[0]
u8, u16, u32, u64, i64 = map(number, "BHIQq")
d32, d64 = (lambda r: r.take(32)), (lambda r: r.take(64))

def boolean(r):
    b = u8(r)
    need(b < 2, "a bool is 0 or 1")
    return b == 1
def count(r):
    n = u64(r)
    need(n <= len(r.data) - r.at, "a count that the input cannot hold")
    return n
def listof(t):
    return lambda r: [t(r) for _ in range(count(r))]
def blob(r):
    return r.take(count(r))
def string(r):
    return blob(r).decode("utf-8")
def option(t):
    return lambda r: t(r) if boolean(r) else None
def struct_of(**fields):
    return lambda r: {name: t(r) for name, t in fields.items()}
def tuple_of(*ts):
    return lambda r: tuple(t(r) for t in ts)

def enum(*variants):
    def read(r):
        n = u32(r)
        need(n < len(variants), "an unknown variant")
        name, t = variants[n]
        return (name, t(r) if t else None)
    return read

def decode(t, data):
    r = Reader(data)
    value = t(r)
    need(r.at == len(data), "trailing bytes")
    return value

# 3.1, 3.2, 5.1, 6.1, 6.2, 7.8: the objects read here.
PARTY = enum(("coordinator", None), ("aggregator", None), ("member", u16), ("trustee", u8))
SCOPE = enum(("ceremony", d32), ("round", d32))
KINDS = ("Convened Committed Revealed Confirmed Complained SealingKeyDestroyed Opened Submitted Withdrawn Extended Sealed Stated "
         "SharesGiven PlanAdopted Held Cancelled Published Erratum KeysDestroyed PayloadDeleted Rehearsed").split()
KIND = enum(*((name, None) for name in KINDS))
EVENT = struct_of(parent=d32, height=u64, at=i64, scope=SCOPE, kind=KIND, payload=d32, signer=PARTY, tool=string, signature=d64)
CELL = struct_of(key=string, max=u32, leaves=listof(u32), min_contributors=u16, public_members=listof(u16), rounding=u8)
ROUND = struct_of(
    spec_version=u16, name=string, practice=boolean, structure=d32, leaves=listof(string), cells=listof(CELL),
    relations=listof(tuple_of(u32, listof(u32))), members=listof(tuple_of(string, d32)), coordinator=tuple_of(d32, blob),
    aggregator=d32, ceremony=d32, trustees=listof(d32), threshold=u8, keys=listof(struct_of(index=u32, id=d32, public_part=d32, cells=u32)),
    min_members=u16, work_limit=u64, opens=i64, deadline=i64, grace_ms=u64, revision=boolean, earlier=listof(tuple_of(d32, d32)))
HEADER = struct_of(round=d32, member=u16, revision=u32, statuses=listof(u32),
                   parts=listof(struct_of(key=d32, ciphertexts=listof(option(d32)), commitments=d32, proofs=d32)),
                   notes=listof(tuple_of(option(u32), string, string)))
SEALED = struct_of(members=listof(tuple_of(u16, d32)), aggregates=listof(d32))
ADOPTED = struct_of(approved=listof(u32), counts=d32)
COUNTS = struct_of(round=d32, keys=listof(struct_of(counts=listof(u32), blinding=d32, changed=option(tuple_of(listof(u32), d32)))))
OPENINGS = struct_of(round=d32, cells=listof(struct_of(cell=u32, total=u64, blinding=d32)))
PUBLISHED = struct_of(files=listof(tuple_of(string, d32)), openings=d32, composition=d32, public=d32)
CONVENED = struct_of(spec_version=u16, nonce=d32, coordinator=d32, trustees=listof(tuple_of(string, d32, blob, d64)), threshold=u8,
                     keys=u32, params=string, commit_by=i64, reveal_by=i64, confirm_by=i64, not_leading=listof(u8))

# 1.2 Digests, 1.3 signatures.
def D(label, *parts):
    h = hashlib.sha256(b"intertally/v1/" + label.encode() + b"\0")
    for part in parts:
        h.update(struct.pack("<Q", len(part)) + part)
    return h.digest()
def signed(key, message, signature, what):
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, message)
    except (InvalidSignature, ValueError):
        raise Wrong(f"{what}: the signature does not hold") from None

# 6.6 The record.
def load(path):
    path = Path(path)
    if path.is_dir():
        return {str(f.relative_to(path)): f.read_bytes() for f in path.rglob("*") if f.is_file()}
    with tarfile.open(path) as tar:
        files = {}
        for entry in tar:
            need(entry.isfile() and entry.name not in files, f"{entry.name}: no file of a record, or twice")
            files[entry.name] = tar.extractfile(entry).read()
        return files

def check_1(files):
    listed = json.loads(files["record.json"])
    need(listed["spec_version"] == 1 and listed["edition"] == "restricted", "version 1, restricted edition")
    paths = [f["path"] for f in listed["files"]]
    need(paths == sorted(paths, key=str.encode), "paths ascend")
    need(set(paths) | {"record.json"} == set(files), "exactly the listed files are there")
    for f in listed["files"]:
        data = files[f["path"]]
        need(len(data) == f["bytes"] and hashlib.sha256(data).hexdigest() == f["sha256"], f"{f['path']} is as listed")
    return listed, f"{len(paths)} files, as listed"

# 6.5 The tree.
def merkle(leaves):
    if len(leaves) <= 1:
        return hashlib.sha256(b"\0" + leaves[0] if leaves else b"").digest()
    k = 1 << ((len(leaves) - 1).bit_length() - 1)
    return hashlib.sha256(b"\1" + merkle(leaves[:k]) + merkle(leaves[k:])).digest()

def read_log(files, listed):
    """Events with their payloads; the round's manifest and the ceremony's."""
    raws = [files[f"events/{h:08}"] for h in range(sum(p.startswith("events/") for p in files))]
    events = [decode(EVENT, data) for data in raws]
    payload = {}
    for e in events:
        data = files.get(f"payloads/{e['payload'].hex()}")
        if data is not None:
            need(D("payload", data) == e["payload"], f"event {e['height']}: payload and digest")
            payload[e["height"]] = data
    ours = ("round", bytes.fromhex(listed["round"]))
    opened = next(e for e in events if e["scope"] == ours and e["kind"][0] == "Opened")
    manifest = payload[opened["height"]]
    need(D("round", manifest) == ours[1], "the round's id is the digest of its manifest")
    manifest = decode(ROUND, manifest)
    convened = next(e for e in events if e["scope"] == ("ceremony", manifest["ceremony"]) and e["kind"][0] == "Convened")
    need(D("ceremony", payload[convened["height"]]) == manifest["ceremony"], "the ceremony's id is the digest of its manifest")
    return raws, events, payload, ours, manifest, decode(CONVENED, payload[convened["height"]])
def key_of(signer, manifest, convened, scope):
    role, index = signer
    if scope[0] == "ceremony":
        return convened["coordinator"] if role == "coordinator" else convened["trustees"][index][1]
    return {"coordinator": lambda: manifest["coordinator"][0], "aggregator": lambda: manifest["aggregator"],
            "member": lambda: manifest["members"][index][1], "trustee": lambda: manifest["trustees"][index]}[role]()

def check_4(files, listed, raws, events, ours, manifest, convened):
    parent, at, checked = bytes(32), -(1 << 63), 0
    for height, (data, e) in enumerate(zip(raws, events)):
        need(e["height"] == height and e["parent"] == parent and e["at"] >= at, f"event {height} follows the one before")
        parent, at = D("event", data), e["at"]
        if e["scope"] in (ours, ("ceremony", manifest["ceremony"])):
            # A claim lies between the first 48 bytes (parent, height, at) and the last 64 (signature).
            key = key_of(e["signer"], manifest, convened, e["scope"])
            signed(key, b"intertally/v1/sign/event\0" + data[48:-64], e["signature"], f"event {height}")
            checked += 1
    root = merkle(raws)
    (body, _, lines), origin = files["checkpoint"].decode().partition("\n\n"), listed["origin"]
    body += "\n"
    need(body == f"{origin}\n{len(raws)}\n{base64.b64encode(root).decode()}\n", "the checkpoint is of exactly these events")
    key_id, found = hashlib.sha256(origin.encode() + b"\n\x01" + manifest["aggregator"]).digest()[:4], False
    for line in lines.splitlines():
        need(line.startswith("\u2014 "), "a line of the note is a signature")
        name, value = line[2:].split(" ")
        value = base64.b64decode(value, validate=True)
        if name == origin and value[:4] == key_id:
            signed(manifest["aggregator"], body.encode(), value[4:], "checkpoint")
            found = True
        for who, witness in enumerate(manifest["trustees"]):
            if value[:4] == hashlib.sha256(name.encode() + b"\n\x04" + witness).digest()[:4]:
                message = f"cosignature/v1\ntime {struct.unpack('>Q', value[4:12])[0]}\n{body}".encode()
                signed(witness, message, value[12:], f"cosignature of trustee {who}")
    need(found, "the aggregator signed the checkpoint")
    return f"{len(raws)} events, {checked} signatures, root {root.hex()[:16]}"

def check_notes(notes, cells):
    order = [(-1 if cell is None else cell, attribute.encode(), text.encode()) for cell, attribute, text in notes]
    need(len(order) <= 1000 and all(a < b for a, b in zip(order, order[1:])), "notes ascend, 1,000 at most")
    steering = {0x2028, 0x2029, *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFEFF, 0xFFFE, 0xFFFF}
    for (cell, attribute, text), (_, name, said) in zip(notes, order):
        need(cell is None or cell < cells, "a note is about a cell of the round")
        need(re.fullmatch("[A-Z0-9_]{1,32}", attribute) and 1 <= len(said) <= 500, "length of a note")
        need(not any(ord(c) in steering or unicodedata.category(c) == "Cc" for c in text), "characters of a note")
        need(text == text.strip(), "a note without blanks around it")
def check_6(events, payload, ours, manifest):
    latest, sealed = {}, None
    for e in events:
        if e["scope"] != ours:
            continue
        data, kind = payload[e["height"]], e["kind"][0]
        if kind == "Submitted":
            header = decode(HEADER, data)
            need(sealed is None and e["signer"] == ("member", header["member"]), "a submission is its member's, before the seal")
            need(len(header["statuses"]) == len(manifest["cells"]), "one status per cell")
            check_notes(header["notes"], len(manifest["cells"]))
            latest[header["member"]] = (D("submission", data), header)
        elif kind == "Withdrawn":
            latest.pop(e["signer"][1])
        elif kind == "Sealed":
            sealed, when = decode(SEALED, data), e["at"]
    need(sealed is not None, "the round is sealed")
    need(sealed["members"] == [(m, latest[m][0]) for m in sorted(latest)], "the set is exactly the latest submissions")
    need(when > manifest["deadline"] + manifest["grace_ms"] or len(latest) == len(manifest["members"]), "not sealed too early")
    return sealed, {m: h for m, (_, h) in latest.items()}, f"{len(latest)} members"

# 4.2 Layout, 2.5 sums, 7.1 aggregates.
def used_slots(cells, revision):
    values = sum((1 if c["max"] < 1 << 16 else 2) + LIMBS for c in cells)
    slots = (2 if revision else 1) * (len(cells) + LIMBS) + values
    return [min(N, slots - first) for first in range(0, slots, N)]
def words(data):
    halves = struct.unpack(f"<{len(data) // 8}Q", data)
    return [low + (high << 64) for low, high in zip(halves[::2], halves[1::2])]
def check_7(files, manifest, sealed, headers):
    first, seen = 0, 0
    need(len(sealed["aggregates"]) == len(manifest["keys"]), "one aggregate per key")
    for key, aggregate in zip(manifest["keys"], sealed["aggregates"]):
        cells = manifest["cells"][first:first + key["cells"]]
        first += key["cells"]
        sums = [[0] * (N + slots) for slots in used_slots(cells, manifest["revision"])]
        for part in (p for header in headers.values() for p in header["parts"] if p["key"] == key["id"]):
            need(len(part["ciphertexts"]) == len(sums), "one entry per ciphertext of the layout")
            for at, digest in enumerate(part["ciphertexts"]):
                if digest is not None:
                    data = files[f"blobs/{digest.hex()}"]
                    need(D("ciphertext", data) == digest and len(data) == 16 * len(sums[at]), "a ciphertext is the one named")
                    sums[at] = [a + b for a, b in zip(sums[at], words(data))]
        raw = [b"".join((word % 2**128).to_bytes(16, "little") for word in total) for total in sums]
        parts = [D("aggregate/part", data[:16 * N], data[16 * N:]) for data in raw]
        need(D("aggregate", key["id"], *parts) == aggregate, "the sum is the one that was sealed")
        seen += sum(map(len, sums))
    return f"{len(headers)} members, {seen} words of 128 bits, to the bit"

# 7.9 The plan, without revisions and earlier records. A vector is a dict from column to fraction.
def reduce(vector, basis):
    vector = dict(vector)
    for pivot, row in basis:
        if pivot in vector:
            factor = vector[pivot] / row[pivot]
            for column, x in row.items():
                vector[column] = vector.get(column, Fraction(0)) - factor * x
                if not vector[column]:
                    del vector[column]
    return vector

def with_row(vector, basis):
    rest = reduce(vector, basis)
    return basis + [(min(rest), rest)] if rest else basis
def indicator(columns):
    return {column: Fraction(1) for column in columns}

def isolates(row, others, m, known, limit):
    """Whether some sum of rows that uses `row` touches 1 to m-1 members (none of them: nothing found)."""
    rows = others + [row]
    equations = {}
    for member in set().union(*(r["members"] for r in rows)):
        columns = {tuple(i for i, r in enumerate(rows) if member in r["members"] and leaf in r["leaves"])
                   for leaf in set().union(*(r["leaves"] for r in rows)) if (member, leaf) not in known}
        equations.setdefault(frozenset(columns - {()}), []).append(member)
    equations.pop(frozenset(), None)
    if all(len(members) >= m for members in equations.values()):
        return False
    classes = sorted(((sorted(ms), eqs) for eqs, ms in equations.items()), key=lambda c: (-len(c[0]), c[0][0]))
    last, steps = len(rows) - 1, 0

    def force(basis, columns):
        """Equations `sum y_i = 0` with y_last = 1: the constant has the greatest column. None if they cannot be met."""
        for column in columns:
            basis = with_row(indicator(column), basis)
        return None if any(pivot == last for pivot, _ in basis) else basis

    if force([], [column for _, columns in classes for column in columns]) is not None:
        return False

    def visit(at, budget, basis):
        nonlocal steps
        if at == len(classes):
            return True
        steps += 1
        need(steps <= limit, "the search is within its limit")
        members, columns = classes[at]
        forced = force(basis, columns)
        if forced is not None and len(forced) == len(basis):
            return visit(at + 1, budget, basis)
        if forced is not None and visit(at + 1, budget, forced):
            return True
        return len(members) <= budget and visit(at + 1, budget - len(members), basis)

    return visit(0, m - 1, [])
def plan(manifest, headers, counts):
    need(not manifest["revision"] and not manifest["earlier"], "no revisions and no earlier records here")
    areas = [area.encode() for area, _ in manifest["members"]]
    cells, rows, few, approved = manifest["cells"], [], [], []
    known = {(areas[m], leaf) for c in cells for m in c["public_members"] for leaf in c["leaves"]}
    for index, cell in enumerate(cells):
        reporters = {m for m, h in headers.items() if h["statuses"][index] < 4}
        public = len(reporters & set(cell["public_members"]))
        contributors, least = max(0, counts[index] - public), max(3, cell["min_contributors"])
        if contributors < least:
            few.append(index)
            continue
        row = {"leaves": set(cell["leaves"]), "members": {areas[m] for m in reporters}, "min": least, "contributors": contributors}
        near, leaves, grew = [], set(row["leaves"]), True
        while grew:
            grew = [r for r in rows if r not in near and r["leaves"] & leaves]
            near += grew
            leaves |= set().union(*(r["leaves"] for r in grew)) if grew else set()
        near = [r for r in rows if r in near]
        nested = any(o["leaves"] == row["leaves"] and (o["members"] <= row["members"] or row["members"] <= o["members"]) and any(
            1 <= abs(a - b) < max(row["min"], o["min"]) for a, b in
            ((len(o["members"]), len(row["members"])), (o["contributors"], row["contributors"]))) for o in near)
        m = max([least] + [o["min"] for o in near])
        if not nested and not isolates(row, near, m, known, manifest["work_limit"]):
            rows.append(row)
            approved.append(index)
    return suppress(manifest, approved, few)
def suppress(manifest, approved, few):
    cells = manifest["cells"]
    declared = []
    for parent, children in manifest["relations"]:
        declared = with_row({parent: Fraction(1), **{c: Fraction(-1) for c in children}}, declared)
    vectors = {0: [indicator([i]) for i in range(len(cells))], 1: [indicator(c["leaves"]) for c in cells]}
    knows = {0: declared, 1: []}
    guarded = {0: [i for i in range(len(cells)) if i not in approved], 1: list(few)}
    for system in guarded:
        guarded[system] = [i for i in guarded[system] if reduce(vectors[system][i], knows[system])]
    kept = []
    for index in approved:
        then = {s: with_row(vectors[s][index], knows[s]) for s in (0, 1)}
        if any(not reduce(vectors[s][g], then[s]) for s in (0, 1) for g in guarded[s]):
            for s in (0, 1):
                guarded[s] += [index] if reduce(vectors[s][index], knows[s]) else []
        else:
            knows, kept = then, kept + [index]
    return kept

def check_10(files, events, payload, ours, manifest, headers):
    adopted = next(decode(ADOPTED, payload[e["height"]]) for e in events if e["scope"] == ours and e["kind"][0] == "PlanAdopted")
    sheet = files["sheets/counts"]
    need(D("counts-sheet", sheet) == adopted["counts"], "the counts sheet is the one in PlanAdopted")
    counts = [n for key in decode(COUNTS, sheet)["keys"] for n in key["counts"]]
    need(plan(manifest, headers, counts) == adopted["approved"], "the plan recomputed is the adopted one")
    return adopted["approved"], f"{len(adopted['approved'])} of {len(manifest['cells'])} cells approved"

def check_12(files, events, payload, ours, approved):
    made = next(decode(PUBLISHED, payload[e["height"]]) for e in events if e["scope"] == ours and e["kind"][0] == "Published")
    for label, path, named in [("openings-sheet", "sheets/openings", "openings"), ("composition", "sheets/composition", "composition"),
                               ("public-sheet", "sheets/public", "public")]:
        need(D(label, files[path]) == made[named], f"{path} is the one in Published")
    need([c["cell"] for c in decode(OPENINGS, files["sheets/openings"])["cells"]] == approved, "opened are exactly the approved cells")
    for name, digest in made["files"]:
        need(D("file", files[f"published/{name}"]) == digest, f"published/{name} is the one in Published")
    return f"{len(made['files'])} files"

def outcomes(path):
    """What each check says, in the order in which they are made."""
    files = load(path)
    listed, said = check_1(files)
    yield said
    raws, events, payload, ours, manifest, convened = read_log(files, listed)
    yield check_4(files, listed, raws, events, ours, manifest, convened)
    sealed, headers, said = check_6(events, payload, ours, manifest)
    yield said
    yield check_7(files, manifest, sealed, headers)
    approved, said = check_10(files, events, payload, ours, manifest, headers)
    yield said
    yield check_12(files, events, payload, ours, approved) + " (digests and cells)"

def main(path):
    said = outcomes(path)
    for number in (1, 4, 6, 7, 10, 12):
        try:
            print(f"check {number} pass:", next(said))
        except (Wrong, LookupError, RuntimeError, ValueError, TypeError, OSError, struct.error) as why:
            print(f"check {number} FAIL: {why!r}")
            return 1
    print("not reached here: 2, 3, 5, 8, 9, 11, 14; of 13 see publication.py")
    return 0

if __name__ == "__main__":
    sys.exit(main(sys.argv[1]) if len(sys.argv) == 2 else print(__doc__) or 2)
