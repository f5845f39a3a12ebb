//! Measures that lie within others: numerators within their denominators, and what a codelist puts below another measure.

use super::book::{Book, Row};
use crate::fault::StructureFault;
use std::collections::BTreeSet;

/// Most chains that a family may have, so that nobody's structure file keeps others busy.
const MAX_CHAINS: usize = 256;

/// Measures in use that lie within each other, directly or through others.
pub(super) struct Family {
    /// In the order of the structure.
    pub(super) measures: Vec<u32>,
    /// Measures of which each lies within the next one; every measure is in one of them.
    pub(super) chains: Vec<Vec<u32>>,
}

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
    pub(super) fn of(book: &Book<'_>, rows: &[Row]) -> Result<Self, StructureFault> {
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
            let chains = made.chains(&measures)?;
            made.families.push(Family { measures, chains });
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
    let parent = parent.filter(|parent| {
        *parent != measure
            && !structure
                .not_sums
                .iter()
                .any(|one| one.dimension == structure.measure && one.parent == *parent)
    });
    let mut all: Vec<&str> = of.into_iter().chain(parent).collect();
    all.dedup();
    all
}

/// The code of what a measure leaves of one that it lies within.
pub(super) fn left(measure: &str, whole: &str) -> String {
    format!("{measure}~not~{whole}")
}
