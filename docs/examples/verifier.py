#!/usr/bin/env python3
"""A second verifier, written from docs/spec.md: standard library, and `cryptography` for Ed25519.

    python verifier.py RECORD [--all] [--earlier FOLDER]

RECORD is a folder or a tar archive of either edition. Checks 1 to 12 and 14 of section 8; 13 is publication.py. Of the proofs of each kind
(leaders, members, shares of both steps, public sheet) the first is checked, or all with --all: pure Python takes about a second for one.
FOLDER holds compositions and public sheets of earlier rounds that the record does not, by their digest. Exit code 0: all that was reached holds; 1: a check
fails; 2: some are not reached.
"""
import base64, hashlib, struct, sys

from opening import Step, check_public
from plan import Plan, countable, countries
from record import (COMPOSITION, COUNTS, OPENINGS, PROOFS, PUBLIC, D, Missing, Wrong, d32, merkle, need, signature_holds, string, tuple_of,
                    u16, u32)
from replay import Replay
from rules import N, reported, terms_forms
from statements import figure_rows, member, terms, words
from structure_file import NoStructure, structure_of
from table import Table
from view import composition, make_table, remembered, what_is_shown

class Record(Replay):
    def run(self):
        """Every check, also after one that fails; what it lacks then is not reached."""
        self.checked_1()
        self.replay()
        for number in (4, 2, 3, 5, 6, 7, 8, 9, 10, 11, 12, 14):
            try:
                if self.round is None and number != 4:
                    raise Missing("no round")
                self.said[number] = getattr(self, f"check_{number}")()
            except Wrong as why:
                self.fail(number, str(why))
            except Missing as why:
                self.not_reached[number] = str(why)
            except (LookupError, AttributeError) as why:
                if not any(self.found.values()):
                    raise
                self.not_reached[number] = f"an earlier fault is in the way ({why!r})"
        try:
            self.named()
        except Wrong as why:
            self.fail(1, str(why))

    def outcome(self, number):
        if self.found[number]:
            return "FAIL"
        return "not reached" if number in self.not_reached or number not in self.said else "pass"

    # 4: checkpoint.
    def check_4(self):
        data = self.files.get("checkpoint")
        if data is None:
            self.fail(1, "the checkpoint is missing")
            raise Missing("no checkpoint")
        if self.round is None:
            raise Missing("no round")
        m, origin = self.round.m, self.listed["origin"]
        try:
            body, separator, lines = data.decode().partition("\n\n")
        except UnicodeDecodeError:
            raise Wrong("the checkpoint is text") from None
        body += "\n"
        need(separator and lines.endswith("\n"), "the checkpoint has signatures")
        need(body == f"{origin}\n{len(self.raws)}\n{base64.b64encode(merkle(self.raws)).decode()}\n", "the checkpoint is of exactly these events")
        own_id = hashlib.sha256(origin.encode() + b"\n\x01" + m["aggregator"]).digest()[:4]
        keys = {key: ("trustee", i) for i, key in enumerate(m["trustees"])} | {key: ("member", i) for i, (_, key) in enumerate(m["members"])}
        keys.setdefault(m["coordinator"][0], ("coordinator", 0))
        found, cosigners = False, {}
        for line in lines.splitlines():
            need(line.startswith("\u2014 ") and line.count(" ") == 2, "a line of the note is a signature")
            name, value = line[2:].split(" ")
            try:
                value = base64.b64decode(value, validate=True)
            except ValueError:
                raise Wrong("a signature in base64") from None
            if name == origin and value[:4] == own_id and not found:
                need(signature_holds(m["aggregator"], body.encode(), value[4:]), "the aggregator's signature of the checkpoint holds")
                found = True
            for key, who in keys.items():
                if value[:4] == hashlib.sha256(name.encode() + b"\n\x04" + key).digest()[:4] and len(value) == 76:
                    time = struct.unpack(">Q", value[4:12])[0]
                    message = f"cosignature/v1\ntime {time}\n{body}".encode()
                    need(time < 2**63 and signature_holds(key, message, value[12:]), f"the cosignature of {who} holds")
                    cosigners[who] = max(time, cosigners.get(who, 0))
        need(found, "the aggregator signed the checkpoint")
        number = lambda role: sum(who[0] == role for who in cosigners)
        names = ", ".join(f"{role} {i} at {time}" for (role, i), time in sorted(cosigners.items()))
        return (f"{len(self.raws)} events, root {merkle(self.raws).hex()[:16]}; cosigned by {number('trustee')} of {len(m['trustees'])} trustees, "
                f"{number('member')} of {len(m['members'])} members" + (f" ({names})" if names else ""))

    # 2: the table.
    def check_2(self):
        m = self.round.m
        data = self.files.get("structure")
        if data is None or D("file", data) != m["structure"]:
            self.fail(1, "the structure file is missing or another one")
            raise Missing("the structure file is not the one named")
        try:
            structure = structure_of(data)
        except NoStructure as why:
            raise Wrong(f"the structure file: {why}") from None
        if not structure["tables"]:
            raise Missing("tables of SDMX-ML are not made here")
        try:
            t = Table(structure, m["periods"])
        except (KeyError, ValueError, IndexError, TypeError) as why:
            raise Wrong(f"the structure file has a fault: {why!r}") from None
        need(m["leaves"] == t.leaves, "leaves are those of the structure file")
        need(len(m["cells"]) == len(t.cells), "cells are those of the structure file")
        for ours, theirs in zip(t.cells, m["cells"]):
            need({**ours, "min_contributors": 0} == {**theirs, "min_contributors": 0}, f"cell {theirs['key']} is that of the structure file")
            need(theirs["min_contributors"] >= ours["min_contributors"], f"cell {theirs['key']}: its minimum is no smaller")
        rules = {"systems": t.soft_systems, "ladders": t.ladders, "quiet": t.quiet, "whole": t.whole, "within": t.within, "parents": t.parents,
                 "evaluations": t.evaluations}
        for name, made in rules.items():
            need(m["rules"][name] == made, f"rules: {name} are those of the structure file")
        return f"{len(m['cells'])} cells, {len(m['leaves'])} leaves, rules and {len(m['earlier'])} earlier records as structure file and log give them"

    def check_3(self):
        c = self.ceremony
        return f"{c.t} of {c.n} trustees, {c.m['keys']} keys of {len(c.masks)} sub-keys; a and b made again"

    # 5: submissions.
    def check_5(self):
        r, m = self.round, self.round.m
        self.bodies, self.broken, seen, deleted_set = {}, False, {}, False
        sealed = dict(r.sealed["members"]) if r.sealed else {}
        judged = 0
        for digest, h in r.headers:
            names = [d for part in h["parts"] for d in (*part["ciphertexts"], part["proofs"]) if d is not None]
            absent = [d for d in names if f"blobs/{d.hex()}" not in self.files]
            in_set = sealed.get(h["member"]) == digest
            if absent:
                if all(d in r.deleted for d in absent):
                    deleted_set |= in_set
                elif in_set or len(absent) < len(names):
                    self.fail(5, f"member {h['member']}, revision {h['revision']}: blobs are missing")
                self.broken |= in_set
                continue
            judged += 1
            try:
                self.submission(h, seen)
                if in_set:
                    self.bodies[h["member"]] = h
            except Wrong as why:
                self.fail(5, f"member {h['member']}, revision {h['revision']}: {why}")
                self.broken |= in_set
        if deleted_set and not self.found[5]:
            raise Missing("bodies were deleted by a signed event")
        return f"{judged} of {len(r.headers)} submissions"

    def submission(self, h, seen):
        r, m = self.round, self.round.m
        parts = {p.key["id"]: p for p in r.parts()}
        has = reported(h)
        forms, sent, of_terms = terms_forms(m, r.parts(), has), {}, []
        cells_of = lambda part, c: [(max(1, m["cells"][part.first + i]["max"].bit_length()), part.first + i in has) for i in part.cells_in(c)]
        for header in h["parts"]:
            part = parts[header["key"]]
            try:
                proofs = PROOFS.dec(self.files[f"blobs/{header['proofs'].hex()}"])
            except Wrong as why:
                self.fail(1, f"enc(proofs): {why}")
                raise Wrong("SUB-DIGEST: proofs are not canonical") from None
            need(D("proofs", PROOFS.enc(proofs)) == header["proofs"], "SUB-DIGEST: proofs")
            more = len(forms) if header is h["parts"][-1] else 0
            need(len(header["ciphertexts"]) == part.ciphertexts <= len(proofs), "SUB-DIGEST: one entry per ciphertext")
            need(len(proofs) == part.ciphertexts + more and None not in proofs[part.ciphertexts:], "SUB-PRESENCE: proofs of terms")
            sent[part.at], of_terms = proofs, proofs[part.ciphertexts:]
            for c, (digest, proof) in enumerate(zip(header["ciphertexts"], proofs)):
                cells = part.cells_in(c)
                present = any(part.first + i in has for i in cells)
                need((digest is not None) == (proof is not None) == present, "SUB-PRESENCE")
                if not present:
                    continue
                data = self.files[f"blobs/{digest.hex()}"]
                need(len(data) == 16 * (N + part.used(c)), "SUB-SHAPE")
                need(D("ciphertext", data) == digest, "SUB-DIGEST: a ciphertext")
                need(seen.setdefault(data[:16 * N], (h["member"], h["revision"], header["key"], c)) == (h["member"], h["revision"], header["key"], c),
                     "another ciphertext has the same c1")
                context = tuple_of(string, u16, *([d32] * 2), u16, u32, u32).enc(
                    ("submission", 2, r.id, header["key"], h["member"], h["revision"], c))
                cells = cells_of(part, c)
                both = words(data)
                index = part.key["index"]
                make = lambda: member(context, self.ceremony.polynomial(index), self.ceremony.b[index], both[:N], both[N:], cells,
                                      m["revision"], part.bounds.P)
                need(len(proof) == make_size(cells, m["revision"]) and self.proofs.holds("member", make, proof), "SUB-PROOF")
        for number, ((blocks, families), proof) in enumerate(zip(forms, of_terms)):
            rows = []
            for at, c, group in blocks:
                part = r.parts()[at]
                rows.append([sent[at][c][32 * row:][:32] for row in figure_rows(cells_of(part, c), m["revision"], group)])
            context = tuple_of(string, u16, d32, u16, u32, u32).enc(("terms", 2, r.id, h["member"], h["revision"], number))
            make = lambda: terms(context, rows, families)
            need(len(proof) == make().size() and self.proofs.holds("terms", make, proof), f"SUB-TERMS: proof {number} of terms")

    def check_6(self):
        if self.round.sealed is None:
            raise Missing("not sealed")
        return f"{len(self.round.sealed['members'])} members, {len(self.round.sealed['contributors'])} cells counted"

    # 7: sums.
    def check_7(self):
        r = self.round
        self.sums = None
        if r.sealed is None:
            raise Missing("not sealed")
        if self.broken or len(self.bodies) < len(r.sealed["members"]):
            raise Missing("a submission of the set is deleted, missing or wrong")
        sums = []
        for part, aggregate in zip(r.parts(), r.sealed["aggregates"]):
            totals = [[0] * (N + part.used(c)) for c in range(part.ciphertexts)]
            for h in self.bodies.values():
                for header in h["parts"]:
                    if header["key"] == part.key["id"]:
                        for c, digest in enumerate(header["ciphertexts"]):
                            if digest is not None:
                                totals[c] = [a + b for a, b in zip(totals[c], words(self.files[f"blobs/{digest.hex()}"]))]
            totals = [[x % 2**128 for x in total] for total in totals]
            raw = [b"".join(x.to_bytes(16, "little") for x in total) for total in totals]
            need(D("aggregate", part.key["id"], *(D("aggregate/part", data[:16 * N], data[16 * N:]) for data in raw)) == aggregate,
                 f"key {part.at}: the sum is the one that was sealed")
            sums.append(totals)
        self.sums = sums
        return f"{len(self.bodies)} members, to the bit"

    # 8: statements and answers.
    def check_8(self):
        r = self.round
        self.steps = {}
        if r.sealed is None:
            raise Missing("not sealed")
        parts = r.parts()
        for part in parts:
            for i in range(len(r.m["trustees"])):
                if len(r.statements.get((i, part.key["id"]), [])) > 1:
                    self.fail(8, f"trustee {i} made two statements for key {part.at}")
        agreed = [r.quorum(part.at) for part in parts if r.slots(part, "A")]
        if not all(agreed):
            if r.adopted is None:
                raise Missing("no quorum yet")
            raise Wrong("a key whose cells are counted has no quorum")
        number = 0
        for part in parts:
            for step in ("A", "B") if r.adopted else ("A",):
                if not r.slots(part, step):
                    continue
                for _, a in r.given(part.at, step):
                    number += 1
                    data = self.files.get(f"blobs/{a['proofs'].hex()}")
                    if data is None or D("share-proofs", data) != a["proofs"]:
                        self.fail(8, f"key {part.at}, step {step}: share proofs of the digest named are there")
                if self.sums is not None:
                    made = Step(r, part, step, self.ceremony, self.sums[part.at], self.files, self.proofs)
                    self.steps[part.at, step] = made
                    for one in made.refused:
                        self.fail(8, str(one))
        return (f"{len(r.statements)} statements, {number} answers" + ("" if self.sums is not None else "; proofs of shares are left out, as there are no sums"))

    def sheet(self, path, kind, label, digest, check):
        """A sheet as named; none if it is another one or missing, which its check says."""
        data = self.files.get(path)
        if data is None or D(label, data) != digest:
            self.fail(check, f"{path} is missing or not the one named")
            return None
        try:
            return kind.dec(data)
        except Wrong as why:
            self.fail(1, f"{path}: {why}")
            return None

    # 9: counts.
    def check_9(self):
        r = self.round
        self.counts = self.changed = self.told = self.counts_sheet = None
        if r.adopted is None:
            raise Missing("no plan")
        if self.edition == "restricted":
            self.counts_sheet = self.sheet("sheets/counts", COUNTS, "counts-sheet", r.adopted["counts"], 9)
            if self.counts_sheet:
                need(self.counts_sheet["round"] == r.id, "the counts sheet is of this round")
                self.counts_of(self.counts_sheet)
        if self.sums is None:
            raise Missing("no sums")
        if self.counts_sheet:
            self.open_counts()
        if r.published:
            self.public_sheet()
            return "counts opened; the public sheet is proved" if self.counts_sheet else "the public sheet is proved"
        if self.edition == "public":
            raise Missing("public edition, and not published")
        return "counts opened"

    def counts_of(self, sheet):
        r = self.round
        parts, counted, compared = r.parts(), set(r.sealed["contributors"]), set(r.sealed["changes"])
        need(len(sheet["keys"]) == len(parts), "one entry per key")
        counts, changed = [], []
        for part, entry in zip(parts, sheet["keys"]):
            shape, changes = ([part.first + i in cells for i in range(len(part.cells))] for cells in (counted, compared))
            need([x is not None for x in entry["counts"]] == shape, "counts of exactly the counted cells")
            need((entry["changed"] is not None) == r.m["revision"], "changes in a revision round alone")
            need(entry["changed"] is None or [x is not None for x in entry["changed"]] == changes, "changes of exactly the compared cells")
            need((entry["opening"] is not None) == any(shape + changes), "an opening exactly where something is counted")
            counts += entry["counts"]
            changed += entry["changed"] or [None] * len(part.cells)
        self.counts, self.changed = counts, changed

    def open_counts(self):
        r = self.round
        for part, entry in zip(r.parts(), self.counts_sheet["keys"]):
            if entry["opening"] is None:
                continue
            slots = self.steps[part.at, "A"].check(entry["opening"])
            for i, x in enumerate(entry["counts"]):
                if x is not None:
                    need(slots[part.slot(0, i)] == x <= len(r.sealed["members"]), f"count of cell {part.first + i}")
            for i, x in enumerate(entry["changed"] or []):
                if x is not None:
                    need(slots[part.slot(1, i)] == x <= len(r.sealed["members"]), f"changes of cell {part.first + i}")

    def public_sheet(self):
        r = self.round
        self.told = None
        data = self.files.get("sheets/public")
        if data is None or D("public-sheet", data) != r.published["public"]:
            self.fail(12, "sheets/public is missing or not the one named")
            if data is None:
                self.fail(11, "sheets/public is missing")
            raise Missing("the public sheet is not the one named")
        try:
            sheet = PUBLIC.dec(data)
        except Wrong as why:
            self.fail(1, f"sheets/public: {why}")
            raise Missing("the public sheet cannot be read") from None
        self.told = {c: total for c, total in sheet["cells"]}
        headers = {i: h for i, (_, h) in r.latest.items()}
        check_public(sheet, r, r.parts(), self.steps, self.sums, headers, self.proofs)

    # 10: counted cells, plan.
    def remembered(self):
        """What the round remembers of earlier ones; none if something of it is not there."""
        def find(digest):
            path = f"earlier/{digest.hex()}"
            data = self.files.get(path) or self.given.get(digest.hex())
            if data is not None and digest not in (D("composition", data), D("public-sheet", data)):
                self.fail(10, f"{path} has another digest")
            return data
        try:
            return remembered(self.round.m, find)
        except Wrong as why:
            self.fail(1, f"earlier: {why}")
            return None

    def table(self, earlier):
        return make_table(self.round, earlier, self.counts, self.changed)

    def check_10(self):
        r, m = self.round, self.round.m
        self.earlier = self.remembered()
        if r.sealed is None:
            raise Missing("not sealed")
        if self.earlier is None:
            raise Missing("a composition or public sheet that the round names is not there")
        made = self.table(self.earlier)
        country, counted = countries(made["within"]), {"contributors": [], "changes": []}
        for c, cell in enumerate(made["cells"]):
            same = [e for e in made["earlier"] if e["leaves"][0] == cell["leaves"][0]]
            for admitted, cells in zip(countable(cell, same, country), counted.values()):
                cells += [c] if admitted else []
        for of, cells in counted.items():
            need(cells == r.sealed[of], f"{of} are counted of {r.sealed[of]}, may be of {cells}")
        if r.adopted is None:
            raise Missing("no plan")
        if self.counts is None:
            raise Missing("public edition" if self.edition == "public" else "the counts sheet is not the one named")
        self.plan = Plan(made)
        own = [c for c, reason in enumerate(self.plan.shut) if reason is None]
        need(own == r.adopted["approved"], f"the plan recomputed is the adopted one: {own} and {r.adopted['approved']}")
        return f"{len(counted['contributors'])} cells countable, {len(own)} of {len(m['cells'])} approved"

    # 11: totals.
    def check_11(self):
        r = self.round
        if r.published is None:
            raise Missing("not published")
        totals = None
        if self.edition == "restricted":
            sheet = self.sheet("sheets/openings", OPENINGS, "openings-sheet", r.published["openings"], 11)
            if self.sums is None:
                raise Missing("no sums")
            if sheet is None or self.counts is None:
                raise Missing("a sheet is not the one named")
            totals = self.open_totals(sheet)
        if self.told is None:
            data = self.files.get("sheets/public")
            if data is None or D("public-sheet", data) != r.published["public"]:
                raise Missing("the public sheet is not the one named")
            self.told = {c: total for c, total in PUBLIC.dec(data)["cells"]}
        if self.sums is None:
            raise Missing("no sums")
        self.seen = what_is_shown(r, self.earlier, totals, self.told)
        return f"{len(self.seen)} totals as readers see them: {len(self.told)} by themselves"

    def open_totals(self, sheet):
        r = self.round
        need(sheet["round"] == r.id and [c for c, _ in sheet["cells"]] == r.adopted["approved"], "opened are exactly the approved cells")
        need(len(sheet["keys"]) == len(r.m["keys"]), "one entry per key")
        totals = dict(sheet["cells"])
        for part, opening in zip(r.parts(), sheet["keys"]):
            mine = r.approved_in(part)
            need((opening is not None) == bool(mine), "an opening exactly where a cell is approved")
            if opening is None:
                continue
            slots = self.steps[part.at, "B"].check(opening)
            for i in mine:
                c = part.first + i
                need(slots[part.slot(part.kinds - 1, i)] + self.counts[c] == totals[c], f"total of cell {c}")
        return totals

    # 12: nothing outside the plan.
    def check_12(self):
        r = self.round
        if r.published is None:
            raise Missing("not published")
        for name, digest in r.published["files"]:
            need(D("file", self.files.get(f"published/{name}", b"")) == digest, f"published/{name} is the one in Published")
        need(D("public-sheet", self.files.get("sheets/public", b"")) == r.published["public"], "the public sheet is the one in Published")
        if self.edition == "restricted":
            try:
                sheet = OPENINGS.dec(self.files.get("sheets/openings", b""))
            except Wrong:
                sheet = None
            need(sheet is None or [c for c, _ in sheet["cells"]] == r.adopted["approved"], "opened are exactly the approved cells")
            data = self.files.get("sheets/composition", b"")
            need(D("composition", data) == r.adopted["composition"], "the composition is the one in PlanAdopted")
            if self.counts is not None:
                need(data == COMPOSITION.enc(composition(r, self.files["sheets/counts"], self.counts, self.changed)),
                     "the composition is what plan, counts and sealed set give")
        return f"{len(r.published['files'])} files" + ("; the composition" if self.edition == "restricted" else "")

    # 14: erasure.
    def check_14(self):
        r, c = self.round, self.ceremony
        for key in r.m["keys"]:
            gone = {i for i, k in r.destroyed if k == key["id"]}
            if not any(all(i in gone for i in c.holders(mask)) for mask in c.masks):
                raise Missing("not all holders of some sub-key have claimed erasure")
        return "all holders of some sub-key of every key have claimed erasure"

def make_size(forms, revision):
    g, kinds = -(-len(forms) // 512), 3 if revision else 2
    h = g * kinds
    sent = 16 + 80 + 144 + 14 * h + (kinds - 1) * g + sum(max(w for w, _ in forms[512 * f:512 * f + 512]) for f in range(g))
    return 32 * (sent + 521 + 6 * (max(3, (sent + 2 * g).bit_length()) + 9))

def main(arguments):
    paths = [a for a in arguments if not a.startswith("--")]
    record = Record(paths[0], "--all" in arguments, paths[1] if "--earlier" in arguments else None)
    record.run()
    for number in range(1, 15):
        if number == 13:
            print("check 13 not reached: see publication.py")
            continue
        outcome = record.outcome(number)
        text = "; ".join(record.found[number][:4]) if outcome == "FAIL" else record.not_reached.get(number) if outcome != "pass" else record.said[number]
        print(f"check {number} {outcome}: {text}")
    p = record.proofs
    print("proofs checked: " + (", ".join(f"{p.checked[k]} of {n} ({k})" for k, n in p.seen.items()) or "none") +
          ("" if p.every else "; a sample, all with --all"))
    if any(record.found.values()):
        return 1
    return 2 if record.not_reached else 0

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]) if len(sys.argv) > 1 else print(__doc__) or 2)
