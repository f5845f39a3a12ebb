"""Structure files as section 9.2 of docs/spec.md describes them: TOML, or SDMX-ML 2.1. Standard library alone."""
import tomllib
from lies_within import areas_left_out, bring_together
from xml.etree import ElementTree

class NoStructure(Exception):
    """The structure file holds no structure: nothing can be made again."""

# 9.2 The structure file.
def structure_of(data):
    text = data.decode("utf-8").lstrip("\ufeff")
    try:
        return from_sdmx(text) if text.lstrip().startswith("<") else tomllib.loads(text)
    except (tomllib.TOMLDecodeError, ElementTree.ParseError) as why:
        raise NoStructure(why) from None

def from_sdmx(text):
    """What the three files need of an SDMX-ML 2.1 structure file. Its one table is in no ladder, so tables are left out."""
    def local(node):
        return node.tag.rsplit("}", 1)[-1]
    def every(node, name):
        return [one for one in node.iter() if local(one) == name]
    def child(node, name):
        return next((one for one in node if local(one) == name), ())
    def name(node):
        """The last English name, else the first that is not empty."""
        found = ""
        for one in (one for one in node if local(one) == "Name"):
            if not found or one.get("{http://www.w3.org/XML/1998/namespace}lang") == "en":
                found = " ".join((one.text or "").split())
        return found
    def reference(node):
        for one in node:
            if local(one) == "Ref":
                return one.get("id")
            if local(one) == "URN":
                tail = one.text.strip().rsplit("=", 1)[-1]
                return tail.rsplit(").", 1)[1] if ")." in tail else tail.split("(")[0].split(":")[-1]
    root = ElementTree.fromstring(text)
    def defined(group, kind):
        """Those in their place in Structures; a constraint names others that it is attached to."""
        return [one for top in every(root, "Structures") for inner in top if local(inner) == group for one in inner if local(one) == kind]
    kinds = ("Dimension", "TimeDimension", "MeasureDimension")
    def parts(dsd):
        return [one for group in every(dsd, "DimensionList") for one in group if local(one) in kinds]
    whole = [one for one in defined("DataStructures", "DataStructure") if parts(one)]
    if len(whole) != 1:
        raise NoStructure("no DataStructure with dimensions in it, or more than one")
    dsd, = whole
    concepts = {one.get("id"): name(one) for scheme in every(root, "ConceptScheme") for one in scheme if local(one) == "Concept"}
    dimensions, last = [], 1 << 32
    schemes, of_concepts = [], None
    for part in parts(dsd):
        time, at = local(part) == "TimeDimension", part.get("position", "")
        listed = None if time else reference(next(iter(every(part, "Enumeration")), ()))
        label = concepts.get(reference(child(part, "ConceptIdentity"))) or concepts.get(part.get("id")) or part.get("id")
        one_id = part.get("id") or reference(child(part, "ConceptIdentity"))
        if local(part) == "MeasureDimension":
            # Its codes are the concepts of a scheme, where it names one that has some.
            of_concepts = one_id
            scheme = next((one for one in every(root, "ConceptScheme") if one.get("id") == listed and every(one, "Concept")), None)
            if scheme is not None:
                schemes.append({"id": listed, "name": name(scheme), "codes": [
                    {"id": one.get("id"), "name": name(one), "parent": reference(child(one, "Parent"))} for one in scheme if local(one) == "Concept"]})
        dimensions.append((int(at) if at.isdigit() else last, time, {"id": one_id, "name": label, "codelist": listed}))
    dimensions.sort(key=lambda one: one[0])
    period = next((d["id"] for _, time, d in dimensions if time), "TIME_PERIOD")
    dimensions = [d for _, _, d in dimensions]
    ids = [d["id"] for d in dimensions]
    def role(custom):
        return next((one for one in custom.split() if one in ids), custom.split()[0])
    area, measure = role("REF_AREA GEO COUNTRY AREA REPORTING_AREA"), of_concepts or role("MEASURE INDICATOR INDIC VARIABLE SUBJECT")
    lists = [{"id": one.get("id"), "name": name(one), "codes": [
        {"id": code.get("id"), "name": name(code), "parent": reference(child(code, "Parent"))} for code in every(one, "Code")]}
        for one in every(root, "Codelist") if one.get("id") in [d["codelist"] for d in dimensions]] + schemes
    of = {d["id"]: next((one["codes"] for one in lists if one["id"] == d["codelist"]), []) for d in dimensions}
    totals = "_ICOP _ALL _T TOTAL W0 _X".split()
    for one in lists:
        kind = "ConceptScheme" if one in schemes else "Codelist"
        node = next(node for node in every(root, kind) if node.get("id") == one["id"] and len(node))
        partial = node.get("isPartial", "").strip() in ("true", "1")
        if bring_together(root, node.get("agencyID"), one["id"], partial, one["codes"], totals if one["codes"] is of.get(area) else ()):
            raise NoStructure("it says of codes within others what a structure cannot hold")
    known = [code["id"] for code in of.get(area, [])]
    total = next((one for one in totals if one in known), None)
    if total is None:
        total = "_T"
        of[area].append({"id": total, "name": "All reporting members"})
    if areas_left_out(of.get(area, []), total):
        raise NoStructure("an area lies within one by its code, and within another by its parent")
    flows = [one.get("id") for one in defined("Dataflows", "Dataflow")] or [dsd.get("id") + "_NAT"]
    return {"agency": dsd.get("agencyID"), "id": dsd.get("id"), "version": dsd.get("version"), "name": name(dsd),
            "national_flow": flows[0], "total_flow": flows[min(1, len(flows) - 1)], "dimensions": dimensions, "area": area,
            "measure": measure, "time": period, "total_area": total, "codelists": lists, "tables": [],
            "measures": [{"code": code["id"], "unit": "count"} for code in of[measure]], "publication": {"provisional": True}}
