"""The plan of a round: section 7.9 of docs/spec.md. Standard library alone.

A table is {cells, earlier, public, ladders, quiet, within, systems}. A cell or earlier cell has `leaves`: one frozenset per system, the
hard one first; `members`: frozenset of areas; `minimum`; `first`; `count`, `changed`: numbers or none; `key`; `months`: of its hard leaves
in sum; `confidential`: the set of members that call their figure so. A cell has `count_only`; an earlier cell `opened`, `round`, oldest 0,
and `shown`: none, "NotYet" or (lowest, highest). `public`: list of (member, leaves per system, figure), those of this round first.
`foreign`: cells that stay shut for what an earlier round opened, or was told by members, of figures that this round does not ask.
`made_of`: derived cell -> the counts that its figures are made of.
"""
from copy import copy
from itertools import product

from component import OPEN, Component, Row
from exact import Span, ones
from floors import Figures, Floors, pairs
from standing import Standing

def candidates(cells):
    return sorted(range(len(cells)), key=lambda c: (-cells[c]["months"], cells[c]["key"].encode()))

def earlier_order(earlier):
    """Places of earlier cells: oldest round first, those of one round in the order of its candidates."""
    out = []
    for n in sorted({cell["round"] for cell in earlier}):
        those = [i for i, cell in enumerate(earlier) if cell["round"] == n]
        out += [those[i] for i in candidates([earlier[i] for i in those])]
    return out

def standing(now, earlier, old):
    """Public figures (member, leaves, figure, whether of an earlier round): this round's (member, leaves, figure), then of earlier ones
    (round, ...) one of each member and hard leaves. `old`: earlier cells."""
    def known(n, a, leaves):
        """Whether the round opened something of it."""
        return any(e["opened"] and e["round"] == n and a in e["members"] and e["leaves"][0] & leaves[0] for e in old)
    anew, best = {(a, leaves[0]) for a, leaves, _ in now}, {}
    for n, a, leaves, _ in earlier:
        best[a, leaves[0]] = max(best.get((a, leaves[0]), (False, -1)), (known(n, a, leaves), n))
    old = [(a, leaves, x, True) for n, a, leaves, x in earlier if (a, leaves[0]) not in anew and best[a, leaves[0]][1] == n]
    return [(*one, False) for one in now] + old

def countries(within):
    outer = dict(within)
    def country(area):
        seen = [area]
        while outer.get(seen[-1]) is not None:
            after = outer[seen[-1]]
            if after in seen:
                return min(seen[seen.index(after):])
            seen.append(after)
        return seen[-1]
    return country

class Plan:
    def __init__(self, table, all_steps=True):
        self.t = table
        self.country = countries(table["within"])
        self.size = lambda members: len({self.country(m) for m in members})
        self.systems = table["systems"]
        self.figures = Figures(table)
        self.make_rows()
        self.drop_quiet()
        self.standing = [Standing(table, system, self.country) for system in range(self.systems)]
        self.components = [[[self.split(rows, system, reading) for system in range(self.systems)] for reading in "asb"] for rows in self.worlds]
        self.same = alike(table)
        self.judge()
        if all_steps:
            self.room()
            self.ladders()
            self.counts()
            self.terms()

    def numbers(self, one, confidential=None):
        if one["count"] is None:
            return None
        size = self.size(one["members"])
        least = max(0, one["count"] - (len(one["members"]) - size))
        few = confidential is not None and 1 <= confidential < max(3, one["minimum"])
        return least, min(one["count"], size), min(least, confidential) if few else least

    def make_rows(self):
        t, guards = self.t, {guard for *_, guard in self.t["quiet"]}
        self.confidential = [self.size(cell["confidential"]) for cell in t["cells"]]
        self.rows = []
        for c, cell in enumerate(t["cells"]):
            numbers = None if c in guards else self.numbers(cell, self.confidential[c])
            flagged = 0 if c in guards else self.confidential[c]
            self.rows.append(Row("cell", list(cell["leaves"]), cell["members"], max(3, cell["minimum"]), numbers, False, flagged=flagged, count=cell["count"]))
        self.earlier = earlier_order(t["earlier"])
        for at in self.earlier:
            cell = t["earlier"][at]
            flagged = self.size(cell["confidential"])
            self.rows.append(Row("earlier", list(cell["leaves"]), cell["members"], max(3, cell["minimum"]), self.numbers(cell, flagged), cell["opened"],
                                 flagged=flagged, count=cell["count"]))
        self.exposed = self.figures.exposed()
        for member, leaves, old in [*((m, leaves, old) for m, leaves, _, old in t["public"]), *((m, leaves, True) for m, leaves in self.exposed)]:
            self.rows.append(Row("public", list(leaves), frozenset([member]), 0, (0, 1, 1), True, old))

    def drop_quiet(self):
        """The rows without quiet leaves; where guards of few keep some, once more without these; where guards say nothing of who is gone, with these."""
        kept, bare, gone = (self.dropped(by) for by in ("kept", "bare", "gone"))
        self.worlds, self.alone = [], [0] * len(self.t["cells"])
        for dropped, hard in [kept, *(one for one in (bare, gone) if one != kept)]:
            rows = [copy(row) for row in self.rows]
            for r, alone in enumerate(self.alone_in_all(hard)):
                if rows[r].counted and rows[r].kind != "public" and rows[r].all_leaves[0] <= hard:
                    rows[r].least, rows[r].alone = 0, rows[r].count
                if alone is not None:
                    if rows[r].counted:
                        rows[r].least, rows[r].alone = max(0, rows[r].least - alone), alone
                    if r < len(self.alone):
                        self.alone[r] = max(self.alone[r], alone)
            for row in rows:
                row.leaves = [leaves - (dropped if system else hard) for system, leaves in enumerate(row.leaves)]
            self.worlds.append(rows)

    def dropped(self, by):
        """Leaves that are dropped in soft systems, and in the hard one. "bare": all of them. "gone": not where it lacks somebody."""
        strictest = max(max(3, cell["minimum"]) for cell in [*self.t["cells"], *(e for e in self.t["earlier"] if e["opened"])])
        dropped, kept, hard = set(), set(), set()
        for leaves, soft, _, guard in self.t["quiet"]:
            hard |= leaves
            numbers = self.numbers(self.t["cells"][guard])
            had = [e for e in self.t["earlier"] if e["opened"] and any(own & (leaves | soft) for own in e["leaves"])]
            here = all(e["members"] <= self.t["cells"][guard]["members"] for e in had)
            safe = numbers is not None and (numbers[1] == 0 or numbers[0] >= strictest)
            holds = by == "bare" or safe and (by == "kept" or here)
            (dropped if holds else kept).update(leaves | soft)
        soft = dropped - kept
        # Who calls a figure confidential that has quiet leaves alone does not say that everybody knows it.
        flagged = [leaves for row in self.rows if row.kind != "public" and 0 < row.flagged < row.minimum for leaves in row.all_leaves]
        soft -= frozenset().union(*(leaves for leaves in flagged if leaves <= soft))
        return soft, soft & hard

    def alone_in_all(self, dropped):
        every = [(row.all_leaves[0], row.all_leaves[0] & dropped) for row in self.rows]
        return [self.alone_in(r, *every[r], every) for r in range(len(self.rows))]

    def alone_in(self, r, leaves, gone, every):
        """At most how many members of a row have figures in `gone` and in nothing else of it; none where nobody counts."""
        row, cells = self.rows[r], self.t["cells"]
        if row.kind == "public" or not gone or gone == leaves:
            return None
        guards = [(own & gone, self.numbers(cells[guard])[1]) for own, _, known, guard in self.t["quiet"]
                  if own & gone and known <= leaves and cells[guard]["count"] is not None and cells[guard]["members"] >= row.members]
        found, reached, together = [most for part, most in guards if part == gone], set(), 0
        for part, most in guards:
            if not part <= reached:
                reached |= part
                together += most
        if reached == gone:
            found.append(together)
        if found:
            return min(found)
        rows = [other for o, other in enumerate(self.rows) if other.counted and other.kind != "public" and gone <= every[o][1]
                and (other.kind == "cell" or row.kind != "cell") and other.members >= row.members]
        return min((other.most for other in rows), default=None)

    def is_read(self, rows, r, system, reading):
        if rows[r].kind != "earlier":
            return True
        at = self.earlier[r - len(self.t["cells"])]
        if reading == "a":
            return not self.standing[system].is_anew(at, {guard for *_, guard in self.t["quiet"]})
        return reading == "s" and self.standing[system].stands(at)

    def split(self, rows, system, reading):
        """Row -> its component."""
        left = [r for r, row in enumerate(rows) if row.leaves[system] and self.is_read(rows, r, system, reading)]
        holders, out = {}, {}
        for r in left:
            for leaf in rows[r].leaves[system]:
                holders.setdefault(leaf, []).append(r)
        for start in left:
            if start in out:
                continue
            inside, open_rows, leaves = {start}, [start], set()
            while open_rows:
                for leaf in rows[open_rows.pop()].leaves[system]:
                    if leaf not in leaves:
                        leaves.add(leaf)
                        open_rows += [r for r in holders[leaf] if r not in inside]
                        inside.update(holders[leaf])
            those = sorted(inside)
            plain = system > 0 and all(rows[r].leaves[system] == rows[r].leaves[0] for r in those)
            component = (those, None if plain else [])
            for r in those:
                out[r] = component
        return out

    def judged_in(self, c):
        """The components in which a cell is judged, in order, each with the cell's place."""
        first = self.worlds[0]
        for rows, components in zip(self.worlds, self.components):
            for reading, system in product((0, 1, 2), range(self.systems)):
                found = components[reading][system].get(c)
                if found is None or found[1] is None:
                    continue
                whole = components[0][system][c][0]
                if reading == 1 and (all(self.is_read(rows, r, system, "s") for r in whole) or all(rows[r].kind != "earlier" for r in found[0])):
                    continue
                if reading == 2 and all(rows[r].kind != "earlier" for r in whole):
                    continue
                those, made = found
                if rows is not first and all(rows[r].leaves[system] == first[r].leaves[system] and rows[r].least == first[r].least for r in those):
                    continue  # As before.
                if not made:
                    made.append(Component([rows[r] for r in those], system, self.country))
                yield made[0], those.index(c)

    def strictest(self, c):
        return max(max(3, self.t["cells"][c]["minimum"]), *(component.m for component, _ in self.judged_in(c)), 0)

    def published(self, c):
        """Reporters whose figure is known and above 0; and whether so few report that one who publishes little would be above zero for sure.
        Over all leaves, also those that are dropped as quiet: a row without leaves would follow from nothing at all."""
        cell, number, small = self.rows[c], 0, False
        for member in cell.members:
            exact, part = self.figures.of(member, cell.all_leaves)
            # Who publishes 0 is no contributor, and is known to be none.
            said = any(other == member and x > 0 and not old and leaves[0] == cell.all_leaves[0] for other, leaves, x, old in self.t["public"])
            made = any(other == member and leaves[0] & cell.all_leaves[0] for other, leaves in self.exposed)
            number += made or said or (part if exact is None else exact > 0)
            small = small or (part and exact is None)
        return number, small and self.size(cell.members) <= max(3, self.t["cells"][c]["minimum"]) + number

    def judge(self):
        t, guards = self.t, {guard for *_, guard in self.t["quiet"]}
        self.shut = [None] * len(t["cells"])
        self.opened = set()
        self.order = candidates(t["cells"])
        for c in self.order:
            cell = t["cells"][c]
            self.shut[c] = self.reason(c, cell, guards)
            if self.shut[c] is None:
                for rows in self.worlds:
                    rows[c].known = True
                    for other in self.same_as(c):
                        rows[other].seen = True
                for one in self.standing:
                    one.open(cell)
                self.opened.add(c)

    def reason(self, c, cell, guards):
        minimum = max(3, cell["minimum"])
        if cell["count_only"] or c in guards:
            return "CountOnly"
        if cell["count"] is None:
            return "NotCounted"
        inner = len(cell["members"]) - self.size(cell["members"])
        published, tight = self.published(c)
        less = inner + published + self.alone[c]
        if tight or cell["count"] - less < minimum:
            return "TooFewContributors"
        if 1 <= self.confidential[c] < minimum:
            return "Confidential"
        if c in self.t["foreign"]:
            return "Foreign"
        if any(one.areas(cell) for one in self.standing):
            return "Areas"
        claimed = sum(any(a == m and any(x & y for x, y in zip(leaves, cell["leaves"])) for a, leaves, *_ in [*self.t["public"], *self.exposed]) for m in cell["members"])
        why = {one.forbids(cell, inner + claimed, self.strictest(c)) for one in self.standing}
        if why - {None}:
            return max(why - {None})
        for component, place in self.judged_in(c):
            found = component.find(place)
            if found != OPEN:
                return found
        for other in sorted(self.same_as(c)) if self.same else ():
            for component, place in self.judged_in(other):
                found = component.find(place, seen=True)
                if found != OPEN:
                    return found
        return None

    def same_as(self, c):
        """A cell and all that is the same, directly or through others."""
        out, left = set(), [c]
        while left:
            one = left.pop()
            if one not in out:
                out.add(one)
                left += self.same.get(one, ())
        return out

    def room(self):
        t, tight = self.t, set()
        def highest(one):
            w = max(one["first"] - max(3, one["minimum"]), 5)
            if isinstance(one["shown"], tuple):
                return one["shown"][1], w
            return (max(3, one["minimum"]) + w - 1, w) if one["shown"] == "NotYet" and one["opened"] else (None, w)
        limits = {i: highest(t["earlier"][i]) for i in self.earlier}
        while any(most is not None for most, _ in limits.values()):
            floors, now = Floors(t, self.earlier, self.opened, self.size), set(self.opened)
            new = {(s, i) for i, (most, w) in limits.items() for s in range(self.systems)
                   if most is not None and floors.of(s, ("old", i)) + w - 1 > most} - tight
            if not new:
                return
            tight |= new
            for s in range(self.systems):
                opened = {("old", i): pairs(t["earlier"][i], s) for i in self.earlier if t["earlier"][i]["opened"]}
                names = {**opened, **{("cell", c): pairs(t["cells"][c], s) for c in now}}
                held = {}
                for name, those in names.items():
                    for pair in those:
                        held.setdefault(pair, []).append(name)
                atoms = {tuple(one) for one in held.values()}
                vector = lambda name: ones(a for a in atoms if name in a)
                span = Span()
                for name in opened:
                    span.add(vector(name))
                for c in sorted(now):
                    mine = names["cell", c]
                    wholes = [pairs(t["earlier"][i], s) for system, i in tight if system == s]
                    if any(mine & whole and not whole <= mine for whole in wholes) and not span.holds(vector(("cell", c))):
                        self.shut[c] = "NoRoom"
                        self.opened.discard(c)

    def ladders(self):
        shut = set()
        for steps, elsewhere, quiet in self.t["ladders"]:
            whole = [n for n, step in enumerate(steps) if step and all(c in self.opened or c in quiet for c in step)]
            taken = whole[0] if whole else len(steps) - 1
            stay = {c for step in steps[taken:] for c in step} | set(elsewhere)
            shut |= {c for step in steps[:taken] for c in step if c in self.opened and c not in stay}
        for c in shut:
            self.shut[c] = "Ladder"
        self.opened -= shut

    def counts(self):
        """What is made of other cells opens only beside all of these."""
        shut = {c for c, counts in self.t["made_of"].items() if c in self.opened and not self.opened.issuperset(counts)}
        for c in shut:
            self.shut[c] = "Counts"
        self.opened -= shut

    def terms(self):
        """What is left between counts of which terms are open is of as many as these ask for."""
        t, cells, least = self.t, self.t["cells"], {}
        for term in self.opened & set(t["made_of"]):
            for c in t["made_of"][term]:
                least[c] = max(least.get(c, 0), cells[term]["minimum"])
        if not least:
            return
        before = {e["leaves"][0] for e in t["earlier"] if e["opened"]}
        told = {cells[c]["leaves"][0] for term, counts in t["made_of"].items() if cells[term]["leaves"][0] in before for c in counts}
        alone = Plan({**t, "cells": [{**cell, "count_only": c not in least, "minimum": max(cell["minimum"], least.get(c, 0))} for c, cell in enumerate(cells)],
                      "earlier": [{**e, "opened": e["opened"] and e["leaves"][0] in told} for e in t["earlier"]]}, all_steps=False).opened
        shut = {term for term, counts in t["made_of"].items() if term in self.opened and not alone.issuperset(counts)}
        for term in shut:
            self.shut[term] = "Counts"
        self.opened -= shut

def make_plan(table):
    """Reasons by cell; none if it opens."""
    return Plan(table).shut

def alike(table):
    """Cell -> those of which one is what is left of the other beside a cell with a count of 0, all of the same reporters."""
    cells, same = table["cells"], {}
    asked = [c for c in range(len(cells)) if c not in {guard for *_, guard in table["quiet"]}]
    for system in range(table["systems"]):
        by_leaves, by_leaf = {}, {}
        for c in asked:
            by_leaves.setdefault(frozenset(cells[c]["leaves"][system]), []).append(c)
            for leaf in cells[c]["leaves"][system]:
                by_leaf.setdefault(leaf, []).append(c)
        for none in asked:
            nothing = frozenset(cells[none]["leaves"][system])
            if cells[none]["count"] != 0 or not cells[none]["members"]:
                continue
            for whole in by_leaf[min(nothing)]:
                leaves = frozenset(cells[whole]["leaves"][system])
                for part in by_leaves.get(leaves - nothing, ()) if whole != none and nothing <= leaves else ():
                    if cells[whole]["members"] == cells[part]["members"] == cells[none]["members"]:
                        same.setdefault(whole, set()).add(part)
                        same.setdefault(part, set()).add(whole)
    return same

def countable(cell, same, country):
    """Step A: whether contributors and changes of a cell may be counted; `same`: earlier cells with its hard leaves."""
    openings = [one for one in same if one["opened"]]
    rounds = {one["round"] for one in openings}
    old = lambda is_in: frozenset().union(*(one["members"] for one in openings if is_in(one["round"])))
    bits = lambda one: (one["members"], one["minimum"])
    contributors = added(bits(cell), [bits(one) for one in same if one["count"] is not None], country)
    if cell["count_only"]:
        return contributors, False
    own = cell["members"] & old(lambda round_: True)
    earlier = [(one["members"] & old(lambda round_, own=one["round"]: round_ < own), one["minimum"])
               for one in same if one["changed"] is not None and one["round"] not in rounds]
    least = max(3, cell["minimum"], *(one["minimum"] for one in openings))
    others = [own - old(lambda round_, first=first: round_ >= first) for first in rounds]
    few = any(one and len({country(m) for m in one}) < least for one in others)
    return contributors, not few and added((own, cell["minimum"]), earlier, country)

def added(own, earlier, country):
    """Whether bits may be added up beside earlier sums of bits: each the members whose bits they are, and a minimum."""
    every = [own, *(one for one in earlier if one[0])]
    rows = [Row("earlier" if n else "cell", [frozenset([0])], members, max(3, minimum), None, n > 0) for n, (members, minimum) in enumerate(every)]
    if len({country(m) for m in own[0]}) < max(row.minimum for row in rows):
        return False
    return len(rows) == 1 or Component(rows, 0, country, bits=True).find(0) == OPEN
