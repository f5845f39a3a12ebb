//! What a counted line holds of some members, where its count less what others contribute at least is small.
//!
//! A line holds all its classes in all its kinds of leaves, and so do the sets that are compared here: what a line holds
//! beside another is at most three such blocks. Sets of atoms are never drawn.

use super::bits::Bits;
use super::component::{Component, Line};
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// What a line holds of some of its classes, and at most how many contribute to it.
pub(super) struct Part {
    pub(super) line: usize,
    pub(super) classes: Bits,
    pub(super) cost: u32,
}

/// A component, ready for its differences.
pub(super) struct Differences<'a> {
    component: &'a Component,
    /// The different sets of classes of its lines, in the order of the lines.
    sets: Vec<&'a Bits>,
    /// Per group its classes.
    groups: Vec<Bits>,
}

/// How a line d may prove that enough contribute to what is left of a line c without some classes. What rows with a count of
/// 0 hold is nothing.
struct Proof<'a> {
    line: &'a Line,
    least: u32,
    /// Contributors to what d holds beside c, at most.
    alone: u32,
    /// Classes of d that hold something.
    full: Bits,
    /// Of these those that c lacks.
    beside: Bits,
    /// Classes of c for which d holds nothing.
    lacked: Bits,
    /// Classes of both for which d holds something in leaves that are not of c.
    wide: Bits,
    /// Counted lines that hold some of that.
    around: Vec<Around>,
    /// By how much these bound it better than the number of members does.
    gain: u32,
}

/// A line with few contributors about what d holds beside c.
struct Around {
    most: u32,
    /// The classes for which it holds all that d does.
    full: Bits,
    /// Those of both for which it holds all that d does in leaves that are not of c.
    wide: Bits,
}

impl<'a> Differences<'a> {
    pub(super) fn new(component: &'a Component) -> Self {
        let mut seen = BTreeSet::new();
        let sets: Vec<&Bits> =
            component.lines.iter().map(|line| &line.classes).filter(|set| seen.insert(*set)).collect();
        let mut groups = vec![Bits::new(component.group_of.len()); component.sizes.len()];
        for (class, group) in component.group_of.iter().enumerate() {
            groups.get_mut(*group).map(|group| group.insert(class));
        }
        Self { component, sets, groups }
    }

    /// Sets of the line's classes, each with its cost: those within another line, those without it, those of one group; each
    /// once, neither empty nor all. One that costs no less than the line itself, or than its members do, says nothing new,
    /// nor does one that costs the minimum.
    pub(super) fn of(&self, at: usize) -> Vec<Part> {
        let component = self.component;
        let Some(line) = component.lines.get(at) else { return Vec::new() };
        let Some(counted) = line.counted else { return Vec::new() };
        let limit = component.minimum.min(counted.cost);
        // Without two groups, or two sets of classes, there is no part.
        let Some(most) = limit.checked_sub(1).filter(|_| self.sets.len() > 1 || self.groups.len() > 1) else {
            return Vec::new();
        };
        // To cost `most` or less, others must contribute this much or more.
        let more = |most: u32| counted.least.saturating_sub(most).saturating_sub(1);
        let lines = 0..component.lines.len();
        let proofs: Vec<Proof<'_>> = lines.filter_map(|other| self.proof(line, other, more(most))).collect();
        let search = Search::new(component, line, limit, &proofs);
        let mut out = Vec::new();
        let mut put = |part: Bits, size: u32| {
            let Some(most) = limit.min(size).checked_sub(1) else { return };
            // A line that margins have lessened may cost so little with nothing known of the others.
            let low = if counted.least <= most {
                Some(search.low(&part, 0).unwrap_or(0))
            } else {
                search.low(&part, more(most))
            };
            if let Some(low) = low {
                let cost = counted.least.saturating_sub(low);
                out.push(Part { line: at, classes: part, cost });
            }
        };
        let mut seen = HashSet::new();
        let mut part = |part: Bits| {
            let size = component.size_of(&part);
            let may = counted.least < limit.min(size) || search.may(size);
            if may && part != line.classes && !part.is_empty() && seen.insert(part.clone()) {
                put(part, size);
            }
        };
        if proofs.is_empty() && counted.least > most {
            return Vec::new();
        }
        for set in &self.sets {
            part(line.classes.common(set));
            part(line.classes.minus(set));
        }
        for group in &self.groups {
            part(line.classes.common(group));
        }
        out
    }

    /// The proof of this line, if it can prove of a part of `line` that more than `more` contribute to it.
    fn proof(&self, line: &Line, other: usize, more: u32) -> Option<Proof<'a>> {
        let component = self.component;
        let of = component.lines.get(other)?;
        let least = of.counted?.least;
        let allowed = least.checked_sub(more)?.checked_sub(1)?;
        if !of.kinds.meets(&line.kinds) || !of.classes.meets(&line.classes) {
            return None;
        }
        // What d holds beside c: all its classes in other leaves, other classes in all its leaves.
        let (mut full, mut wide) = (of.classes.clone(), of.classes.common(&line.classes));
        let others = of.kinds.minus(&line.kinds);
        for shade in &component.void.shades {
            if of.kinds.is_within(&shade.void) {
                full.remove(&shade.classes);
            }
            if others.is_within(&shade.void) {
                wide.remove(&shade.classes);
            }
        }
        let (beside, lacked) = (full.minus(&line.classes), line.classes.minus(&full));
        let mut proof =
            Proof { line: of, least, alone: 0, full, beside, lacked, wide, around: Vec::new(), gain: 0 };
        let place = (allowed as usize).min(component.at_most.len().saturating_sub(1));
        if let Some(few) = component.at_most.get(place).filter(|few| !few.is_empty()) {
            self.surround(&mut proof, few, &others);
        }
        proof.alone = proof.outside(component, &Bits::new(component.group_of.len()));
        (proof.alone <= allowed).then_some(proof)
    }

    /// Which of `few` lines hold what a proof's line does, in `others`, its leaves that c lacks, and in all of them.
    fn surround(&self, proof: &mut Proof<'a>, few: &Bits, others: &Bits) {
        let component = self.component;
        let mut reached: BTreeMap<usize, (Bits, Bits)> = BTreeMap::new();
        for shade in &component.void.shades {
            let (full, wide) = (proof.full.common(&shade.classes), proof.wide.common(&shade.classes));
            let mut lines = few.clone();
            if !wide.is_empty() {
                self.narrow(&mut lines, others.without(&shade.void));
                for line in lines.iter() {
                    let none = || (Bits::new(component.group_of.len()), Bits::new(component.group_of.len()));
                    reached.entry(line).or_insert_with(none).1.add(&wide);
                }
            }
            if !full.is_empty() {
                self.narrow(&mut lines, proof.line.kinds.without(&shade.void));
                for line in lines.iter() {
                    let none = || (Bits::new(component.group_of.len()), Bits::new(component.group_of.len()));
                    reached.entry(line).or_insert_with(none).0.add(&full);
                }
            }
        }
        for (line, (mut full, mut wide)) in reached {
            let Some(line) = component.lines.get(line) else { continue };
            let Some(counted) = line.counted else { continue };
            full.keep(&line.classes);
            wide.keep(&line.classes);
            let mut all = full.clone();
            all.add(&wide);
            if let Some(gain) = component.size_of(&all).checked_sub(counted.most).filter(|gain| *gain > 0) {
                proof.gain = proof.gain.max(gain);
                proof.around.push(Around { most: counted.most, full, wide });
            }
        }
    }

    /// Of these lines those that hold all these kinds.
    fn narrow(&self, lines: &mut Bits, kinds: impl Iterator<Item = usize>) {
        for kind in kinds {
            if lines.is_empty() {
                return;
            }
            if let Some(kind) = self.component.kinds.get(kind) {
                lines.keep(kind);
            }
        }
    }
}

/// The proofs for parts of one line, by the classes that they lack.
struct Search<'a> {
    component: &'a Component,
    line: &'a Line,
    proofs: &'a [Proof<'a>],
    /// Proofs that any part must ask.
    always: Vec<usize>,
    /// Per class the other proofs that lack it: these prove nothing of parts of which they lack no class.
    lacking: Vec<Vec<usize>>,
    /// No larger part is proved.
    largest: u32,
}

impl<'a> Search<'a> {
    fn new(component: &'a Component, line: &'a Line, limit: u32, proofs: &'a [Proof<'a>]) -> Self {
        let mut lacking = vec![Vec::new(); component.group_of.len()];
        let (mut always, mut largest) = (Vec::new(), 0);
        let least = line.counted.map_or(0, |counted| counted.least);
        for (at, proof) in proofs.iter().enumerate() {
            // What a part costs by this proof is no less than `beside` and the size of what the line has of the part.
            let beside = (component.size_of(&proof.beside) + least).checked_sub(proof.least + proof.gain);
            let beside = beside.filter(|_| component.is_plain);
            let Some(beside) = beside else {
                always.push(at);
                largest = u32::MAX;
                continue;
            };
            let size = component.size_of(&proof.lacked);
            if size > 0 {
                largest = largest.max(limit.saturating_sub(beside).saturating_add(size));
            }
            for class in proof.lacked.iter() {
                lacking.get_mut(class).into_iter().for_each(|lacking| lacking.push(at));
            }
        }
        Self { component, line, proofs, always, lacking, largest }
    }

    /// Whether a part of this size may be proved.
    const fn may(&self, size: u32) -> bool {
        size <= self.largest
    }

    /// At least how many contribute to what is left of the line without these classes, if these are more than `more`.
    fn low(&self, part: &Bits, more: u32) -> Option<u32> {
        let lacking = part.iter().filter_map(|class| self.lacking.get(class)).flatten();
        let asked = self.always.iter().chain(lacking).filter_map(|at| self.proofs.get(*at));
        let rest = self.line.classes.minus(part);
        asked.fold(None, |best, proof| self.inside(proof, part, &rest, best.unwrap_or(more)).or(best))
    }

    fn inside(&self, proof: &Proof<'_>, part: &Bits, rest: &Bits, more: u32) -> Option<u32> {
        let allowed = proof.least.checked_sub(more)?.checked_sub(1)?;
        if !proof.line.classes.meets(rest) {
            return None;
        }
        let held = proof.line.classes.common(part);
        let outside = if held.is_empty() { proof.alone } else { proof.outside(self.component, &held) };
        (outside <= allowed).then(|| proof.least - outside)
    }
}

impl Proof<'_> {
    /// Contributors to what d holds beside c, and to what it holds of these classes, at most.
    fn outside(&self, component: &Component, held: &Bits) -> u32 {
        let mut full = self.full.common(held);
        full.add(&self.beside);
        let wide = self.wide.minus(&full);
        let mut all = full.clone();
        all.add(&wide);
        let with = |around: &Around| {
            let mut left = full.minus(&around.full);
            left.add(&wide.minus(&around.wide));
            (component.together || left.is_empty()).then(|| around.most + component.size_of(&left))
        };
        let size = component.size_of(&all);
        self.around.iter().filter_map(with).fold(size, u32::min)
    }
}
