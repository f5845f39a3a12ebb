#!/usr/bin/env python3
"""A second verifier, written from docs/spec.md: standard library, and `cryptography` for Ed25519.

    python verifier.py RECORD          a folder or a tar archive, restricted edition

Checks, by the numbers of section 8: 1 (files, canonical bytes), 4 (chain, claims' signatures, Merkle root, checkpoint), 6 (the set),
7 (the sum, to the bit), of 2 the earlier records, of 10 and 12 what they say of rounds whose cells share no figure: plan and composition.
It knows no curve, so 5, 9 and 11 are not reached; nor are the ceremony (3) and statements (8). Rounds whose plan takes more than counts
(sums, earlier records, claims, revisions) end at 10 as not reached. Exit code 0: all hold; 1: one does not.
"""
import base64, hashlib, json, re, struct, sys, tarfile, unicodedata
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
CELL = struct_of(key=string, max=u32, leaves=listof(u32), min_contributors=u16, count_only=boolean, rounding=u8, first=u32)
LEAF = tuple_of(string, u32, u32)
NUMBERS = listof(u32)
RULES = struct_of(
    systems=listof(tuple_of(string, listof(tuple_of(u32, NUMBERS)))), ladders=listof(tuple_of(listof(NUMBERS), NUMBERS, NUMBERS)),
    quiet=listof(tuple_of(NUMBERS, u32)), whole=listof(tuple_of(string, NUMBERS, NUMBERS)), within=listof(tuple_of(string, string)))
ROUND = struct_of(
    spec_version=u16, name=string, practice=boolean, structure=d32, periods=listof(string), leaves=listof(LEAF), cells=listof(CELL),
    rules=RULES, members=listof(tuple_of(string, d32)), coordinator=tuple_of(d32, blob),
    aggregator=d32, ceremony=d32, trustees=listof(d32), threshold=u8, keys=listof(struct_of(index=u32, id=d32, public_part=d32, cells=u32)),
    min_members=u16, opens=i64, deadline=i64, grace_ms=u64, revision=boolean, earlier=listof(tuple_of(d32, d32)))
HEADER = struct_of(round=d32, member=u16, revision=u32, statuses=listof(u32), public=NUMBERS, confidential=NUMBERS,
                   parts=listof(struct_of(key=d32, ciphertexts=listof(option(d32)), commitments=d32, proofs=d32)),
                   notes=listof(tuple_of(option(u32), string, string)))
SEALED = struct_of(members=listof(tuple_of(u16, d32)), aggregates=listof(d32))
ADOPTED = struct_of(approved=NUMBERS, counts=d32, composition=d32)
COUNTS = struct_of(round=d32, keys=listof(struct_of(counts=listof(u32), blinding=d32, changed=option(tuple_of(listof(u32), d32)))))
OPENINGS = struct_of(round=d32, cells=listof(struct_of(cell=u32, total=u64, blinding=d32)))
PUBLISHED = struct_of(files=listof(tuple_of(string, d32)), openings=d32, public=d32)
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

def check_claims(header, whole):
    reported = {cell for cell, status in enumerate(header["statuses"]) if status < 4}
    for claimed in (header["public"], header["confidential"]):
        need(claimed == sorted(set(claimed)) and set(claimed) <= reported, "claims are of cells reported, ascending")
    need(not set(header["public"]) & set(header["confidential"]), "no figure is public and confidential")
    for _, own, every in whole:
        need(not reported & set(own) or set(every) <= reported, "a table is returned whole or not at all")
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
            check_claims(header, manifest["rules"]["whole"])
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

# 6.3 step 5: which earlier rounds a round names.
def check_earlier(events, payload, ours, manifest):
    """Part of check 2."""
    def overlap(other):
        return any(a[0] == b[0] and a[1] < b[1] + b[2] and b[1] < a[1] + a[2] for a in other["leaves"] for b in manifest["leaves"])
    rounds, state, plan = {}, {}, {}
    for e in events:
        kind, scope = e["kind"][0], e["scope"]
        if scope == ours and kind == "Opened":
            break
        if kind == "Opened":
            rounds[scope] = decode(ROUND, payload[e["height"]])
        elif scope in rounds and kind in ("Sealed", "Held", "Cancelled", "PlanAdopted"):
            state[scope] = kind
            if kind == "PlanAdopted":
                plan[scope] = decode(ADOPTED, payload[e["height"]])["composition"]
    near = [] if manifest["practice"] else [s for s, other in rounds.items() if not other["practice"] and overlap(other)]
    need(not any(s not in plan and state.get(s) in (None, "Sealed") for s in near), "no round over the same figures is undecided")
    need(manifest["earlier"] == [(s[1], plan[s]) for s in near if s in plan], "the earlier records are those of the log")
    return f"{len(manifest['earlier'])} earlier records, as the log gives them (the rest of check 2 is not reached)"

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

# 7.9 The plan where nothing can follow from anything else: no two cells share a leaf, in any system, no earlier records, no revision,
# no claims, no areas within others, no ladders, nothing quiet. Then a cell opens exactly if enough members contribute. Other
# plans are not made here: None.
def plan(manifest, headers, counts):
    rules = manifest["rules"]
    shared = [leaf for cell in manifest["cells"] for leaf in cell["leaves"]]
    joined = len(shared) != len(set(shared)) or any(rules[name] for name in ("systems", "ladders", "quiet", "within"))
    claims = any(header["public"] or header["confidential"] for header in headers.values())
    if joined or manifest["revision"] or manifest["earlier"] or claims:
        return None
    return [at for at, cell in enumerate(manifest["cells"])
            if not cell["count_only"] and counts[at] >= max(3, cell["min_contributors"])]

# 7.8 The composition, byte for byte.
def composition(identity, manifest, headers, sheet, counts, approved):
    def texts(*all_texts):
        return b"".join(struct.pack("<Q", len(text.encode())) + text.encode() for text in all_texts)
    def leaf(at):
        figure, start, months = manifest["leaves"][at]
        return texts(figure) + struct.pack("<II", start, months)
    data = identity + D("composition-salt", sheet) + struct.pack("<Q", len(manifest["cells"]))
    for index, cell in enumerate(manifest["cells"]):
        areas = [manifest["members"][m][0] for m in sorted(headers) if headers[m]["statuses"][index] < 4]
        data += texts(cell["key"]) + struct.pack("<Q", len(cell["leaves"])) + b"".join(map(leaf, cell["leaves"]))
        data += struct.pack("<Q", 0) + struct.pack("<Q", len(areas)) + texts(*areas)
        data += struct.pack("<HBIBB", cell["min_contributors"], 1, counts[index], 0, index in approved)
    return data

def check_10(files, events, payload, ours, manifest, headers):
    adopted = next(decode(ADOPTED, payload[e["height"]]) for e in events if e["scope"] == ours and e["kind"][0] == "PlanAdopted")
    sheet = files["sheets/counts"]
    need(D("counts-sheet", sheet) == adopted["counts"], "the counts sheet is the one in PlanAdopted")
    counts = [n for key in decode(COUNTS, sheet)["keys"] for n in key["counts"]]
    approved, made = adopted["approved"], plan(manifest, headers, counts)
    enough = lambda at: counts[at] >= max(3, manifest["cells"][at]["min_contributors"])
    need(all(enough(at) and not manifest["cells"][at]["count_only"] for at in approved), "every approved cell has enough contributors")
    if made is None:
        return approved, f"not reached: {len(approved)} cells have enough contributors; whether others follow from them is not looked at here"
    need(made == approved, "the plan recomputed is the adopted one")
    own = composition(ours[1], manifest, headers, sheet, counts, adopted["approved"])
    need(D("composition", own) == adopted["composition"] and own == files["sheets/composition"],
         "the composition is what plan, counts and sealed set give")
    return adopted["approved"], f"{len(adopted['approved'])} of {len(manifest['cells'])} cells approved"

def check_12(files, events, payload, ours, approved):
    made = next(decode(PUBLISHED, payload[e["height"]]) for e in events if e["scope"] == ours and e["kind"][0] == "Published")
    for label, path, named in [("openings-sheet", "sheets/openings", "openings"), ("public-sheet", "sheets/public", "public")]:
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
    yield check_earlier(events, payload, ours, manifest)
    sealed, headers, said = check_6(events, payload, ours, manifest)
    yield said
    yield check_7(files, manifest, sealed, headers)
    approved, said = check_10(files, events, payload, ours, manifest, headers)
    yield said
    yield check_12(files, events, payload, ours, approved) + " (digests and cells)"

def main(path):
    said = outcomes(path)
    for number in (1, 4, 2, 6, 7, 10, 12):
        try:
            text = next(said)
            print(f"check {number} {text}" if text.startswith("not reached") else f"check {number} pass: {text}")
        except (Wrong, LookupError, RuntimeError, ValueError, TypeError, OSError, struct.error) as why:
            print(f"check {number} FAIL: {why!r}")
            return 1
    print("not reached here: 3, 5, 8, 9, 11, 14; of 13 see publication.py")
    return 0

if __name__ == "__main__":
    sys.exit(main(sys.argv[1]) if len(sys.argv) == 2 else print(__doc__) or 2)
