"""A record's files and its log, replayed through the fold: check 1, the chain of check 4, and the rules of the fold, as section 8 says."""
import hashlib, json, re
from pathlib import Path

from before import rounds_before
from fold import Fold, Refuse, check_of
from record import EVENT, ROUND, D, Wrong, list_bytes, load, need
from statements import Refused, verify

class Proofs:
    """Checks all proofs, or the first of each kind, and counts."""
    def __init__(self, every):
        self.every, self.seen, self.checked = every, {}, {}

    def holds(self, kind, make, proof):
        self.seen[kind] = self.seen.get(kind, 0) + 1
        if not self.every and self.seen[kind] > 1:
            return True
        self.checked[kind] = self.checked.get(kind, 0) + 1
        try:
            verify(make(), proof)
            return True
        except Refused:
            return False

# Kinds whose payloads are looked at in every round.
FOLLOWED = ("Opened", "PlanAdopted", "Published")

class Replay:
    def __init__(self, path, every=False, earlier=None):
        self.files, self.proofs = load(path), Proofs(every)
        self.found = {n: [] for n in range(1, 15)}   # faults
        self.said = {}                               # check -> what a pass says
        self.not_reached = {}
        self.given = {} if earlier is None else {f.name: f.read_bytes() for f in Path(earlier).iterdir()}

    def fail(self, check, what):
        self.found[check].append(what)

    # 1: files, list.
    PATHS = re.compile(r"structure|checkpoint|events/\d{8,}|(payloads|blobs|earlier|before)/[0-9a-f]{64}|sheets/(counts|composition|openings|public)|"
                       r"published/(?!\.)[A-Za-z0-9._-]{1,64}")

    def checked_1(self):
        self.listed = {}
        try:
            data = self.files.get("record.json")
            need(data is not None, "record.json is there")
            try:
                listed = json.loads(data.decode())
                good = list_bytes(listed) == data
            except (ValueError, KeyError, TypeError, AttributeError):
                raise Wrong("record.json is JSON of its form") from None
            self.listed = listed
            need(good, "record.json in its one spelling")
            need(listed["spec_version"] == 2 and listed["edition"] in ("restricted", "public"), "version 2, a known edition")
            need(re.fullmatch("[0-9a-f]{64}", listed["round"]), "the round in 64 hexadecimal digits")
            paths = [f["path"] for f in listed["files"]]
            need(paths == sorted(set(paths), key=str.encode), "paths ascend")
            for path in sorted(set(paths) ^ (set(self.files) - {"record.json"})):
                self.fail(1, f"{path} is listed and there")
            for f in listed["files"]:
                path, data = f["path"], self.files.get(f["path"], b"")
                if not self.PATHS.fullmatch(path) or len(data) > {"events": 2**10, "checkpoint": 2**14, "published": 2**28, "before": 2**28}.get(path.split("/")[0], 2**26):
                    self.fail(1, f"{path} is a file of a record")
                if path in self.files and (len(data) != f["bytes"] or hashlib.sha256(data).hexdigest() != f["sha256"]):
                    self.fail(1, f"{path} is as listed")
            self.said[1] = f"{len(paths)} files, as listed and named by the log; all bytes canonical"
        except Wrong as why:
            self.fail(1, str(why))
        self.edition = self.listed.get("edition")
        self.round_id = bytes.fromhex(self.listed.get("round", "")) if re.fullmatch("[0-9a-f]{64}", str(self.listed.get("round", ""))) else b""

    def named(self):
        """6.6: no file that the log does not name."""
        if self.round is None:
            # Read strictly no blob or sheet is then named; the records say that this fails nothing.
            return
        names = {"record.json", "structure", "checkpoint", *(path for path in self.files if path.startswith("events/"))}
        for e in self.events:
            kind, scope = e["claim"]["kind"][0], e["claim"]["scope"]
            if scope in (("round", self.round_id), ("ceremony", self.fold.ceremony_id)) or kind in FOLLOWED:
                names.add(f"payloads/{e['claim']['payload'].hex()}")
        r = self.round
        for _, h in r.headers:
            for part in h["parts"]:
                names |= {f"blobs/{d.hex()}" for d in (*part["ciphertexts"], part["proofs"]) if d}
        names |= {f"blobs/{a['proofs'].hex()}" for _, a in r.answers}
        if r.adopted:
            names |= {"sheets/counts", "sheets/composition"}
        if r.published:
            names |= {"sheets/openings", "sheets/public", *(f"published/{name}" for name, _ in r.published["files"])}
        if r.published:
            others = [(e["id"], e["m"], *(e["published"] or (None, []))) for e in self.fold.order if e["id"] != r.id]
            names |= {f"before/{digest.hex()}" for _, digest in rounds_before(r.id, r.m, r.heights["PlanAdopted"], others)}
        names |= {f"earlier/{digest.hex()}" for _, *digests in r.m["earlier"] for digest in digests if digest is not None}
        hidden = ("sheets/counts", "sheets/composition", "sheets/openings", "earlier/") if self.edition == "public" else ("-",)
        for path in self.files:
            if path not in names or path.startswith(hidden):
                self.fail(1, f"{path} is named by the log, for this edition")

    # The replay: 1 to 6, 8, 10, 12, 14 by the rules of the fold.
    def replay(self):
        heights = sorted(int(path[7:]) for path in self.files if re.fullmatch(r"events/\d{8,}", path))
        for h in sorted(set(range(heights[-1] + 1 if heights else 1)) - set(heights)):
            self.fail(1, f"event {h} is missing")
        self.raws = [self.files[f"events/{h:08}"] for h in heights]
        self.fold, self.events = Fold(self.round_id, self.proofs), []
        opened = []
        for h, raw in zip(heights, self.raws):
            try:
                event = EVENT.dec(raw)
            except Wrong as why:
                self.fail(1, f"event {h}: {why}")
                event = None
            self.events.append(event)
            if event and event["claim"]["kind"][0] == "Opened" and event["claim"]["scope"] == ("round", self.round_id):
                opened.append(event)
        if not opened:
            self.fail(1, "record.json names a round that no event opens")
        self.fold.ceremony_id = self.ceremony_of(opened)
        parent, latest, before = bytes(32), None, -1
        for h, raw, event in zip(heights, self.raws, self.events):
            parent, before = parent if h == before + 1 else None, h
            if event is not None:
                if event["height"] != h or event["parent"] != parent or (latest is not None and event["at"] < latest):
                    self.fail(4, f"event {h} does not follow the one before")
                latest = event["at"] if latest is None else max(latest, event["at"])
                if self.fold.at is None or event["at"] >= self.fold.at:
                    self.offer(h, raw, event)
            parent = D("event", raw)
        self.events = [e for e in self.events if e is not None]
        self.round = self.fold.round
        self.ceremony = self.fold.ceremonies.get(self.fold.ceremony_id)

    def ceremony_of(self, opened):
        for event in opened:
            data = self.files.get(f"payloads/{event['claim']['payload'].hex()}")
            try:
                return ROUND.dec(data)["ceremony"]
            except (Wrong, TypeError):
                continue
        return None

    def offer(self, h, raw, event):
        claim = event["claim"]
        kind, scope = claim["kind"][0], claim["scope"]
        payload = self.files.get(f"payloads/{claim['payload'].hex()}")
        own = scope in (("round", self.round_id), ("ceremony", self.fold.ceremony_id))
        if payload is None and (own or kind in FOLLOWED):
            self.fail(1, f"event {h}: its payload is missing")
            return
        try:
            self.fold.offer(event, raw, payload)
        except Refuse as why:
            ceremony_round = scope[0] == "round" and (own or kind == "Opened")
            self.fail(check_of(why.rule, kind, own, str(why)), f"event {h}, {kind}: {why}")
