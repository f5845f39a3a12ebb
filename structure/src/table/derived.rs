//! Derived cells: terms of evaluations, which a member's tool makes of four counts. They follow all other cells.

use super::count_only::{CountOnly, How};
use super::{RoundTable, too_many};
use crate::evaluation::Family;
use crate::fault::StructureFault;
use crate::model::{FIRST, Structure};
use crate::period::{self, is_frequency};
use intertally_core::round::validate::MAX_CELLS;
use intertally_core::round::{CellSpec, Evaluated, LadderSlice, Leaf, RationalTerm, Whole};
use intertally_evaluation::{Term, TwoByTwo};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// One term of a family, made of four cells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Made {
    /// Cells of a, n1, c and n2.
    pub(super) of: [u32; 4],
    pub(super) term: Term,
    /// All terms of the family: none is sent where one cannot be made.
    pub(super) family: Vec<Term>,
}

impl Made {
    /// The figure; none where a count is not reported, or the four are no table that fits.
    pub(super) fn figure(&self, figures: &[Option<u32>]) -> Option<u32> {
        let [a, n1, c, n2] = self.of.map(|cell| figures.get(cell as usize).copied().flatten());
        let table = TwoByTwo::new(a?, n1?, c?, n2?).ok()?;
        let fits = self.family.iter().all(|term| table.figure(*term).is_ok());
        fits.then(|| table.figure(self.term).ok()).flatten()
    }
}

impl RoundTable {
    /// Adds the derived cells of a structure's evaluations, each a figure by itself, with three rules for each family:
    /// who reports one of its cells reports all and the four counts; they are opened all, or the four counts alone; whose
    /// terms they are is proved.
    pub(super) fn derive(&mut self, structure: &Structure, periods: &[String]) -> Result<(), StructureFault> {
        let families = structure.families(periods);
        let more: usize = families.iter().map(|family| family.terms.len()).sum();
        if self.cells.len() + more > MAX_CELLS {
            return Err(too_many((self.cells.len() + more) as u64));
        }
        let asked = self.cells.iter().zip(0u32..).filter(|(cell, _)| !cell.count_only);
        let places: HashMap<String, u32> = asked.map(|(cell, at)| (cell.key.clone(), at)).collect();
        let placed = |family: &Family<'_>| {
            let [a, n1, c, n2] = family.counts.each_ref().map(|key| places.get(key).copied());
            Some([a?, n1?, c?, n2?])
        };
        let found: Vec<(&Family<'_>, [u32; 4])> =
            families.iter().filter_map(|family| Some((family, placed(family)?))).collect();
        // All that is summed of the same four counts, by whatever evaluation, is known together.
        let mut summed: BTreeMap<[u32; 4], BTreeSet<([u32; 4], Term)>> = BTreeMap::new();
        for (family, of) in &found {
            let terms = family.terms.iter().map(|(term, _)| *term).filter(|term| term.is_equation());
            summed.entry(sorted(*of)).or_default().extend(terms.map(|term| (*of, term)));
        }
        let mut leaves: BTreeMap<Leaf, usize> = BTreeMap::new();
        for (family, of) in found {
            self.add(family, of, summed.get(&sorted(of)).map_or(0, BTreeSet::len), &mut leaves);
        }
        // They begin as no other leaf does, with the greatest of all letters in use: they follow all others.
        let first = self.leaves.len();
        let places: HashMap<usize, u32> = leaves
            .values()
            .zip(first..)
            .map(|(cell, place)| (*cell, u32::try_from(place).unwrap_or(u32::MAX)))
            .collect();
        for (at, cell) in self.cells.iter_mut().enumerate() {
            cell.leaves.extend(places.get(&at));
        }
        self.leaves.extend(leaves.into_keys());
        Ok(())
    }

    fn add(&mut self, family: &Family<'_>, of: [u32; 4], summed: usize, leaves: &mut BTreeMap<Leaf, usize>) {
        let rules = |cell: &u32| self.cells.get(*cell as usize).map(|cell| cell.min_contributors);
        let least = of.iter().filter_map(rules).max().unwrap_or(u16::MAX);
        let min_contributors = family.evaluation.min_contributors(least, summed);
        // Bands begin at 13, 18, 23 and so on, above the minimum.
        let first = (FIRST..).step_by(5).find(|first| *first > u32::from(min_contributors)).unwrap_or(FIRST);
        let terms: Vec<Term> = family.terms.iter().map(|(term, _)| *term).collect();
        let mut own = Vec::new();
        let mut rational = Vec::new();
        for (term, key) in &family.terms {
            let at = self.cells.len();
            let cell = u32::try_from(at).unwrap_or(u32::MAX);
            self.cells.push(CellSpec {
                key: key.clone(),
                max: u32::MAX,
                leaves: Vec::new(),
                min_contributors,
                count_only: false,
                rounding: 1,
                first,
            });
            leaves.insert(leaf(family, *term), at);
            let made = Made { of, term: *term, family: terms.clone() };
            self.count_only.push(CountOnly { cell, how: How::Term(made) });
            own.push(cell);
            rational.extend(provable(*term).map(|term| (term, cell)));
        }
        if !rational.is_empty() {
            let [event, of, comparison_event, comparison_of] = of;
            let evaluated = Evaluated { event, of, comparison_event, comparison_of, terms: rational };
            self.rules.evaluations.push(evaluated);
        }
        let counts = sorted(of).to_vec();
        let all = counts.iter().chain(&own).copied().collect();
        self.rules.whole.push(Whole { table: family.evaluation.id.clone(), own: own.clone(), all });
        self.rules.ladders.push(LadderSlice {
            steps: vec![own, counts],
            elsewhere: Vec::new(),
            quiet: Vec::new(),
        });
    }
}

/// As a fraction of whole numbers; none for a logarithm.
const fn provable(term: Term) -> Option<RationalTerm> {
    Some(match term {
        Term::R => RationalTerm::R,
        Term::S => RationalTerm::S,
        Term::P => RationalTerm::P,
        Term::Q => RationalTerm::Q,
        Term::G => RationalTerm::G,
        Term::H => RationalTerm::H,
        Term::W => RationalTerm::W,
        Term::V => RationalTerm::V,
        Term::E => RationalTerm::E,
        Term::D => RationalTerm::D,
        Term::Log { .. } => return None,
    })
}

fn sorted(mut counts: [u32; 4]) -> [u32; 4] {
    counts.sort_unstable();
    counts
}

/// A term's figure. Its length stands in its name: the term of a year is no sum of those of its quarters.
fn leaf(family: &Family<'_>, term: Term) -> Leaf {
    let (start, months) = period::span(&family.period).unwrap_or_default();
    let mut name = format!("~~{}~{}~{months}", family.evaluation.id, term.code());
    for (_, code) in family.codes.iter().filter(|(dimension, _)| !is_frequency(dimension)) {
        name.push('~');
        name.push_str(code);
    }
    Leaf { figure: name, start, months }
}
