#!/usr/bin/env python3
"""Changes a record in ways that publication.py must find, as a coordinator could who signs what it likes; it must find them all.

    python check_bad_publication.py RECORD         a record of the restricted edition that publication.py takes
"""
import contextlib, io, json, sys
from struct import pack

import publication
from record import OPENINGS, PUBLIC, D, Wrong, list_bytes, load

def spread(files, *changed):
    """Pairs of digests, old and new: all that names the old one names the new one, and so on."""
    changed = list(changed)
    while changed:
        old, new = changed.pop()
        for name in [n for n in files if n.startswith(("events/", "payloads/")) and old in files[n]]:
            was = files.pop(name)
            files[name] = now = was.replace(old, new)
            if name.startswith("payloads/"):
                changed += renamed(files, name, was, now)

def renamed(files, name, was, now):
    files[f"payloads/{D('payload', now).hex()}"] = files.pop(name)
    return [(D(label, was), D(label, now)) for label in ("payload", "submission")]

def put(files, path, data, label="file"):
    """Another file or sheet in the place of one that the log names."""
    old, files[path] = files[path], data
    spread(files, (D(label, old), D(label, data)))

def csv(change):
    def apply(files):
        put(files, "published/totals.csv", change(files["published/totals.csv"].decode()).encode())
    return apply
def rows(change):
    def apply(text):
        lines = text.split("\n")
        shut = next(i for i, line in enumerate(lines) if ",NaN," in line)
        shown = next(i for i in range(shut, len(lines)) if ",NaN," not in lines[i])
        change(lines, shut, shown)
        return "\n".join(lines)
    return csv(apply)
def swap(lines, shut, shown):
    """A withheld total for a published one: the same columns change places."""
    a, b = lines[shut].split(","), lines[shown].split(",")
    a[-10:], b[-10:] = b[-10:], a[-10:]
    lines[shut], lines[shown] = ",".join(a), ",".join(b)
def raised(lines, shut, shown):
    fields = lines[shown].split(",")
    at = lines[0].split(",").index("OBS_VALUE")
    fields[at] = str(int(fields[at]) + 1)
    lines[shown] = ",".join(fields)
def sheet(path, label, kind, change):
    """Another sheet in the place of one that Published names."""
    def apply(files):
        value = kind.dec(files[path])
        change(files, value)
        put(files, path, kind.enc(value), label)
    return apply
def opened(change):
    """Another (cell, total) in the openings sheet for the last that the public sheet tells of."""
    def apply(files, value):
        told = {c for c, _ in PUBLIC.dec(files["sheets/public"])["cells"]}
        at = max(i for i, (c, _) in enumerate(value["cells"]) if c in told)
        value["cells"][at] = change(*value["cells"][at])
    return sheet("sheets/openings", "openings-sheet", OPENINGS, apply)
def told(change):
    """Another band in the public sheet: cell, value, lowest, highest."""
    def apply(files, value):
        at = max(i for i, (_, (kind, _)) in enumerate(value["cells"]) if kind == "Band")
        cell, (_, numbers) = value["cells"][at]
        cell, *numbers = change(files, cell, *numbers)
        value["cells"][at] = (cell, ("Band", tuple(numbers)))
    return sheet("sheets/public", "public-sheet", PUBLIC, apply)
def untold(files, value):
    """One cell fewer in the public sheet."""
    value["cells"].pop()
def shut(files):
    """A cell of the round that was never opened."""
    r = publication.read_round(files)
    return next(i for i in reversed(range(len(r.m["cells"]))) if i not in r.adopted["approved"])
def interval(text):
    """The ends of an interval that no sheet tells: its highest total one higher, and its width."""
    head, *lines = text.split("\n")
    columns = head.split(",")
    low, width = columns.index("LOWEST"), columns.index("ROUNDING")
    at = max((i for i, line in enumerate(lines) if line and line.split(",")[width].isdigit()), key=lambda i: int(lines[i].split(",")[width]))
    fields = lines[at].split(",")
    fields[low + 1], fields[width] = str(int(fields[low + 1]) + 1000), str(int(fields[width]) + 1000)
    lines[at] = ",".join(fields)
    return "\n".join([head, *lines])
def status(files):
    """A member says of a cell that the series breaks there: the first that is shown with the status A."""
    rows = files["published/totals.csv"].decode().split("\n")[1:]
    at = 46 + 4 * next(i for i, row in enumerate(rows) if ",A,F," in row)
    r = publication.read_round(files)
    digest = r.sealed["members"][0][1]
    name = next(n for n in files if n.startswith("payloads/") and D("submission", files[n]) == digest)
    was = files[name]
    now = was[:at] + pack("<I", 2) + was[at + 4:]
    files[name] = now
    spread(files, *renamed(files, name, was, now))
def year_before(change):
    """Other totals of a round before, in all places that name them."""
    def apply(files):
        for path in [p for p in files if p.startswith("before/")]:
            data = change(files[path].decode()).encode()
            put(files, path, data)
            files[f"before/{D('file', data).hex()}"] = files.pop(path)
    return apply
def without_one(text):
    """Every reporter but the first of each line."""
    head, *lines = text.rstrip("\n").split("\n")
    at = head.split(",").index("REPORTERS")
    fields = [line.split(",") for line in lines]
    for line in fields:
        line[at] = " ".join(line[at].split()[1:])
    return "\n".join([head, *map(",".join, fields)]) + "\n"
def xml(name, old, new):
    def apply(files):
        data = files[f"published/{name}"]
        assert old in data
        put(files, f"published/{name}", data.replace(old, new, 1))
    return apply

BAD = {
    "a total one higher": rows(raised),
    "a withheld total for a published one": rows(swap),
    "a withheld cell with a value": csv(lambda text: text.replace(",NaN,Q,", ",7,Q,", 1)),
    "another status": csv(lambda text: text.replace(",A,F,", ",P,F,", 1)),
    "a line end of CR and LF": csv(lambda text: text.replace("\n", "\r\n", 1)),
    "another order of lines": csv(lambda text: "\n".join(text.split("\n")[:1] + text.split("\n")[:0:-1][1:]) + "\n"),
    "an interval that is wider": csv(interval),
    "a cell fewer in the public sheet": sheet("sheets/public", "public-sheet", PUBLIC, untold),
    "an opened total outside its band": opened(lambda cell, total: (cell, total + 1000)),
    "an opened cell for another": opened(lambda cell, total: (cell + 1, total)),
    "a shut cell in the public sheet": told(lambda files, cell, *band: (shut(files), *band)),
    "a band one lower": told(lambda files, cell, value, low, high: (cell, value - 1, low - 1, high - 1)),
    "a band turned round": told(lambda files, cell, value, low, high: (cell, value, high, low)),
    "a break that the files do not show": status,
    "an observation without its flag": xml("totals.xml", b' CONF_STATUS="F"', b""),
    "a status of the XML": xml("totals.xml", b'OBS_STATUS="Q"', b'OBS_STATUS="A"'),
    "another label of a code": xml("structure.xml", b"Fraud", b"fraud"),
    "no newline at the end": xml("structure.xml", b"</mes:Structure>\n", b"</mes:Structure>"),
    "a byte, unsigned": lambda files: files.update({"published/totals.xml": files["published/totals.xml"] + b" "}),
    "another structure file": lambda files: files.update({"structure": files["structure"] + b"\n# more"}),
}

# Of a record with rounds before alone.
BEFORE = {
    "other members in the year before": year_before(without_one),
    "another unit in the year before": year_before(lambda text: text.replace(",F,", ",F,x")),
    "no year before": lambda files: [files.pop(path) for path in list(files) if path.startswith("before/")],
    "a byte of the year before, unsigned": lambda files: files.update({p: d + b" " for p, d in files.items() if p.startswith("before/")}),
}

def outcome(files):
    with contextlib.redirect_stdout(io.StringIO()):
        try:
            publication.check_13(files)
        except (Wrong, publication.NoStructure, LookupError, ValueError) as why:
            return str(why) or repr(why)
    return None

def public(files):
    """The public edition of the same record."""
    listed = json.loads(files["record.json"])
    files["record.json"] = list_bytes(listed | {"edition": "public"})
    for name in ("counts", "openings", "composition"):
        del files[f"sheets/{name}"]

def main(path):
    wrong = 0
    bad = BAD | (BEFORE if any(name.startswith("before/") for name in load(path)) else {})
    for name, change in {"nothing": lambda files: None, "public edition": public, **bad}.items():
        files = load(path)
        change(files)
        why = outcome(files)
        wrong += (why is None) == (name in bad)
        print(f"{name}: {why or 'passes'}")
    return 1 if wrong else 0

if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
