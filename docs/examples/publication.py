#!/usr/bin/env python3
"""Publications made again from the record, written from section 9 of docs/spec.md: standard library alone (Python 3.11).

    python publication.py RECORD       a folder or a tar archive of either edition

Reads log, structure file and sheets, makes again what is shown (9.3, shown.py) and compares totals.csv, structure.xml and totals.xml byte
for byte (9.5 to 9.8). In the restricted edition what is shown is made from the openings sheet, and the public sheet must tell exactly
that; in the public edition it is made from the public sheet. Not looked at: blobs, signatures, chain, proofs, plan (verifier.py), faults
of the structure file but those that it meets, totals.xlsx and report.html.
Exit code 0: what was compared is equal, or there was nothing to compare, which it says; 1: something differs.
"""
import json, sys
from datetime import datetime, timedelta
from types import SimpleNamespace

from before import rounds_before, told_before, typed
from record import (ADOPTED, EVENT, HEADER, OPENINGS, PUBLIC, PUBLISHED, ROUND, SEALED, D, Wrong, load, need)
from rules import reported
from structure_file import NoStructure, structure_of
from view import remembered, what_is_shown

NAMES = ["report.html", "structure.xml", "totals.csv", "totals.xlsx", "totals.xml"]
BYTES = ["totals.csv", "structure.xml", "totals.xml"]

def read_round(files):
    """What section 9 needs of a log: no signature, chain or rule is looked at (verifier.py)."""
    listed = json.loads(files["record.json"])
    r = SimpleNamespace(id=bytes.fromhex(listed["round"]), edition=listed["edition"], m=None, sealed=None, adopted=None, published=None)
    submitted, others = {}, {}
    for h in range(sum(path.startswith("events/") for path in files)):
        claim = EVENT.dec(files[f"events/{h:08}"])["claim"]
        data, kind = files.get(f"payloads/{claim['payload'].hex()}"), claim["kind"][0]
        if claim["scope"][0] != "round" or data is None:
            continue
        need(D("payload", data) == claim["payload"], f"event {h}: payload and digest")
        other = claim["scope"][1]
        if other != r.id:
            if kind == "Opened":
                others.setdefault(other, [other, ROUND.dec(data), None, []])
            elif kind == "Published" and other in others and others[other][2] is None:
                others[other][2:] = [h, PUBLISHED.dec(data)["files"]]
        elif kind == "Opened" and r.m is None:
            need(D("round", data) == r.id, "the round's id is the digest of its manifest")
            r.m = ROUND.dec(data)
        elif kind == "Submitted":
            submitted[D("submission", data)] = HEADER.dec(data)
        elif kind == "Sealed":
            r.sealed = SEALED.dec(data)
        elif kind == "PlanAdopted":
            r.adopted, planned_at = ADOPTED.dec(data), h
        elif kind == "Published":
            r.published = PUBLISHED.dec(data)
    need(r.m and r.sealed and r.adopted and r.published, "the round is published")
    r.latest = {i: (digest, submitted[digest]) for i, digest in r.sealed["members"]}
    r.before = rounds_before(r.id, r.m, planned_at, others.values())
    return r

def as_named(files, path, label, digest):
    data = files.get(path, b"")
    need(D(label, data) == digest, f"{path} is the one that the log names")
    return data

# 9.5 Observations.
PRACTICE = "Practice round: made-up figures, not for use"
PLAIN = {"COMMENT_OBS", "COMMENT_TS", "COMMENT_DSET", "OBS_COMMENT", "COMMENT", "NOTE"}
FLAGS = ["OBS_STATUS", "CONF_STATUS", "UNIT_MEASURE", "LOWEST", "HIGHEST", "ROUNDING", "REPORTING", "REPORTERS"]

def keys_of(structure, manifest):
    """The codes of every cell by dimension, all of them known."""
    names, keys = [d["id"] for d in structure["dimensions"] if d["id"] != structure["area"]], []
    lists = {one["id"]: {code["id"] for code in one["codes"]} for one in structure["codelists"]}
    for cell in manifest["cells"]:
        need(len(cell["key"].split(".")) == len(names), f"{cell['key']}: a code for each dimension")
        key = {structure["area"]: structure["total_area"], **dict(zip(names, cell["key"].split(".")))}
        for d in structure["dimensions"]:
            need("~" in cell["key"] or d["id"] == structure["time"] or key[d["id"]] in lists[d["codelist"]], f"{cell['key']}: codes of the structure")
        keys.append(key)
    return keys

def observations(structure, manifest, headers, keys, reporters, values, told):
    """One list of (column, text) per cell; a withheld value is none. `told`: what rounds before say of cells."""
    time, units = structure["time"], {m["code"]: m["unit"] for m in reversed(structure["measures"])}
    series, said, made = {}, {}, []
    asked, areas = typed(manifest), [area for area, _ in manifest["members"]]
    for i in asked:
        key = keys[i]
        series.setdefault(tuple(v for d, v in key.items() if d != time), []).append(i)
    before = {}
    for group in series.values():
        group.sort(key=lambda i: keys[i][time].encode())
        before |= dict(zip(group[1:], group))
    for member in sorted(headers):
        for cell, attribute, text in headers[member]["notes"]:
            who = manifest["members"][member][0] + ("" if attribute in PLAIN else f" ({attribute})")
            said.setdefault(cell, []).append(f"{who}: {text}")
    for i in asked:
        key = keys[i]
        sent, unit = {h["statuses"][i][0] for h in headers.values()}, units[key[structure["measure"]]]
        who = {areas[member] for member in reporters[i]}
        then = (unit, {areas[member] for member in reporters[before[i]]}) if i in before else told.get(i, (unit, who))
        if i not in values:
            flag = "Q"
        elif sent & {"Includes", "ElsewhereCounted"}:
            flag = "D"
        elif "Break" in sent or then != (unit, who):
            flag = "B"
        else:
            flag = "P" if "Provisional" in sent or structure["publication"]["provisional"] else "A"
        value, low, high = values.get(i, (None, 0, -1))
        ends = [str(low), str(high)] if i in values else ["NaN", "NaN"]
        flags = [flag, "C" if flag == "Q" else "F", unit, *ends, str(high - low + 1), str(len(reporters[i])),
                 " ".join(sorted(who, key=str.encode))]
        made.append((key, str(value) if i in values else None, flags, " | ".join([PRACTICE] * manifest["practice"] + said.get(i, []))))
    place = {i: at for at, i in enumerate(asked)}
    return made, [[place[i] for i in group] for group in series.values()]

# 9.6 totals.csv.
def totals_csv(structure, made):
    def field(text):
        return '"' + text.replace('"', '""') + '"' if any(c in text for c in ',"\r\n') else text
    dimensions = [d["id"] for d in structure["dimensions"]]
    flow = f"{structure['agency']}:{structure['total_flow']}({structure['version']})"
    lines = [["STRUCTURE", "STRUCTURE_ID", "ACTION", *dimensions, "OBS_VALUE", *FLAGS, "COMMENT_OBS"]]
    for key, value, flags, comment in made:
        lines.append(["dataflow", flow, "I", *(key[d] for d in dimensions), value or "NaN", *flags, comment])
    return "".join(",".join(map(field, line)) + "\n" for line in lines)

# 9.7, 9.8 XML. A node is (name, attributes, content): none, a text, or nodes.
LANG, VERSION_2_1 = [("xml:lang", "en")], "http://www.sdmx.org/resources/sdmxml/schemas/v2_1/"
MES, STR, COM = (("xmlns:" + short, VERSION_2_1 + long) for short, long in
                 [("mes", "message"), ("str", "structure"), ("com", "common")])
STATUSES = [("A", "Normal value"), ("B", "Break in the series"), ("D", "Definition differs among members"),
            ("P", "Provisional value"), ("Q", "Withheld for confidentiality")]
CONFIDENTIAL = [("C", "Confidential"), ("F", "Free for publication")]
CONCEPTS = [("OBS_VALUE", "Total of the reporting members"), ("OBS_STATUS", "Observation status"),
            ("CONF_STATUS", "Confidentiality status"), ("UNIT_MEASURE", "Counting unit"),
            ("LOWEST", "Least total that the value stands for"), ("HIGHEST", "Greatest total that the value stands for"),
            ("ROUNDING", "How many totals the value stands for; 1: it is exact, 0: it is withheld"), ("REPORTING", "How many members reported a figure"),
            ("REPORTERS", "Areas of the members that reported a figure"),
            ("COMMENT_OBS", "Notes of members on the observation")]

def escaped(text, also=""):
    for c in "&<>'\"\r" + also:
        names = {"&": "amp", "<": "lt", ">": "gt", "'": "apos", '"': "quot"}
        text = text.replace(c, f"&{names.get(c, '#' + str(ord(c)))};")
    return text

def lines(node, depth=0):
    name, attributes, content = node
    head = " " * depth + "<" + name + "".join(f' {k}="{escaped(v, chr(10) + chr(9))}"' for k, v in attributes)
    if content is None:
        return [head + "/>"]
    if isinstance(content, str):
        return [f"{head}>{escaped(content)}</{name}>"]
    return [head + ">", *(line for one in content for line in lines(one, depth + 1)), " " * depth + f"</{name}>"]

def document(node):
    return "\n".join(['<?xml version="1.0" encoding="UTF-8"?>', *lines(node)]) + "\n"

def named(text):
    return ("com:Name", LANG, text)

def header(manifest, ident, agency, *more):
    prepared = (datetime(1970, 1, 1) + timedelta(seconds=manifest["deadline"] // 1000)).isoformat() + "Z"
    return ("mes:Header", [], [("mes:ID", [], ident), ("mes:Test", [], "true" if manifest["practice"] else "false"),
                               ("mes:Prepared", [], prepared), ("mes:Sender", [("id", agency)], None), *more])

def structure_xml(s, manifest, headers, keys):
    agency, version, scheme = s["agency"], s["version"], "CS_" + s["id"]

    def maintained(name, ident, more, inside):
        return (name, [("id", ident), ("agencyID", agency), ("version", version), *more], inside)

    def ref(ident, package, kind):
        return ("Ref", [("id", ident), ("version", version), ("agencyID", agency), ("package", package), ("class", kind)], None)

    def flow(ident, what, notes):
        notes = [("com:Annotation", [("id", f"NOTE_{n}")], [
            ("com:AnnotationTitle", [], area), ("com:AnnotationType", [], attribute), ("com:AnnotationText", LANG, text)])
            for n, (area, attribute, text) in enumerate(notes, 1)]
        return maintained("str:Dataflow", ident, [], [
            *([("com:Annotations", [], notes)] if notes else []), named(f"{s['name']}: {what}"),
            ("str:Structure", [], [ref(s["id"], "datastructure", "DataStructure")])])

    def codelist(ident, name, codes):
        return maintained("str:Codelist", ident, [], [named(name), *(("str:Code", [("id", code)], [
            named(label), *([("str:Parent", [], [("Ref", [("id", parent)], None)])] if parent else [])])
            for code, label, parent in codes)])

    def component(name, attributes, ident, kind, *more):
        """kind: a type of text, or a list of one codelist."""
        concept = ("Ref", [("id", ident), ("maintainableParentID", scheme), ("maintainableParentVersion", version),
                           ("agencyID", agency), ("package", "conceptscheme"), ("class", "Concept")], None)
        values = (("str:TextFormat", [("textType", kind)], None) if isinstance(kind, str) else
                  ("str:Enumeration", [], [ref(kind[0], "codelist", "Codelist")]))
        return (name, [("id", ident), *attributes], [
            ("str:ConceptIdentity", [], [concept]), ("str:LocalRepresentation", [], [values]), *more])

    def attribute(ident):
        kind = {"OBS_STATUS": ["CL_OBS_STATUS"], "CONF_STATUS": ["CL_CONF_STATUS"], "UNIT_MEASURE": "String",
                "COMMENT_OBS": "String", "REPORTERS": "String", "LOWEST": "Double", "HIGHEST": "Double"}.get(ident, "Integer")
        status = "Conditional" if ident in ("LOWEST", "HIGHEST", "REPORTERS", "COMMENT_OBS") else "Mandatory"
        return component("str:Attribute", [("assignmentStatus", status)], ident, kind, ("str:AttributeRelationship", [], [
            ("str:PrimaryMeasure", [], [("Ref", [("id", "OBS_VALUE")], None)])]))

    time = s["time"]
    ordered = [d for d in s["dimensions"] if d["id"] != time] + [d for d in s["dimensions"] if d["id"] == time]
    dimensions = [component("str:TimeDimension" if d["id"] == time else "str:Dimension", [("position", str(at))], d["id"],
                            "ObservationalTimePeriod" if d["id"] == time else [d["codelist"]]) for at, d in enumerate(ordered, 1)]
    concepts = [(d["id"], d["name"]) for d in s["dimensions"]] + CONCEPTS
    codelists = [(one["id"], one["name"], [(c["id"], c["name"], c.get("parent")) for c in one["codes"]]) for one in s["codelists"]]
    for ident, name, codes in [("CL_OBS_STATUS", 1, STATUSES), ("CL_CONF_STATUS", 2, CONFIDENTIAL)]:
        codelists.append((ident, CONCEPTS[name][1], [(*code, None) for code in codes]))
    returns = [(manifest["members"][m][0], attribute, text) for m in sorted(headers)
               for cell, attribute, text in headers[m]["notes"] if cell is None]
    parts = [d["id"] for d in s["dimensions"] if d["id"] not in (s["area"], time)]
    series = dict.fromkeys(tuple((d, key[d]) for d in parts) for key in keys)
    return document(("mes:Structure", [MES, STR, COM], [header(manifest, s["id"] + "_STRUCTURE", agency), ("mes:Structures", [], [
        ("str:Dataflows", [], [flow(s["national_flow"], "national returns", []), flow(s["total_flow"], "published totals", returns)]),
        ("str:Codelists", [], [codelist(*one) for one in codelists]),
        ("str:Concepts", [], [maintained("str:ConceptScheme", scheme, [], [
            named(s["name"]), *(("str:Concept", [("id", ident)], [named(name)]) for ident, name in concepts)])]),
        ("str:DataStructures", [], [maintained("str:DataStructure", s["id"], [], [
            named(s["name"]), ("str:DataStructureComponents", [], [
                ("str:DimensionList", [("id", "DimensionDescriptor")], dimensions),
                ("str:AttributeList", [("id", "AttributeDescriptor")], [attribute(one) for one in FLAGS + ["COMMENT_OBS"]]),
                ("str:MeasureList", [("id", "MeasureDescriptor")], [component("str:PrimaryMeasure", [], "OBS_VALUE", "Double")])])])]),
        ("str:Constraints", [], [maintained("str:ContentConstraint", "CR_" + s["id"], [("type", "Allowed")], [
            named("Cells that a return may hold"),
            ("str:ConstraintAttachment", [], [("str:Dataflow", [], [ref(s["national_flow"], "datastructure", "Dataflow")])]),
            ("str:DataKeySet", [("isIncluded", "true")], [("str:Key", [], [
                ("com:KeyValue", [("id", d)], [("com:Value", [], code)]) for d, code in one]) for one in series])])])])]))

def totals_xml(s, manifest, made, series):
    agency, flow, time = s["agency"], s["total_flow"], s["time"]
    space = f"urn:sdmx:org.sdmx.infomodel.datastructure.Dataflow={agency}:{flow}({s['version']}):ObsLevelDim:{time}"
    spaces = [MES, COM, ("xmlns:ss", VERSION_2_1 + "data/structurespecific"),
              ("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"), ("xmlns:ns1", space)]

    def observation(i):
        key, value, flags, comment = made[i]
        return ("Obs", [(time, key[time]), *([("OBS_VALUE", value)] if value else []), *((name, flag) for name, flag in zip(FLAGS, flags) if flag not in ("NaN", "")),
                        *([("COMMENT_OBS", comment)] if comment else [])], None)

    used = ("mes:Structure", [("structureID", flow), ("namespace", space), ("dimensionAtObservation", time)], [
        ("com:StructureUsage", [], [("Ref", [("agencyID", agency), ("id", flow), ("version", s["version"])], None)])])
    body = [("Series", [(d["id"], made[group[0]][0][d["id"]]) for d in s["dimensions"] if d["id"] != time],
             [observation(i) for i in group]) for group in series]
    return document(("mes:StructureSpecificData", spaces, [header(manifest, flow, agency, used), ("mes:DataSet", [
        ("ss:structureRef", flow), ("xsi:type", "ns1:DataSetType"), ("ss:dataScope", "DataStructure"), ("action", "Replace")], body)]))

# 9.10 What is compared.
def check_13(files):
    r = read_round(files)
    m, headers = r.m, {i: h for i, (_, h) in r.latest.items()}
    structure = structure_of(as_named(files, "structure", "file", m["structure"]))
    told = dict(PUBLIC.dec(as_named(files, "sheets/public", "public-sheet", r.published["public"]))["cells"])
    need(set(told) <= set(r.adopted["approved"]), "the public sheet tells of approved cells")
    totals, earlier = None, None
    if r.edition != "public":
        totals = dict(OPENINGS.dec(as_named(files, "sheets/openings", "openings-sheet", r.published["openings"]))["cells"])
        need(sorted(totals) == r.adopted["approved"], "opened are exactly the approved cells")
        earlier = remembered(m, lambda digest: files.get(f"earlier/{digest.hex()}"))
    elif not m["earlier"]:
        earlier = []
    need([name for name, _ in r.published["files"]] == NAMES, "the five files of a publication are published, and no other")
    for name, digest in r.published["files"]:
        as_named(files, f"published/{name}", "file", digest)
    shown = what_is_shown(r, earlier, totals, told)
    kinds = [kind for kind, *_ in shown.values()]
    print(f"{len(m['cells'])} cells, {len(r.adopted['approved'])} opened: {kinds.count('value')} shown with values, {kinds.count('nearly')} as "
          f"nearly all of another, {kinds.count('interval')} as intervals; made again from the {'openings' if totals is not None else 'public'} sheet")
    has = {i: reported(h) for i, h in headers.items()}
    reporters = [{i for i in has if c in has[i]} for c in range(len(m["cells"]))]
    keys = keys_of(structure, m)
    before = [(old, as_named(files, f"before/{digest.hex()}", "file", digest)) for old, digest in r.before]
    told = told_before(m, before)
    seen, series = observations(structure, m, headers, keys, reporters, {c: numbers for c, (_, *numbers) in shown.items()}, told)
    asked = [key for key, *_ in seen]
    own = {"totals.csv": totals_csv(structure, seen), "structure.xml": structure_xml(structure, m, headers, asked),
           "totals.xml": totals_xml(structure, m, seen, series)}
    wrong = [name for name in BYTES if own[name].encode() != files[f"published/{name}"]]
    need(not wrong, f"made again, other bytes come out: {', '.join(wrong)}")

def main(path):
    try:
        check_13(load(path))
    except NoStructure as why:
        print(f"check 13 not reached: the structure file holds no structure ({why})")
        return 0
    except (Wrong, LookupError, ValueError, TypeError, OSError) as why:
        print(f"check 13 FAIL: {why!r}")
        return 1
    print(f"check 13 not reached: {', '.join(BYTES)} came out byte for byte; totals.xlsx and report.html were not compared")
    return 0

if __name__ == "__main__":
    sys.exit(main(sys.argv[1]) if len(sys.argv) == 2 else print(__doc__) or 2)
