"""What lies within what in an SDMX-ML file: section 9.2 of docs/spec.md, for structure_file.py. Standard library alone."""

def local(node):
    return node.tag.rsplit("}", 1)[-1]

def children(node, *names):
    return [one for one in node if local(one) in names]

def reference(node):
    """Agency, id, item, each None where it is not said."""
    for one in node:
        if local(one) == "Ref":
            if one.get("maintainableParentID"):
                return one.get("agencyID"), one.get("maintainableParentID"), one.get("id")
            return one.get("agencyID"), one.get("id"), None
        if local(one) == "URN":
            return of_urn(one.text)
    return of_urn(node.text) if (node.text or "").strip().startswith("urn:") else (None, None, None)

def of_urn(text):
    tail = text.strip().split("=", 1)[-1]
    agency, rest = tail.split(":", 1) if ":" in tail else (None, tail)
    item = rest.split(")", 1)[1].removeprefix(".") if ")" in rest else ""
    return agency, rest.split("(")[0], item or None

def above(parents, code):
    found = []
    while code in parents and len(found) <= 64:
        code = parents[code]
        found.append(code)
    return found

def hierarchical(root):
    """HierarchicalCodes in order: (list or None, code, number of the one around it); and whether a hierarchy is elsewhere."""
    nodes, stubs, whole = [], set(), set()
    def walk(node, aliases, around):
        for one in children(node, "HierarchicalCode"):
            of, code = None, None
            for part in children(one, "Code", "CodeID"):
                agency, name, item = reference(part)
                of, code = ((agency, name), item) if item else (of, name)
            for part in children(one, "CodelistAliasRef"):
                of = aliases.get((part.text or "").strip())
            nodes.append((of, code, around))
            walk(one, aliases, len(nodes) - 1)
    for node in root.iter():
        for one in children(node, {"HierarchicalCodelists": "HierarchicalCodelist", "Hierarchies": "Hierarchy"}.get(local(node))):
            name = one.get("agencyID"), one.get("id"), one.get("version") or "1.0"
            (stubs if one.get("isExternalReference", "").strip() in ("true", "1") else whole).add(name)
            aliases = {part.get("alias", ""): reference(part)[:2] for part in children(one, "IncludedCodelist")}
            for hierarchy in [one] if local(one) == "Hierarchy" else children(one, "Hierarchy"):
                walk(hierarchy, aliases, None)
    return nodes, bool(stubs - whole)

def bring_together(root, agency, name, partial, codes, ends_at):
    """Gives codes of a list their parents, and adds those that a list in part lacks. Returns whether something is left out."""
    known, at, ends = {c["id"] for c in codes}, 0, []
    asked = list(known)
    others = [one for kind, item in (("Codelist", "Code"), ("ConceptScheme", "Concept")) for scheme in root.iter()
              if local(scheme) == kind and (scheme.get("agencyID"), scheme.get("id")) == (agency, name) for one in children(scheme, item)]
    while partial and at < len(codes):
        parent = codes[at]["parent"]
        at += 1
        if parent is None or parent in known:
            continue
        known.add(parent)
        same = [one for one in others if one.get("id") == parent]
        ups = [reference(up) for one in same for up in children(one, "Parent")]
        names = [" ".join((n.text or "").split()) for one in same for n in children(one, "Name")]
        codes.append({"id": parent, "name": next((n for n in names if n), parent), "parent": next((item or up for _, up, item in ups), None)})
        ends += [parent] * (not same)
    parents = {c["id"]: c["parent"] for c in codes if c["parent"]}
    nodes, elsewhere = hierarchical(root)
    if any(len(above(parents, code)) > 64 for code in known):
        return elsewhere
    of_list = lambda node: (node[0] is None or node[0][1] == name and node[0][0] in (None, agency)) and node[1] in known
    claims = []
    for node in filter(of_list, nodes):
        up = node[2]
        while up is not None and not of_list(nodes[up]):
            up = nodes[up][2]
        if up is not None and nodes[up][1] != node[1]:
            claims.append((node[1], nodes[up][1]))
    while True:
        left = []
        for inner, outer in claims:
            around = above(parents, outer)
            if outer in above(parents, inner):
                continue
            if inner not in around and (inner not in parents or parents[inner] in around):
                parents[inner] = outer
            else:
                left.append((inner, outer))
        if len(left) == len(claims):
            break
        claims = left
    for code in codes:
        code["parent"] = parents.get(code["id"])
    unsaid = [end for end in ends if end not in parents and end not in ends_at and not all(end in above(parents, code) for code in asked)]
    return elsewhere or bool(claims or unsaid)

def areas_left_out(codes, total):
    """Whether some area lies within one by its code, and within another by its parent."""
    parents = {c["id"]: c["parent"] for c in codes if c.get("parent") and total not in (c["id"], c["parent"])}
    named = lambda code: code.split("-", 1)[0] if code.split("-", 1)[0] and code.split("-", 1)[1:] not in ([], [""]) else None
    def around(code):
        found, todo = set(), [code]
        while todo:
            one = todo.pop()
            more = {up for up in (parents.get(one), named(one)) if up} - found
            found |= more
            todo += more
        return found
    return any(named(code) and named(code) != up and up not in around(named(code)) and named(code) not in around(up)
               for code, up in parents.items())
