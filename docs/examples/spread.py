"""Where the minimum of what is open is put on an atom of fewer members: "Floors" in section 9.3 of docs/spec.md. Standard library alone."""

def components(rows):
    """Lists of places of rows (sets of atoms) that share atoms, directly or through others, in the order of their first rows."""
    left, out = list(range(len(rows))), []
    while left:
        part = [left.pop(0)]
        atoms = set(rows[part[0]])
        while near := [i for i in left if rows[i] & atoms]:
            part += near
            left = [i for i in left if i not in near]
            atoms = atoms.union(*(rows[i] for i in near))
        out.append(sorted(part))
    return out

def spread(rows, members, weight, leads, public):
    """(atom, member): who has 1 each where minimums are on atoms of fewer members. rows: opened, sets of atoms; atoms are numbers."""
    extra = set()
    wide = lambda atom: len(members[atom]) >= weight[atom]

    def fill(those):
        found = set()
        for atom in those:
            if atom in leads:
                if wide(atom):
                    return
                found |= members[atom]
            else:
                found |= {member for other, member in extra if other == atom}
        for atom in sorted(those):
            if atom in leads or atom in public:
                continue
            if len(found) >= weight[atom]:
                return
            extra.update((atom, member) for member in members[atom] - found)
            found |= members[atom]

    for group in ([rows[i] for i in part] for part in components(rows)):
        if any(atom in leads and not wide(atom) for row in group for atom in row):
            for row in group:
                fill(row)
            for row in group:
                for part in group:
                    if part < row:
                        fill(row - part)
    return extra
