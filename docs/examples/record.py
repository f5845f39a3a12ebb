"""Bytes, digests, signatures, objects and files of a record: sections 1, 3, 5 to 7 of docs/spec.md. Standard library, and
`cryptography` for Ed25519."""
import hashlib, struct, tarfile
from pathlib import Path
from families import PROVED

class Wrong(Exception):
    """A check that fails, with what it found."""

class Missing(Exception):
    """What a check needs is not there: not reached."""

def need(holds, what):
    if not holds:
        raise Wrong(what)

# 1.1 Canonical bytes. A type reads a value from a reader, and writes it.
class Type:
    def __init__(self, read, write):
        self.read, self.enc = read, write

    def dec(self, data):
        r = Reader(data)
        value = self.read(r)
        need(r.at == len(data), "trailing bytes")
        return value

class Reader:
    def __init__(self, data):
        self.data, self.at = data, 0

    def take(self, n):
        need(self.at + n <= len(self.data), "bytes end too early")
        self.at += n
        return self.data[self.at - n:self.at]

def number(size, signed=False):
    return Type(lambda r: int.from_bytes(r.take(size), "little", signed=signed), lambda x: x.to_bytes(size, "little", signed=signed))
u8, u16, u32, u64, u128, i16, i64 = *(number(n) for n in (1, 2, 4, 8, 16)), number(2, True), number(8, True)

def raw(size):
    return Type(lambda r: r.take(size), bytes)
d32, d64 = raw(32), raw(64)

def read_bool(r):
    b = r.take(1)[0]
    need(b < 2, "a bool is 0 or 1")
    return b == 1
boolean = Type(read_bool, lambda x: bytes([x]))

def count(r):
    n = u64.read(r)
    need(n <= len(r.data) - r.at, "a count that the input cannot hold")
    return n

def listof(t):
    return Type(lambda r: [t.read(r) for _ in range(count(r))], lambda xs: u64.enc(len(xs)) + b"".join(map(t.enc, xs)))
blob = Type(lambda r: r.take(count(r)), lambda b: u64.enc(len(b)) + b)

def read_string(r):
    try:
        return blob.read(r).decode("utf-8")
    except UnicodeDecodeError:
        raise Wrong("a string that is not UTF-8") from None
string = Type(read_string, lambda s: blob.enc(s.encode()))

def option(t):
    return Type(lambda r: t.read(r) if read_bool(r) else None, lambda x: b"\0" if x is None else b"\1" + t.enc(x))

def fields(**ts):
    return Type(lambda r: {name: t.read(r) for name, t in ts.items()}, lambda x: b"".join(t.enc(x[name]) for name, t in ts.items()))

def tuple_of(*ts):
    return Type(lambda r: tuple(t.read(r) for t in ts), lambda xs: b"".join(t.enc(x) for t, x in zip(ts, xs, strict=True)))
nothing = Type(lambda r: None, lambda x: b"")

def enum(*variants):
    names = [name for name, _ in variants]
    def read(r):
        n = u32.read(r)
        need(n < len(variants), "an unknown variant")
        return names[n], variants[n][1].read(r)
    return Type(read, lambda x: u32.enc(names.index(x[0])) + variants[names.index(x[0])][1].enc(x[1]))

# The objects.
NUMBERS = listof(u32)
PARTY = enum(("coordinator", nothing), ("aggregator", nothing), ("member", u16), ("trustee", u8))
SCOPE = enum(("ceremony", d32), ("round", d32))
KINDS = ("Convened Committed Revealed Confirmed Complained SealingKeyDestroyed Opened Submitted Withdrawn Extended Sealed Stated "
         "SharesGiven PlanAdopted Held Cancelled Published Erratum KeysDestroyed PayloadDeleted Rehearsed").split()
CLAIM = fields(scope=SCOPE, kind=enum(*((name, nothing) for name in KINDS)), payload=d32, signer=PARTY, tool=string)
EVENT = fields(parent=d32, height=u64, at=i64, claim=CLAIM, signature=d64)
LEAF = tuple_of(string, u32, u32)
EARLIER = tuple_of(d32, d32, option(d32))
CELL = fields(key=string, max=u32, leaves=NUMBERS, min_contributors=u16, count_only=boolean, rounding=u8, first=u32)
RULES = fields(
    systems=listof(listof(tuple_of(u32, NUMBERS))), ladders=listof(tuple_of(listof(NUMBERS), NUMBERS, NUMBERS)),
    quiet=listof(tuple_of(NUMBERS, NUMBERS, NUMBERS, u32)), whole=listof(tuple_of(string, NUMBERS, NUMBERS)), within=listof(tuple_of(string, string)),
    parents=listof(tuple_of(u32, string, string)),
    evaluations=listof(tuple_of(u32, u32, u32, u32, u8, listof(tuple_of(enum(*((t, nothing) for t in PROVED)), u32)))))
ROUND = fields(
    spec_version=u16, name=string, practice=boolean, structure=d32, periods=listof(string), leaves=listof(LEAF), cells=listof(CELL),
    rules=RULES, members=listof(tuple_of(string, d32)), coordinator=tuple_of(d32, blob), aggregator=d32, ceremony=d32,
    trustees=listof(d32), threshold=u8, keys=listof(fields(index=u32, id=d32, public_part=d32, cells=u32)), min_members=u16,
    opens=i64, deadline=i64, grace_ms=u64, revision=boolean, earlier=listof(EARLIER))
CEREMONY = fields(spec_version=u16, nonce=d32, coordinator=d32, trustees=listof(tuple_of(string, d32, blob, d64)), threshold=u8,
                  keys=u32, params=string, commit_by=i64, reveal_by=i64, confirm_by=i64, not_leading=listof(u8))
TERMS = tuple_of(u16, d32, d32, listof(tuple_of(string, d32)), u8, u32, string, i64, i64, i64, listof(u8))
SUB_KEY = tuple_of(u32, u8)
PART = fields(sub_key=SUB_KEY, words=listof(u128), rows=listof(d32), proof=blob, sealed=listof(tuple_of(u8, d32)))
MESSAGE = enum(
    ("Commitments", tuple_of(d32, listof(tuple_of(SUB_KEY, d32)))), ("Replacement", tuple_of(d32, u8)),
    ("Reveals", tuple_of(d32, u32, listof(PART))), ("Confirmation", tuple_of(d32, d32)),
    ("Complaint", tuple_of(d32, SUB_KEY, blob)), ("Answer", tuple_of(d32, SUB_KEY, d32, d64)))
STATUSES = "Normal Provisional Break Includes NotApplicable NotCollected Missing ElsewhereCounted".split()
PART_HEADER = fields(key=d32, ciphertexts=listof(option(d32)), proofs=d32)
HEADER = fields(round=d32, member=u16, revision=u32, statuses=listof(enum(*((s, nothing) for s in STATUSES))),
                public=listof(tuple_of(u32, u32)), confidential=NUMBERS, parts=listof(PART_HEADER), notes=listof(tuple_of(option(u32), string, string)))
PROOFS = listof(option(blob))
SEALED = fields(members=listof(tuple_of(u16, d32)), aggregates=listof(d32), contributors=NUMBERS, changes=NUMBERS)
STATEMENT = fields(key=d32, round=d32, sealed=d32, aggregate=d32, policy=d32, earlier=d32)
QUESTION = fields(key=d32, round=d32, aggregate=d32, step=enum(("A", nothing), ("B", nothing)), positions=d32)
SHARES = fields(question=QUESTION, proofs=d32, sealed=d32, reply=option(blob))
SHARE_PROOFS = listof(tuple_of(u16, listof(blob)))
ADOPTED = fields(approved=NUMBERS, counts=d32, composition=d32)
PUBLISHED = fields(files=listof(tuple_of(string, d32)), openings=d32, public=d32)
STEP = fields(holders=listof(u8), parts=listof(fields(sums=listof(tuple_of(u128, i16)), blindings=listof(d32))))
COUNTS = fields(round=d32, keys=listof(fields(counts=listof(option(u32)), changed=option(listof(option(u32))), opening=option(STEP))), salt=d32)
OPENINGS = fields(round=d32, cells=listof(tuple_of(u32, u64)), keys=listof(option(STEP)))
COMPOSITION = fields(round=d32, salt=d32, cells=listof(fields(
    key=string, leaves=listof(LEAF), members=listof(string),
    public=listof(tuple_of(string, u32)), confidential=listof(string), minimum=u16, first=u32, count=option(u32), changed=option(u32), opened=boolean)))
TOTAL = enum(("Exact", u64), ("Band", tuple_of(u64, u64, u64)), ("NearlyAll", tuple_of(u64, u64)))
HOLDERS = listof(option(tuple_of(listof(u8), listof(u8))))
TOLD = listof(tuple_of(u32, TOTAL))
PUBLIC = fields(round=d32, cells=TOLD, keys=listof(option(fields(counts=listof(u8), values=listof(u8), proofs=listof(blob)))))
PAYLOADS = {"Opened": ROUND, "Submitted": HEADER, "Withdrawn": u32, "Extended": i64, "Sealed": SEALED, "Stated": STATEMENT,
            "SharesGiven": SHARES, "PlanAdopted": ADOPTED, "Held": string, "Cancelled": string, "Erratum": string,
            "Published": PUBLISHED, "KeysDestroyed": listof(d32), "PayloadDeleted": d32,
            "Rehearsed": listof(tuple_of(SUB_KEY, d32))}

# 1.2 Digests, 1.3 signatures.
def parts_of(label, parts):
    return b"intertally/v1/" + label.encode() + b"\0" + b"".join(struct.pack("<Q", len(part)) + part for part in parts)

def D(label, *parts):
    return hashlib.sha256(parts_of(label, parts)).digest()

P25519 = 2**255 - 19
LOW = {0, 1, P25519 - 1} | {y for x in ("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
                                        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a")
                            for y in (int.from_bytes(bytes.fromhex(x), "little"),)}

def signature_holds(key, message, signature):
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    if any(int.from_bytes(one, "little") % 2**255 % P25519 in LOW for one in (key, signature[:32])):
        return False
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, message)
        return True
    except (InvalidSignature, ValueError):
        return False

# 6.6 The record.
def load(path):
    path = Path(path)
    if path.is_dir():
        return {str(f.relative_to(path)): f.read_bytes() for f in path.rglob("*") if f.is_file()}
    files = {}
    with tarfile.open(path) as tar:
        for entry in tar:
            need(entry.isfile() and entry.name not in files, f"{entry.name}: no file of a record, or twice")
            files[entry.name] = tar.extractfile(entry).read()
    return files

def json_string(text):
    short = {'"': '\\"', "\\": "\\\\", "\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r"}
    return '"' + "".join(short.get(c) or (f"\\u{ord(c):04x}" if ord(c) < 32 else c) for c in text) + '"'

def list_bytes(listed):
    """record.json in its one spelling."""
    lines = ["{", f'  "spec_version": {listed["spec_version"]},', f'  "edition": {json_string(listed["edition"])},',
             f'  "origin": {json_string(listed["origin"])},', f'  "round": {json_string(listed["round"])},']
    if listed["files"]:
        lines.append('  "files": [')
        for i, f in enumerate(listed["files"]):
            lines += ["    {", f'      "path": {json_string(f["path"])},', f'      "bytes": {f["bytes"]},',
                      f'      "sha256": {json_string(f["sha256"])}', "    }" + ("," if i + 1 < len(listed["files"]) else "")]
        lines.append("  ]")
    else:
        lines.append('  "files": []')
    return ("\n".join(lines) + "\n}\n").encode()

def merkle(leaves):
    """RFC 6962, 2.1."""
    if len(leaves) <= 1:
        return hashlib.sha256(b"\0" + leaves[0] if leaves else b"").digest()
    k = 1 << ((len(leaves) - 1).bit_length() - 1)
    return hashlib.sha256(b"\1" + merkle(leaves[:k]) + merkle(leaves[k:])).digest()
