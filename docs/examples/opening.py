"""Answers of trustees, what opens a step, and the public sheet: sections 7.2 to 7.5, 7.8, 7.11 of docs/spec.md."""
from argument import COLUMNS, IDENTITY, L, add, encode, same
from record import HOLDERS, QUESTION, SHARE_PROOFS, TOLD, D, Wrong, d32, need, string, tuple_of, u8, u16, u32
from rules import N, made_of, reported
from statements import commit, coordinator, point, trustee

class Step:
    """A step of a key: the slots that it opens, and the admitted answers with their E_A."""
    def __init__(self, round_, part, step, ceremony, sums, files, proofs):
        self.part, self.step, self.sums = part, step, sums
        self.slots = round_.slots(part, step)
        self.concerned = sorted({s // N for s in self.slots})
        self.opened = {c: [s - N * c for s in self.slots if s // N == c] for c in self.concerned}
        self.masks = ceremony.masks
        self.admitted, self.refused, self.faults = {}, [], []
        question = round_.question(part, step)
        for i, answer in round_.given(part.at, step):
            self.admit(i, answer, question, ceremony, files, proofs)

    def admit(self, i, answer, question, ceremony, files, proofs):
        name = f"trustee {i}, key {self.part.at}, step {self.step}"
        data = files.get(f"blobs/{answer['proofs'].hex()}")
        if data is None or D("share-proofs", data) != answer["proofs"]:
            self.faults.append(f"{name}: share proofs are missing or others")
            return
        try:
            given = SHARE_PROOFS.dec(data)
            need([a for a, _ in given] == [a for a, mask in enumerate(self.masks) if not mask >> i & 1], "other sub-keys")
            need(all(len(some) == len(self.concerned) for _, some in given), "another number of proofs")
            points = {}
            for a, some in given:
                for c, proof in zip(self.concerned, some):
                    context = tuple_of(string, u16, QUESTION, u8, u16, u32).enc(("share", 2, question, i, a, c))
                    rows = ceremony.rows[self.part.key["index"], a]
                    made = trustee(context, self.sums[c][:N], self.opened[c], self.part.F(self.step), rows)
                    need(len(proof) == made.size(), "length of a proof")
                    need(proofs.holds(f"share of step {self.step}", lambda: made, proof), "a proof does not hold")
                    points[a, c] = [proof[32 * row:32 * row + 32] for row in made.d]
            self.admitted[i] = points
        except Wrong as why:
            self.refused.append(f"{name}: {why}")

    def totals(self, holders):
        """T per concerned ciphertext: a point per block."""
        need(len(holders) == len(self.masks), "one holder per sub-key")
        for a, i in enumerate(holders):
            need(i in self.admitted and not self.masks[a] >> i & 1, f"sub-key {a}: trustee {i} holds it and has an admitted answer")
        out = {}
        for c in self.concerned:
            rows = [self.admitted[i][a, c] for a, i in enumerate(holders)]
            out[c] = []
            for block in zip(*rows):
                total = IDENTITY
                for data in block:
                    one = point(data)
                    need(one is not None, "a point of a share")
                    total = add(total, one)
                out[c].append(total)
        return out

    def first_block(self, c):
        return self.opened[c][0] // COLUMNS

    def check(self, opening):
        """7.8: the numbers in the opened slots, by slot."""
        totals = self.totals(opening["holders"])
        need(len(opening["parts"]) == len(self.concerned), "one part per ciphertext")
        out = {}
        P = 9 if self.step == "A" else self.part.bounds.P
        for c, given in zip(self.concerned, opening["parts"]):
            opened, first = self.opened[c], self.first_block(c)
            need(len(given["sums"]) == len(opened) and len(given["blindings"]) == len(totals[c]), "lengths of an opening")
            rows = [[0] * COLUMNS for _ in totals[c]]
            for j, (low, high) in zip(opened, given["sums"]):
                rows[j // COLUMNS - first][j % COLUMNS] = low + (high << 128)
                c2 = self.sums[c][N + j]
                out[N * c + j] = ((c2 - low + (1 << 127 - P)) % 2**128) >> 128 - P
            for row, blinding, total in zip(rows, given["blindings"], totals[c]):
                rho = int.from_bytes(blinding, "little")
                need(rho < L, "a scalar is canonical")
                need(same(commit(row, rho), total), "the opening fits the sum of the commitments")
        return out

def check_public(sheet, round_, parts, steps, sums, headers, proofs):
    """7.11. Cell -> (kind, value or none, low, high)."""
    m, approved = round_.m, set(round_.adopted["approved"])
    need(sheet["round"] == round_.id, "a sheet of this round")
    cells = [c for c, _ in sheet["cells"]]
    need(all(a < b for a, b in zip(cells, cells[1:])) and set(cells) <= approved, "cells of a sheet ascend and are approved")
    told, made = {}, made_of(m["cells"], m["rules"]["whole"])
    def says(h, c):
        """Whether a member publishes its figure of the cell, above 0, or one that this is made of."""
        own = dict(h["public"])
        return own.get(c, 0) > 0 or c in reported(h) and any(count in own for count in made.get(c, ()))
    for c, (kind, numbers) in sheet["cells"]:
        value, low, high = {"Exact": lambda: (numbers,) * 3, "Band": lambda: numbers, "NearlyAll": lambda: (None, *numbers)}[kind]()
        need(kind != "Exact" or m["cells"][c]["rounding"] == 1, "an exact total of a cell that is shown exactly")
        need(low <= high < 2**58, "ends of a total")
        need(kind != "Band" or (low <= value <= high and low != high and high - low < 256), "a band")
        told[c] = (kind, value, low, high)
    need(len(sheet["keys"]) == len(parts), "an entry per key")
    holders = [None if k is None else (k["counts"], k["values"]) for k in sheet["keys"]]
    for part, entry in zip(parts, sheet["keys"]):
        mine = [c for c in range(part.first, part.first + len(part.cells)) if c in approved]
        need((entry is not None) == bool(mine), "a key has an entry exactly if a cell of it is approved")
        if entry is None:
            continue
        concerned = sorted({(c - part.first) // part.room for c in mine})
        need(len(entry["proofs"]) == len(concerned), "one proof per ciphertext with an approved cell")
        tA, tB = steps[part.at, "A"].totals(entry["counts"]), steps[part.at, "B"].totals(entry["values"])
        for number, proof in zip(concerned, entry["proofs"]):
            forms = []
            for i in part.cells_in(number):
                c = part.first + i
                minimum = max(3, m["cells"][c]["min_contributors"]) + sum(says(h, c) for h in headers.values())
                forms.append(None if c not in approved else (minimum, told[c][2:] if c in told else None))
            context = tuple_of(string, u16, d32, TOLD, HOLDERS, tuple_of(u32, u32)).enc(
                ("publication", 2, round_.id, sheet["cells"], holders, (part.at, number)))
            g = part.groups(number)
            a, b = steps[part.at, "A"], steps[part.at, "B"]
            rows_a = {f: encode(tA[number][f - a.first_block(number)]) for f in range(g) if 0 <= f - a.first_block(number) < len(tA[number])}
            shift = g * (part.kinds - 1)
            rows_b = {f: encode(tB[number][f + shift - b.first_block(number)]) for f in range(g)
                      if 0 <= f + shift - b.first_block(number) < len(tB[number])}
            make = lambda: coordinator(context, sums[part.at][number][N:], forms, m["revision"], part.bounds.P, rows_a, rows_b)
            need(proofs.holds("public sheet", make, proof), f"key {part.at}, ciphertext {number}: the proof of the public sheet holds")
    return told
