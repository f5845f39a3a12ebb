"""Structure files as section 9.2 of docs/spec.md describes them: TOML, or SDMX-ML 2.1. Standard library alone."""
import tomllib
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
                found = (one.text or "").strip()
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
    if len(defined("DataStructures", "DataStructure")) != 1:
        raise NoStructure("no DataStructure in it, or more than one")
    dsd, = defined("DataStructures", "DataStructure")
    if any(local(one) == "MeasureDimension" for group in every(dsd, "DimensionList") for one in group):
        raise NoStructure("a MeasureDimension in it")
    concepts = {one.get("id"): name(one) for scheme in every(root, "ConceptScheme") for one in scheme if local(one) == "Concept"}
    dimensions, last = [], 1 << 32
    for part in [one for group in every(dsd, "DimensionList") for one in group if local(one) in ("Dimension", "TimeDimension")]:
        time, at = local(part) == "TimeDimension", part.get("position", "")
        listed = None if time else reference(next(iter(every(part, "Enumeration")), ()))
        label = concepts.get(reference(child(part, "ConceptIdentity"))) or concepts.get(part.get("id")) or part.get("id")
        dimensions.append((int(at) if at.isdigit() else last, time, {"id": part.get("id"), "name": label, "codelist": listed}))
    dimensions.sort(key=lambda one: one[0])
    period = next((d["id"] for _, time, d in dimensions if time), "TIME_PERIOD")
    dimensions = [d for _, _, d in dimensions]
    ids = [d["id"] for d in dimensions]
    def role(custom):
        return next((one for one in custom.split() if one in ids), custom.split()[0])
    area, measure = role("REF_AREA GEO COUNTRY AREA REPORTING_AREA"), role("MEASURE INDICATOR INDIC VARIABLE SUBJECT")
    lists = [{"id": one.get("id"), "name": name(one), "codes": [
        {"id": code.get("id"), "name": name(code), "parent": reference(child(code, "Parent"))} for code in every(one, "Code")]}
        for one in every(root, "Codelist") if one.get("id") in [d["codelist"] for d in dimensions]]
    of = {d["id"]: next((one["codes"] for one in lists if one["id"] == d["codelist"]), []) for d in dimensions}
    known = [code["id"] for code in of.get(area, [])]
    total = next((one for one in "_ICOP _ALL _T TOTAL W0 _X".split() if one in known), None)
    if total is None:
        total = "_T"
        of[area].append({"id": total, "name": "All reporting members"})
    flows = [one.get("id") for one in defined("Dataflows", "Dataflow")] or [dsd.get("id") + "_NAT"]
    return {"agency": dsd.get("agencyID"), "id": dsd.get("id"), "version": dsd.get("version"), "name": name(dsd),
            "national_flow": flows[0], "total_flow": flows[min(1, len(flows) - 1)], "dimensions": dimensions, "area": area,
            "measure": measure, "time": period, "total_area": total, "codelists": lists, "tables": [],
            "measures": [{"code": code["id"], "unit": "count"} for code in of[measure]], "publication": {"provisional": True}}
