"""The ceremony's fold: sections 3.4 to 3.7 of docs/spec.md. A refusal has the rule that it is for (6.4)."""
from record import SUB_KEY, D, Wrong, d32, listof, option, string, tuple_of, u8, u16, u128
from rules import subsets
from statements import common_polynomial, leader

class Refuse(Exception):
    """An event that the fold does not take, by rule."""
    def __init__(self, rule, what=""):
        super().__init__(f"{rule} {what}".strip())
        self.rule = rule

def need(holds, rule, what=""):
    if not holds:
        raise Refuse(rule, what)

def canonical(kind, data, limit):
    try:
        need(len(data) <= limit, "BYTES")
        return kind.dec(data)
    except Wrong as why:
        raise Refuse("BYTES", str(why)) from None

BIG = {"Opened", "Submitted", "Sealed", "PlanAdopted", "Committed", "Revealed", "Confirmed", "Complained"}
def limit_of(kind):
    return 1 << (26 if kind in BIG else 20)

class Ceremony:
    def __init__(self, identity, m, proofs):
        self.id, self.m, self.proofs = identity, m, proofs
        self.n, self.t = len(m["trustees"]), m["threshold"]
        self.masks = subsets(self.n, self.t)
        self.phase, self.fault = "Committing", None
        self.replaced = set()
        self.leads = [self.first(mask) for mask in self.masks]
        self.all = [(k, a) for k in range(m["keys"]) for a in range(len(self.masks))]
        self.commitments, self.sealed, self.rows, self.confirmed, self.destroyed = {}, {}, {}, set(), set()
        self.due = {}
        self.b = [[0] * 8192 for _ in range(m["keys"])]
        self.a = {}

    def first(self, mask):
        return next((i for i in self.holders(mask) if i not in self.m["not_leading"] and i not in self.replaced), None)

    def holders(self, mask):
        return [i for i in range(self.n) if not mask >> i & 1]

    def polynomial(self, key):
        if key not in self.a:
            self.a[key] = common_polynomial(self.id, key)
        return self.a[key]

    def pass_deadlines(self, at):
        if self.phase in ("Committing", "Revealing") and at > self.m["reveal_by"]:
            self.phase = "Ended"
        if self.phase == "Confirming" and at > self.m["confirm_by"]:
            self.phase = "Ended"
        if self.phase == "Disputed" and at > self.dispute_due:
            self.phase = "Ended"

    def take(self, signer, message, at):
        self.pass_deadlines(at)
        name, fields = message
        need(fields[0] == self.id, "CEREMONY", "another ceremony")
        phase = {"Commitments": "Committing", "Replacement": "Committing", "Reveals": "Revealing", "Confirmation": "Confirming",
                 "Complaint": "Confirming", "Answer": "Disputed"}[name]
        need(self.phase == phase, "CEREMONY", f"{name} in {self.phase}")
        getattr(self, "on_" + name.lower())(signer, *fields[1:], at)

    def owed(self, signer):
        return [(k, a) for k, a in self.all if self.leads[a] == signer and (k, a) not in self.commitments]

    def on_commitments(self, signer, given, at):
        mine = self.owed(signer)
        need(mine and [key for key, _ in given] == mine, "CEREMONY", "other sub-keys than owed")
        self.commitments.update(given)
        if len(self.commitments) == len(self.all):
            self.phase = "Revealing"

    def on_replacement(self, signer, absent, at):
        need(absent < self.n and self.owed(absent) and at > self.due.get(absent, self.m["commit_by"]), "CEREMONY", "nothing owed")
        self.replaced.add(absent)
        new = [self.first(mask) for mask in self.masks]
        if None in new:
            self.replaced.discard(absent)
            raise Refuse("CEREMONY", "a subset without a leader")
        for a, old in enumerate(self.leads):
            if old == absent:
                self.leads[a] = new[a]
                self.due[new[a]] = at + (self.m["reveal_by"] - self.m["commit_by"]) // self.n
                for k in range(self.m["keys"]):
                    self.commitments.pop((k, a), None)

    def on_reveals(self, signer, key, parts, at):
        mine = [(k, a) for k, a in self.all if k == key and self.leads[a] == signer and (k, a) not in self.sealed]
        need(mine and [p["sub_key"] for p in parts] == mine, "CEREMONY", "other sub-keys than owed")
        for p in parts:
            head = tuple_of(d32, SUB_KEY, u8).enc((self.id, p["sub_key"], signer))
            given = D("part", head, listof(u128).enc(p["words"]), listof(d32).enc(p["rows"]))
            need(len(p["words"]) == 8192 and self.commitments[p["sub_key"]] == given, "CEREMONY", "CommitmentMismatch")
            others = [i for i in self.holders(self.masks[p["sub_key"][1]]) if i != signer]
            need([i for i, _ in p["sealed"]] == others, "CEREMONY", "SealedMissing")
        for p in parts:
            context = leader_context(self.id, p["sub_key"], signer)
            need(len(p["rows"]) == 16, "CEREMONY", "LeaderProof")
            need(self.proofs.holds("leader", lambda: leader(context, self.polynomial(key), p["words"], p["rows"]), p["proof"]), "CEREMONY", "LeaderProof")
        for p in parts:
            self.sealed[p["sub_key"]], self.rows[p["sub_key"]] = p["sealed"], p["rows"]
            self.b[key] = [(x + y) % 2**128 for x, y in zip(self.b[key], p["words"])]
        if len(self.sealed) == len(self.all):
            self.phase = "Confirming"

    def reveals_digest(self):
        entry = tuple_of(SUB_KEY, option(d32), option(listof(tuple_of(u8, d32))))
        return D("reveals", self.id, listof(entry).enc([(k, self.commitments.get(k), self.sealed.get(k)) for k in self.all]))

    def on_confirmation(self, signer, digest, at):
        need(signer not in self.confirmed and digest == self.reveals_digest(), "CEREMONY", "confirmed, or other reveals")
        for mask, lead in zip(self.masks, self.leads):
            if lead == signer:
                need(set(self.holders(mask)) - {signer} <= self.confirmed, "CEREMONY", "a holder has not confirmed")
        self.confirmed.add(signer)
        if len(self.confirmed) == self.n:
            self.phase = "Valid"

    def on_complaint(self, signer, sub_key, message, at):
        need(signer not in self.confirmed and sub_key in self.sealed, "CEREMONY", "no complaint of it")
        need((signer, D("sealed-seed", message)) in self.sealed[sub_key], "CEREMONY", "another message than logged")
        self.phase, self.dispute_due = "Disputed", at + self.m["confirm_by"] - self.m["reveal_by"]
        self.disputed = sub_key

    def on_answer(self, signer, sub_key, seed, randomness, at):
        """Who lied is not judged: no record of a round holds it in its own ceremony (3.8)."""
        need(sub_key == self.disputed and self.leads[sub_key[1]] == signer, "CEREMONY", "not asked")
        self.phase = "Ended"

def leader_context(ceremony, sub_key, signer):
    return tuple_of(string, u16, d32, SUB_KEY, u8).enc(("leader", 2, ceremony, sub_key, signer))
