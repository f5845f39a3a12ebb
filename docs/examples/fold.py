"""The fold: section 6.3 of docs/spec.md, as section 8 lets a verifier replay it."""
from ceremony import Ceremony, Refuse, canonical, limit_of, need
from record import ADOPTED, CEREMONY, MESSAGE, PAYLOADS, PUBLISHED, ROUND, D, d32, listof, signature_holds, u128
from rules import (Part, ceremony_fault, claims_fault, earlier_digest, notes_fault, overlap, policy_digest, question, reported, round_faults,
                   sealed_digest, whole_fault)

class Round:
    def __init__(self, identity, m):
        self.id, self.m = identity, m
        self.phase, self.deadline = "open", m["deadline"]
        self.latest, self.revision, self.headers, self.posted = {}, {}, [], {}
        self.sealed = self.adopted = self.published = None
        self.statements, self.answers, self.destroyed, self.deleted, self.texts, self.rehearsed = {}, [], set(), set(), set(), {}
        self.heights = {}

    def parts(self):
        return [Part(self.m, at) for at in range(len(self.m["keys"]))]

    def statement(self, at):
        return {"key": self.m["keys"][at]["id"], "round": self.id, "sealed": sealed_digest(self.sealed),
                "aggregate": self.sealed["aggregates"][at], "policy": policy_digest(self.m), "earlier": earlier_digest(self.m)}

    def stands(self, trustee, at):
        said = self.statements.get((trustee, self.m["keys"][at]["id"]), [])
        return said[0] if len(said) == 1 else None

    def quorum(self, at):
        n, want = len(self.m["trustees"]), self.statement(at)
        return sum(self.stands(i, at) == want for i in range(n)) >= (n + self.m["threshold"] - 1) // 2 + 1

    def approved_in(self, part):
        return part.inside(self.adopted["approved"])

    def slots(self, part, step):
        """7.3: those that a step opens of a key, ascending."""
        if step == "B":
            opened = [(part.kinds - 1, cell) for cell in self.approved_in(part)]
        else:
            lists = enumerate([self.sealed["contributors"], self.sealed["changes"]])
            opened = [(kind, cell) for kind, cells in lists for cell in part.inside(cells)]
        return sorted(part.slot(kind, cell) for kind, cell in opened)

    def question(self, part, step):
        slots = self.slots(part, step)
        return question(self.id, part, self.sealed["aggregates"][part.at], step, slots) if slots else None

    def given(self, at, step):
        key = self.m["keys"][at]["id"]
        return [(i, a) for i, a in self.answers if a["question"]["key"] == key and a["question"]["step"][0] == step]

MOST = {"Submitted": 256, "Withdrawn": 256, "Extended": 64, "Erratum": 64, "Rehearsed": 8}
SIGNERS = {"Submitted": "member", "Withdrawn": "member", "Stated": "trustee", "SharesGiven": "trustee", "KeysDestroyed": "trustee",
           "Rehearsed": "trustee", "PayloadDeleted": "aggregator"}
PHASES = {"Submitted": "open", "Withdrawn": "open", "Extended": "open", "Sealed": "open", "Stated": "sealed counted",
          "SharesGiven": "sealed counted", "PlanAdopted": "sealed", "Published": "counted", "Held": "sealed counted",
          "Cancelled": "open sealed counted held", "Erratum": "published", "KeysDestroyed": "published held cancelled",
          "PayloadDeleted": "published cancelled", "Rehearsed": "open"}
CEREMONY_KINDS = {"Committed": ("Commitments", "Replacement"), "Revealed": ("Reveals",), "Confirmed": ("Confirmation",),
                  "Complained": ("Complaint", "Answer")}

class Fold:
    def __init__(self, round_id, proofs):
        self.round_id, self.proofs = round_id, proofs
        self.ceremonies, self.foreign, self.round = {}, {}, None
        self.used, self.order, self.at = set(), [], None
        self.ceremony_id = None

    def offer(self, event, raw, payload):
        """Takes an event as the next, or refuses it. `payload` is none where it is not at hand."""
        claim = event["claim"]
        need(len(claim["tool"].encode()) <= 32, "MISMATCH", "tool")
        if payload is not None:
            need(D("payload", payload) == claim["payload"], "LOG-PAYLOAD")
        kind, (scope, identity) = claim["kind"][0], claim["scope"]
        self.raw_claim, self.signature = raw[48:-64], event["signature"]
        if scope == "ceremony":
            if identity == self.ceremony_id:
                self.in_ceremony(kind, identity, event, claim, payload)
        elif kind == "Opened":
            self.opened(identity, event, claim, payload)
        elif identity == self.round_id:
            need(self.round is not None, "SCOPE")
            self.in_round(kind, event, claim, payload)
        elif kind in ("Sealed", "PlanAdopted", "Published", "Held", "Cancelled") and identity in self.foreign:
            self.in_foreign(self.foreign[identity], kind, event, claim, payload)
        self.at = event["at"]

    def signed(self, key):
        need(signature_holds(key, b"intertally/v1/sign/event\0" + self.raw_claim, self.signature), "SIGNATURE")

    # Ceremonies.
    def in_ceremony(self, kind, identity, event, claim, payload):
        ceremony = self.ceremonies.get(identity)
        role, index = claim["signer"]
        if kind == "Convened":
            m = canonical(CEREMONY, payload, limit_of(kind))
            need(D("ceremony", payload) == identity, "MISMATCH")
            need(ceremony is None, "CEREMONY-EXISTS")
            need(role == "coordinator", "ROLE")
            self.signed(m["coordinator"])
            need(event["at"] <= m["commit_by"], "DATE-LATE")
            fault = ceremony_fault(m)
            need(fault is None, "CEREMONY", fault)
            self.ceremonies[identity] = Ceremony(identity, m, self.proofs)
            return
        need(ceremony is not None, "SCOPE")
        need(role == "trustee" and index < ceremony.n, "ROLE")
        self.signed(ceremony.m["trustees"][index][1])
        if kind == "SealingKeyDestroyed":
            need(canonical(d32, payload, limit_of(kind)) == identity, "MISMATCH")
            ceremony.pass_deadlines(event["at"])
            need(ceremony.phase in ("Valid", "Ended"), "PHASE")
            need(index not in ceremony.destroyed, "REPEATED")
            ceremony.destroyed.add(index)
            return
        message = canonical(MESSAGE, payload, limit_of(kind))
        need(message[0] in CEREMONY_KINDS.get(kind, ()), "MISMATCH")
        ceremony.take(index, message, event["at"])

    # Rounds.
    def opened(self, identity, event, claim, payload):
        m = canonical(ROUND, payload, limit_of("Opened"))
        need(D("round", payload) == identity, "MISMATCH", "round id")
        own = identity == self.round_id
        need(identity not in self.foreign and not (own and self.round), "ROUND-EXISTS")
        faults = round_faults(m)
        need(not faults, "ROUND-MANIFEST", "; ".join(faults))
        need(claim["signer"][0] == "coordinator", "ROLE")
        self.signed(m["coordinator"][0])
        need(not any(key["id"] in self.used for key in m["keys"]), "KEY-USED")
        need(event["at"] < m["deadline"], "DATE-LATE")
        near = [] if m["practice"] else [r for r in self.order if not r["m"]["practice"] and overlap(r["m"], m)]
        need(not any(r["plan"] is None and r["phase"] in ("open", "sealed") for r in near), "OVERLAP")
        need(m["earlier"] == [(r["id"], r["plan"], r["public"]) for r in near if r["plan"] is not None], "EARLIER")
        if own:
            ceremony = self.ceremonies.get(m["ceremony"])
            need(ceremony is not None, "CEREMONY-UNKNOWN")
            ceremony.pass_deadlines(event["at"])
            need(ceremony.phase == "Valid", "CEREMONY-KEYS")
            need(m["trustees"] == [t[1] for t in ceremony.m["trustees"]] and m["threshold"] == ceremony.t, "MISMATCH", "trustees")
            need(m["coordinator"][0] == ceremony.m["coordinator"], "MISMATCH", "coordinator")
            for key in m["keys"]:
                need(key["index"] < ceremony.m["keys"] and key["public_part"] == D("key-b", listof(u128).enc(ceremony.b[key["index"]])),
                     "MISMATCH", "public part")
            self.round = Round(identity, m)
            for part in self.round.parts():
                if len(part.cells) > part.bounds.cells:
                    self.round = None
                    raise Refuse("BUDGET")
        self.used.update(key["id"] for key in m["keys"])
        entry = {"id": identity, "m": m, "plan": None, "public": None, "published": None, "phase": "open"}
        self.foreign[identity] = entry
        self.order.append(entry)

    def in_foreign(self, entry, kind, event, claim, payload):
        need(claim["signer"][0] == "coordinator", "ROLE")
        self.signed(entry["m"]["coordinator"][0])
        phases = {"Sealed": "open", "PlanAdopted": "sealed", "Published": "counted", "Held": "sealed counted", "Cancelled": "open sealed counted held"}
        need(entry["phase"] in phases[kind].split(), "PHASE")
        if kind == "PlanAdopted":
            entry["plan"] = canonical(ADOPTED, payload, limit_of(kind))["composition"]
        if kind == "Published":
            published = canonical(PUBLISHED, payload, limit_of(kind))
            entry["public"], entry["published"] = published["public"], (event["height"], published["files"])
        entry["phase"] = {"PlanAdopted": "counted"}.get(kind, kind.lower())

    def in_round(self, kind, event, claim, payload):
        r, m = self.round, self.round.m
        role, index = claim["signer"]
        keys = {"coordinator": [m["coordinator"][0]], "aggregator": [m["aggregator"]], "member": [k for _, k in m["members"]],
                "trustee": m["trustees"]}[role]
        need((index or 0) < len(keys), "ROLE")
        self.signed(keys[index or 0])
        posted = r.posted.get((claim["signer"], kind), 0)
        need(posted < {**MOST, "SharesGiven": 2 * len(m["keys"])}.get(kind, 1 << 60), "TOO-MANY")
        need(kind in PHASES and role == SIGNERS.get(kind, "coordinator"), "ROLE")
        early = kind in ("Submitted", "SharesGiven")
        value = canonical(PAYLOADS[kind], payload, limit_of(kind)) if early else None
        need(r.phase in PHASES[kind].split(), "PHASE")
        if kind == "SharesGiven" and value["question"]["step"][0] == "B":
            need(r.phase == "counted", "PHASE")
        if kind == "Withdrawn":
            self.dates(event["at"])
        if not early:
            value = canonical(PAYLOADS[kind], payload, limit_of(kind))
        getattr(self, "on_" + kind.lower())(value, index, event, payload)
        r.posted[claim["signer"], kind] = posted + 1
        r.heights[kind] = event["height"]
        for entry in self.order:
            if entry["id"] == r.id:
                entry["phase"] = r.phase
                entry["plan"] = r.adopted["composition"] if r.adopted else None
                entry["public"] = r.published["public"] if r.published else None

    def closes(self):
        return self.round.deadline + self.round.m["grace_ms"]

    def dates(self, at):
        need(at >= self.round.m["opens"], "DATE-EARLY")
        need(at <= self.closes(), "DATE-LATE")

    def on_submitted(self, h, member, event, payload):
        r, m = self.round, self.round.m
        self.dates(event["at"])
        need(h["round"] == r.id and h["member"] == member and len(h["statuses"]) == len(m["cells"]), "MISMATCH")
        has = reported(h)
        need(has, "EMPTY")
        keys = [p.key["id"] for p in r.parts() if any(c in has for c in range(p.first, p.first + len(p.cells)))]
        need([p["key"] for p in h["parts"]] == keys, "MISMATCH", "keys of the parts")
        need(h["revision"] == r.revision.get(member, 0), "REVISION")
        need(not claims_fault(h, m["cells"]), "CLAIMS")
        need(not whole_fault(h, m["rules"]["whole"]), "WHOLE")
        need(not notes_fault(h["notes"], len(m["cells"])), "NOTES")
        digest = D("submission", payload)
        r.latest[member] = (digest, h)
        r.revision[member] = h["revision"] + 1
        r.headers.append((digest, h))

    def on_withdrawn(self, revision, member, event, payload):
        latest = self.round.latest.get(member)
        need(latest is not None and latest[1]["revision"] == revision, "WITHDRAW")
        del self.round.latest[member]

    def on_extended(self, deadline, _, event, payload):
        need(deadline >= self.round.deadline + 60_000, "MISMATCH")
        self.round.deadline = deadline

    def on_sealed(self, sealed, _, event, payload):
        r, m = self.round, self.round.m
        need(event["at"] > self.closes() or len(r.latest) == len(m["members"]), "SEAL-EARLY")
        need(len(r.latest) >= m["min_members"], "SEAL-MEMBERS")
        need(sealed["members"] == [(i, r.latest[i][0]) for i in sorted(r.latest)], "SEAL-SET")
        need(len(sealed["aggregates"]) == len(m["keys"]), "MISMATCH")
        for counted in (sealed["contributors"], sealed["changes"]):
            need(all(a < b for a, b in zip(counted, counted[1:])) and all(c < len(m["cells"]) for c in counted), "LIST")
        need(m["revision"] or not sealed["changes"], "LIST")
        r.sealed, r.phase, r.sealed_at = sealed, "sealed", event["at"]

    def on_stated(self, s, trustee, event, payload):
        r = self.round
        need(s["round"] == r.id and s["key"] in [k["id"] for k in r.m["keys"]], "MISMATCH")
        said = r.statements.setdefault((trustee, s["key"]), [])
        need(s not in said and len(said) < 2, "REPEATED")
        said.append(s)

    def on_sharesgiven(self, a, trustee, event, payload):
        r, q = self.round, a["question"]
        at = next((i for i, key in enumerate(r.m["keys"]) if key["id"] == q["key"]), None)
        need(at is not None, "MISMATCH", "key")
        need(r.quorum(at), "QUORUM")
        need(r.stands(trustee, at) == r.statement(at), "STANDING")
        need(q == r.question(r.parts()[at], q["step"][0]), "MISMATCH", "question")
        need((a["reply"] is not None) == (q["step"][0] == "A"), "MISMATCH", "reply")
        need(not any(i == trustee and other["question"] == q for i, other in r.answers), "ANSWERED")
        r.answers.append((trustee, a))

    def enough(self, step, cells):
        r = self.round
        for part in r.parts():
            if any(part.first <= c < part.first + len(part.cells) for c in cells):
                need(len({i for i, _ in r.given(part.at, step)}) >= r.m["threshold"], "SHARES")

    def on_planadopted(self, plan, _, event, payload):
        r, cells, approved = self.round, self.round.m["cells"], plan["approved"]
        self.enough("A", [c for c in approved if c < len(cells)])
        need(all(a < b for a, b in zip(approved, approved[1:])) and all(c < len(cells) for c in approved), "LIST")
        need(not any(cells[c]["count_only"] for c in approved), "COUNT-ONLY")
        need(set(approved) <= set(r.sealed["contributors"]), "NOT-COUNTED")
        r.adopted, r.phase = plan, "counted"

    def on_published(self, p, _, event, payload):
        self.enough("B", self.round.adopted["approved"])
        names = [name.encode() for name, _ in p["files"]]
        need(all(a < b for a, b in zip(names, names[1:])), "LIST")
        self.round.published, self.round.phase = p, "published"

    def text(self, text):
        need(1 <= len(text.encode()) <= 500, "MISMATCH")

    def on_held(self, text, _, event, payload):
        self.text(text)
        self.round.phase = "held"

    def on_cancelled(self, text, _, event, payload):
        self.text(text)
        self.round.phase = "cancelled"

    def on_erratum(self, text, _, event, payload):
        self.text(text)
        need(text not in self.round.texts, "REPEATED")
        self.round.texts.add(text)

    def on_keysdestroyed(self, keys, trustee, event, payload):
        r = self.round
        need(keys and all(a < b for a, b in zip(keys, keys[1:])), "LIST")
        need(set(keys) <= {k["id"] for k in r.m["keys"]}, "MISMATCH")
        new = {(trustee, key) for key in keys} - r.destroyed
        need(new, "REPEATED")
        r.destroyed |= new

    def on_payloaddeleted(self, digest, _, event, payload):
        need(digest not in self.round.deleted, "REPEATED")
        self.round.deleted.add(digest)

    def on_rehearsed(self, values, trustee, event, payload):
        r, ceremony = self.round, self.ceremonies[self.round.m["ceremony"]]
        held = [(key["index"], a) for key in r.m["keys"] for a, mask in enumerate(ceremony.masks) if not mask >> trustee & 1]
        need([k for k, _ in values] == sorted(held), "LIST")
        need(r.rehearsed.get(trustee) != values, "REPEATED")
        r.rehearsed[trustee] = values

def check_of(rule, kind, own, what):
    """The check of section 8 that a refusal fails."""
    if rule == "BYTES":
        return 1
    if kind == "Opened" and (rule in ("ROUND-MANIFEST", "BUDGET", "DATE-LATE", "EARLIER", "OVERLAP") or "round id" in what):
        return 2
    if rule in ("LOG-HEIGHT", "LOG-PARENT", "LOG-TIME", "LOG-PAYLOAD", "SIGNATURE", "ROLE", "SCOPE", "ROUND-EXISTS", "CEREMONY-EXISTS"):
        return 4
    if not own and kind in ("Sealed", "PlanAdopted", "Published", "Held", "Cancelled"):
        return 2
    if kind in ("Convened", "Committed", "Revealed", "Confirmed", "Complained", "SealingKeyDestroyed", "Opened", "Rehearsed"):
        return 3
    if kind in ("Submitted", "Withdrawn"):
        return 5
    if rule == "SHARES" or kind in ("Stated", "SharesGiven"):
        return 8
    if kind in ("Extended", "Sealed"):
        return 6
    return {"PlanAdopted": 10, "KeysDestroyed": 14, "PayloadDeleted": 14}.get(kind, 12)
