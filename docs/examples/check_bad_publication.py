#!/usr/bin/env python3
"""Changes a record in ways that publication.py must find, as a coordinator could who signs what it likes; it must find them all.

    python check_bad_publication.py RECORD         a record of the restricted edition that publication.py takes
"""
import contextlib, io, json, sys
from struct import pack

import publication
from verifier import OPENINGS, D, Wrong, decode, load, read_log

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
    a[-8:], b[-8:] = b[-8:], a[-8:]
    lines[shut], lines[shown] = ",".join(a), ",".join(b)
def raised(lines, shut, shown):
    fields = lines[shown].split(",")
    at = next(i for i, field in enumerate(fields[6:], 6) if field.isdigit() and len(fields[i + 1]) == 1)
    fields[at] = str(int(fields[at]) + 1)
    lines[shown] = ",".join(fields)
def sheet(name, change):
    """Another (cell, total) for one that the sheet holds: `change` is given two published pairs and a withheld one."""
    def apply(files):
        opened = [(c["cell"], c["total"]) for c in decode(OPENINGS, files["sheets/openings"])["cells"]]
        told = {c["cell"] for c in decode(publication.PUBLIC, files["sheets/public"])["cells"]}
        one = next(pair for pair in reversed(opened) if pair[0] in told)
        shut = next(pair for pair in opened if pair[0] not in told)
        data = files[f"sheets/{name}"].replace(pack("<IQ", *one), pack("<IQ", *change(one, shut)), 1)
        put(files, f"sheets/{name}", data, {"public": "public-sheet", "openings": "openings-sheet"}[name])
    return apply
def status(files):
    """A member says of its first cell that the series breaks there."""
    _, events, payload, _, _, _ = read_log(files, json.loads(files["record.json"]))
    event = next(e for e in events if e["kind"][0] == "Submitted")
    was = payload[event["height"]]
    now = was[:46] + pack("<I", publication.BREAK) + was[50:]
    name = f"payloads/{event['payload'].hex()}"
    files[name] = now
    spread(files, *renamed(files, name, was, now))
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
    "an opened total one higher": sheet("openings", lambda one, shut: (one[0], one[1] + 1)),
    "a withheld cell in the public sheet": sheet("public", lambda one, shut: shut),
    "a break that the files do not show": status,
    "an observation without its flag": xml("totals.xml", b' CONF_STATUS="F"', b""),
    "a status of the XML": xml("totals.xml", b'OBS_STATUS="Q"', b'OBS_STATUS="A"'),
    "another label of a code": xml("structure.xml", b"Fraud", b"fraud"),
    "no newline at the end": xml("structure.xml", b"</mes:Structure>\n", b"</mes:Structure>"),
    "a byte, unsigned": lambda files: files.update({"published/totals.xml": files["published/totals.xml"] + b" "}),
    "another structure file": lambda files: files.update({"structure": files["structure"].replace(b"ladder", b"# ladder")}),
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
    files["record.json"] = json.dumps(listed | {"edition": "public"}).encode()
    for name in ("counts", "openings", "composition"):
        del files[f"sheets/{name}"]

def main(path):
    wrong = 0
    for name, change in {"nothing": lambda files: None, "public edition": public, **BAD}.items():
        files = load(path)
        change(files)
        why = outcome(files)
        wrong += (why is None) == (name in BAD)
        print(f"{name}: {why or 'passes'}")
    return 1 if wrong else 0

if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
