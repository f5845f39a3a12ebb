//! Measures that lie within others: numerators within their denominators, and what a codelist puts below another measure.

use super::book::{Book, Row};
use crate::fault::StructureFault;
use std::collections::BTreeSet;

/// Most sets of measures that a person may be in, for all of them to be told apart.
const MAX_SETS: usize = 64;

/// Most chains that a family may have, so that nobody's structure file keeps others busy.
const MAX_CHAINS: usize = 256;

/// Measures in use that lie within each other, directly or through others.
pub(super) struct Family {
    /// In the order of the structure.
    pub(super) measures: Vec<u32>,
    /// How they are taken apart: one way that tells all sets of measures apart, or one for each chain.
    pub(super) ways: Vec<Way>,
}

/// Measures, each with what it is the sum of.
pub(super) type Way = Vec<(u32, Vec<u32>)>;

/// What lies within what, among the measures of a round's asked cells.
pub(super) struct Measures {
    /// Per measure those right above it: its denominator, and its parent in the codelist, or what these lie within where
    /// they are not in use.
    above: Vec<(u32, Vec<u32>)>,
    pub(super) families: Vec<Family>,
}

impl Measures {
    /// # Errors
    /// Where measures lie within each other in too many ways.
    pub(super) fn of(book: &mut Book<'_>, rows: &[Row]) -> Result<Self, StructureFault> {
        let used: BTreeSet<u32> = rows.iter().map(|row| row.code(book.measure)).collect();
        let ordered =
            book.structure.measures.iter().filter_map(|rules| book.known(book.measure, &rules.code));
        let mut all: Vec<u32> = ordered.filter(|measure| used.contains(measure)).collect();
        let mut seen = BTreeSet::new();
        all.retain(|measure| seen.insert(*measure));
        let above: Vec<(u32, Vec<u32>)> =
            all.iter().map(|measure| (*measure, nearest(book, &used, *measure))).collect();
        let mut made = Self { above, families: Vec::new() };
        let mut placed: BTreeSet<u32> = BTreeSet::new();
        for measure in &all {
            if placed.contains(measure) {
                continue;
            }
            let mut family = BTreeSet::from([*measure]);
            loop {
                let near = made.above.iter().filter(|(one, above)| {
                    family.contains(one) || above.iter().any(|other| family.contains(other))
                });
                let grown: Vec<u32> =
                    near.flat_map(|(one, above)| above.iter().chain([one])).copied().collect();
                let before = family.len();
                family.extend(grown);
                if family.len() == before {
                    break;
                }
            }
            placed.extend(&family);
            let measures: Vec<u32> = all.iter().copied().filter(|one| family.contains(one)).collect();
            let ways = match made.sets(&measures) {
                Some(sets) => vec![apart(book, &made, &measures, &sets)],
                None => made.chains(&measures)?.iter().map(|chain| steps(book, chain)).collect(),
            };
            made.families.push(Family { measures, ways });
        }
        Ok(made)
    }

    fn right_above(&self, measure: u32) -> &[u32] {
        self.above.iter().find(|(one, _)| *one == measure).map_or(&[], |(_, above)| above)
    }

    /// All measures that a measure lies within, in the order of the structure.
    pub(super) fn above(&self, measure: u32) -> Vec<u32> {
        let mut found = vec![measure];
        let mut at = 0;
        while let Some(one) = found.get(at).copied() {
            let new: Vec<u32> =
                self.right_above(one).iter().copied().filter(|other| !found.contains(other)).collect();
            found.extend(new);
            at += 1;
        }
        found.retain(|other| *other != measure);
        self.above.iter().map(|(one, _)| *one).filter(|one| found.contains(one)).collect()
    }

    /// Number of the family of a measure.
    pub(super) fn family(&self, measure: u32) -> Option<usize> {
        self.families.iter().position(|family| family.measures.contains(&measure))
    }

    /// All sets of measures that somebody may be counted in: with each one also in all that it lies within. None if they are
    /// too many, or measures lie within each other in a ring.
    fn sets(&self, measures: &[u32]) -> Option<Vec<BTreeSet<u32>>> {
        if measures.iter().any(|one| self.above(*one).iter().any(|other| self.above(*other).contains(one))) {
            return None;
        }
        let mut ordered = measures.to_vec();
        ordered.sort_by_key(|measure| self.above(*measure).len());
        let mut sets = vec![BTreeSet::new()];
        for measure in ordered {
            let above = self.right_above(measure);
            let fits = |set: &&BTreeSet<u32>| above.iter().all(|other| set.contains(other));
            let with = |set: &BTreeSet<u32>| set.iter().copied().chain([measure]).collect();
            let more: Vec<BTreeSet<u32>> = sets.iter().filter(fits).map(with).collect();
            sets.extend(more);
            if sets.len() > MAX_SETS + 1 {
                return None;
            }
        }
        sets.retain(|set| !set.is_empty());
        Some(sets)
    }

    /// All ways upwards, without those whose measures are all in another.
    fn chains(&self, measures: &[u32]) -> Result<Vec<Vec<u32>>, StructureFault> {
        let mut all: Vec<Vec<u32>> = Vec::new();
        for measure in measures {
            self.climb(&mut vec![*measure], &mut all);
            if all.len() > MAX_CHAINS {
                let (what, limit) = ("ways in which measures lie within each other", MAX_CHAINS as u64);
                return Err(StructureFault::TooMany { what, cells: all.len() as u64, limit });
            }
        }
        let sets: Vec<BTreeSet<u32>> = all.iter().map(|chain| chain.iter().copied().collect()).collect();
        let inside = |at: usize| {
            sets.iter().enumerate().any(|(other, set)| {
                sets.get(at).is_some_and(|own| own.is_subset(set) && (own.len() < set.len() || other < at))
            })
        };
        let mut at = 0;
        all.retain(|_| {
            at += 1;
            !inside(at - 1)
        });
        Ok(all)
    }

    fn climb(&self, chain: &mut Vec<u32>, all: &mut Vec<Vec<u32>>) {
        let above = chain.last().map_or(&[][..], |last| self.right_above(*last));
        let next: Vec<u32> = above.iter().copied().filter(|one| !chain.contains(one)).collect();
        if next.is_empty() {
            all.push(chain.clone());
        }
        for one in next.into_iter().filter(|_| all.len() <= MAX_CHAINS).collect::<Vec<_>>() {
            chain.push(one);
            self.climb(chain, all);
            chain.pop();
        }
    }
}

/// Per measure the sets that it is in, each named by its measures that hold no other of it.
fn apart(book: &mut Book<'_>, all: &Measures, measures: &[u32], sets: &[BTreeSet<u32>]) -> Way {
    if let [alone] = measures {
        return vec![(*alone, vec![*alone])];
    }
    let at = book.measure;
    let numbers: Vec<u32> = sets
        .iter()
        .map(|set| {
            let lowest = measures
                .iter()
                .filter(|one| set.contains(one) && !set.iter().any(|other| all.above(*other).contains(one)));
            let names: Vec<&str> = lowest.map(|one| book.name(at, *one)).collect();
            let code = format!("~{}", names.join("+"));
            book.number(at, &code)
        })
        .collect();
    let of = |measure: &u32| {
        let own = sets.iter().zip(&numbers).filter(|(set, _)| set.contains(measure));
        (*measure, own.map(|(_, number)| *number).collect())
    };
    measures.iter().map(of).collect()
}

/// Per measure of a chain the lowest one, and what each of those up to it has more than the one below.
fn steps(book: &mut Book<'_>, chain: &[u32]) -> Way {
    let (mut parts, mut way) = (Vec::new(), Way::new());
    let mut below = None;
    for measure in chain {
        parts.push(below.map_or(*measure, |below| left(book, below, *measure)));
        way.push((*measure, parts.clone()));
        below = Some(*measure);
    }
    way
}

/// The nearest measures in use above one, in the order in which they are met.
fn nearest(book: &Book<'_>, used: &BTreeSet<u32>, measure: u32) -> Vec<u32> {
    let (mut found, mut seen) = (Vec::new(), BTreeSet::new());
    let mut open = vec![book.name(book.measure, measure)];
    while let Some(code) = open.pop() {
        if !seen.insert(code) {
            continue;
        }
        match book.known(book.measure, code).filter(|number| used.contains(number)) {
            Some(number) if number != measure => found.push(number),
            _ => open.extend(above(book, code).into_iter().rev()),
        }
    }
    found
}

/// What the structure puts right above a measure: its denominator, then its parent in the codelist, unless the structure
/// says that nobody takes that one for a sum.
pub(super) fn above<'b>(book: &Book<'b>, measure: &str) -> Vec<&'b str> {
    let structure = book.structure;
    let of = structure.rules(measure).and_then(|rules| rules.of.as_deref());
    let parent = structure.code(&structure.measure, measure).and_then(|code| code.parent.as_deref());
    // Sums of measures are refused, so this asks for `not_sums` alone.
    let parent =
        parent.filter(|parent| *parent != measure && !structure.is_no_soft_sum(&structure.measure, parent));
    let mut all: Vec<&str> = of.into_iter().chain(parent).collect();
    all.dedup();
    all
}

/// The code of what a measure leaves of one that it lies within.
pub(super) fn left(book: &mut Book<'_>, measure: u32, whole: u32) -> u32 {
    let at = book.measure;
    let code = format!("{}~not~{}", book.name(at, measure), book.name(at, whole));
    book.number(at, &code)
}
