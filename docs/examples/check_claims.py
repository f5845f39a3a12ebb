#!/usr/bin/env python3
"""Holds the public sheet of a record against what members say of counts of which terms are made (7.11): it must hold as they
said it, and not if one of them had said nothing, or another one had said it, too.

    python check_claims.py RECORD       a record in which a member publishes counts of an evaluation that is opened
"""
import sys

from opening import check_public
from record import PUBLIC, Wrong, need
from replay import Proofs
from rules import made_of
from verifier import Record

def holds(record, headers):
    r = record.round
    try:
        sheet = PUBLIC.dec(record.files["sheets/public"])
        check_public(sheet, r, r.parts(), record.steps, record.sums, headers, Proofs(True))
    except Wrong as why:
        need("proof of the public sheet" in str(why), f"only the proof is at fault, and not: {why}")
        return False
    return True

def main(path):
    record = Record(path)
    record.run()
    need(not any(record.found.values()), f"the record has no fault: {record.found}")
    r = record.round
    headers = {i: h for i, (_, h) in r.latest.items()}
    made = made_of(r.m["cells"], r.m["rules"]["whole"])
    counts = {count for term in made if term in r.adopted["approved"] for count in made[term]}
    told = lambda h: [(c, figure) for c, figure in h["public"] if c in counts]
    saying = [i for i, h in headers.items() if told(h)]
    need(saying, "a member publishes a count of a term that is opened")
    need(holds(record, headers), "the proof holds")
    for i in saying:
        silent = {**headers[i], "public": [one for one in headers[i]["public"] if one not in told(headers[i])]}
        need(not holds(record, {**headers, i: silent}), f"the proof does not hold if member {i} had said nothing")
        other = next(j for j in headers if j not in saying)
        more = {**headers[other], "public": [(c, 1) for c, _ in told(headers[i])]}
        need(not holds(record, {**headers, other: more}), f"nor if member {other} had said it, too")
        # One of the four exposes the terms as all of them do: what differs is the three other counts.
        one = {**headers[i], "public": told(headers[i])[:1]}
        need(not holds(record, {**headers, i: one}), f"nor if member {i} had said it of one count alone")
    print(f"{len(saying)} of {len(headers)} members publish counts of which {len(made)} terms are made; the public sheet holds for them alone")

if __name__ == "__main__":
    main(sys.argv[1]) if len(sys.argv) > 1 else print(__doc__)
