//! Derived cells: terms of evaluations, which a member's tool makes of four counts. They follow all other cells.

use super::count_only::{CountOnly, How};
use super::{RoundTable, together, too_many};
use crate::evaluation::Family;
use crate::fault::StructureFault;
use crate::model::{FIRST, Structure};
use crate::period::{self, is_frequency};
use intertally_core::round::validate::{MAX_CELLS, MAX_FIRST};
use intertally_core::round::{CellSpec, Evaluated, LadderSlice, Leaf, ProvedTerm, Whole};
use intertally_evaluation::{Bits, Effect, Group, Piece, Term, TwoByTwo};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

/// One term of a family, made of four cells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Made {
    /// Cells of a, n1, c and n2.
    pub(super) of: [u32; 4],
    pub(super) term: Term,
    /// Its fractional bits.
    pub(super) bits: Bits,
    /// All terms that are made of the same counts: none is sent where one cannot be made.
    pub(super) all: Arc<Vec<Same>>,
}

/// Terms of the same four counts, in these roles and bits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Same {
    of: [u32; 4],
    bits: Bits,
    terms: Vec<Term>,
}

fn table(of: [u32; 4], figures: &[Option<u32>]) -> Option<TwoByTwo> {
    let [a, n1, c, n2] = of.map(|cell| figures.get(cell as usize).copied().flatten());
    TwoByTwo::new(a?, n1?, c?, n2?).ok()
}

impl Made {
    /// The figure; none where a count is not reported, or the four are no table that fits.
    pub(super) fn figure(&self, figures: &[Option<u32>]) -> Option<u32> {
        let fits = |same: &Same| {
            let table = table(same.of, figures)?;
            same.terms.iter().all(|term| table.figure_in(*term, same.bits).is_ok()).then_some(())
        };
        self.all.iter().try_for_each(fits)?;
        table(self.of, figures)?.figure_in(self.term, self.bits).ok()
    }
}

impl RoundTable {
    /// Adds the derived cells of a structure's evaluations, figures by themselves, with three rules: who reports one of them
    /// reports all that are made of the same four counts, and these; the sums of a family are opened all, or the four counts
    /// alone; whose terms they are is proved.
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
        // All that is summed of the same counts, by whatever evaluation, is known together.
        let mut summed: BTreeMap<[u32; 4], BTreeSet<([u32; 4], String)>> = BTreeMap::new();
        for (family, of) in &found {
            let terms = family.terms.iter().map(|(term, _)| *term).filter(|term| term.is_equation());
            let terms = terms.map(|term| (*of, term.code(family.evaluation.bits())));
            summed.entry(sorted(*of)).or_default().extend(terms);
        }
        let terms = summed.into_iter().map(|(of, terms)| (of, terms.len())).collect();
        let asked = together::asked(&terms, |cell| self.minimum(cell));
        let mut same: BTreeMap<[u32; 4], Vec<Same>> = BTreeMap::new();
        for (family, of) in &found {
            let terms = family.terms.iter().map(|(term, _)| *term).collect();
            let own = Same { of: *of, bits: family.evaluation.bits(), terms };
            same.entry(sorted(*of)).or_default().push(own);
        }
        let same: BTreeMap<[u32; 4], Arc<Vec<Same>>> =
            same.into_iter().map(|(of, all)| (of, Arc::new(all))).collect();
        let before = self.rules.whole.len();
        let mut leaves: BTreeMap<Leaf, Vec<usize>> = BTreeMap::new();
        for (family, of) in found {
            let asked = asked.get(&sorted(of));
            let least =
                asked.map_or(u16::MAX, |own| family.evaluation.min_contributors(own.minimum, own.more));
            if first(least) > MAX_FIRST {
                return Err(too_much(family, least));
            }
            let all = same.get(&sorted(of)).cloned().unwrap_or_default();
            self.add(family, of, (least, before, all), &mut leaves);
        }
        // They begin as no other leaf does, with the greatest of all letters in use: they follow all others.
        for (leaf, holders) in leaves {
            let place = u32::try_from(self.leaves.len()).unwrap_or(u32::MAX);
            for cell in holders {
                self.cells.get_mut(cell).into_iter().for_each(|cell| cell.leaves.push(place));
            }
            self.leaves.push(leaf);
        }
        Ok(())
    }

    fn minimum(&self, cell: u32) -> u16 {
        self.cells.get(cell as usize).map_or(u16::MAX, |cell| cell.min_contributors)
    }

    /// `together`: fewest contributors of its sums; `before`: groups of cells that have nothing to do with evaluations; `all`:
    /// what else is made of its counts.
    fn add(
        &mut self,
        family: &Family<'_>,
        of: [u32; 4],
        (together, before, all): (u16, usize, Arc<Vec<Same>>),
        leaves: &mut BTreeMap<Leaf, Vec<usize>>,
    ) {
        let least = of.iter().map(|cell| self.minimum(*cell)).max().unwrap_or(u16::MAX);
        let terms: Vec<Term> = family.terms.iter().map(|(term, _)| *term).collect();
        let bits = family.evaluation.bits();
        let mut own = Vec::new();
        let mut proved = Vec::new();
        for (term, key) in &family.terms {
            let at = self.cells.len();
            let cell = u32::try_from(at).unwrap_or(u32::MAX);
            // Of countries that are counted so many must be on each side; the sums of the family ask for more.
            let min_contributors = if term.is_of_countries() { least } else { together };
            self.cells.push(CellSpec {
                key: key.clone(),
                max: u32::MAX,
                leaves: Vec::new(),
                min_contributors,
                count_only: false,
                rounding: 1,
                first: first(min_contributors),
            });
            match term {
                Term::Countries(group) => {
                    for piece in group.pieces() {
                        leaves.entry(counted(family, *piece)).or_default().push(at);
                    }
                }
                _ => leaves.entry(summed_alone(family, *term)).or_default().push(at),
            }
            let made = Made { of, term: *term, bits, all: Arc::clone(&all) };
            self.count_only.push(CountOnly { cell, how: How::Term(made) });
            own.push(cell);
            proved.extend(provable(*term).map(|term| (term, cell)));
        }
        if !proved.is_empty() {
            let [event, of, comparison_event, comparison_of] = of;
            let evaluated =
                Evaluated { event, of, comparison_event, comparison_of, bits: bits.get(), terms: proved };
            self.rules.evaluations.push(evaluated);
        }
        let counts = sorted(of).to_vec();
        let mut steps = steps(family, &terms, &own);
        steps.push(counts.clone());
        match self.rules.whole.iter_mut().skip(before).find(|whole| whole.all.starts_with(&counts)) {
            Some(whole) => {
                whole.all.extend(&own);
                whole.own.extend(own);
            }
            None => {
                let all = counts.iter().chain(&own).copied().collect();
                self.rules.whole.push(Whole { table: family.evaluation.id.clone(), own, all });
            }
        }
        self.rules.ladders.push(LadderSlice { steps, elsewhere: Vec::new(), quiet: Vec::new() });
    }
}

/// Steps of a family, finest first: all cells; without those of classes; without those of directions. Each holds the next,
/// so countries are counted only beside sums that are open.
fn steps(family: &Family<'_>, terms: &[Term], own: &[u32]) -> Vec<Vec<u32>> {
    let asked = family.evaluation.effects();
    let mut steps = vec![own.to_vec()];
    for effect in [Effect::Classes, Effect::Directions].into_iter().filter(|effect| asked.contains(effect)) {
        let others = asked.iter().filter(|other| **other < effect);
        let tau_squared = family.evaluation.tau_squared.unwrap_or_default();
        let kept: BTreeSet<Term> = others.flat_map(|other| other.terms(tau_squared)).collect();
        let cells = own.iter().zip(terms).filter(|(_, term)| kept.contains(term));
        steps.push(cells.map(|(cell, _)| *cell).collect());
    }
    steps
}

fn too_much(family: &Family<'_>, asked: u16) -> StructureFault {
    let what = format!(
        "of its counts so much is summed that {asked} countries would have to report them, and {} is the most; \
         ask for fewer effects, or compare each group with fewer others",
        MAX_FIRST - 1
    );
    StructureFault::Evaluation { id: family.evaluation.id.clone(), what }
}

/// Bands begin at 13, 18, 23 and so on, above the minimum.
fn first(min_contributors: u16) -> u32 {
    (FIRST..).step_by(5).find(|first| *first > u32::from(min_contributors)).unwrap_or(FIRST)
}

/// What follows from the counts in whole numbers; none for a logarithm.
const fn provable(term: Term) -> Option<ProvedTerm> {
    Some(match term {
        Term::R => ProvedTerm::R,
        Term::S => ProvedTerm::S,
        Term::P => ProvedTerm::P,
        Term::Q => ProvedTerm::Q,
        Term::G => ProvedTerm::G,
        Term::H => ProvedTerm::H,
        Term::W => ProvedTerm::W,
        Term::V => ProvedTerm::V,
        Term::E => ProvedTerm::E,
        Term::D => ProvedTerm::D,
        Term::Countries(Group::All) => ProvedTerm::N,
        Term::Countries(Group::Fewer) => ProvedTerm::Fewer,
        Term::Countries(Group::Other) => ProvedTerm::Other,
        Term::Countries(Group::Below067) => ProvedTerm::Below067,
        Term::Countries(Group::Below090) => ProvedTerm::Below090,
        Term::Countries(Group::UpTo110) => ProvedTerm::UpTo110,
        Term::Countries(Group::Above110) => ProvedTerm::Above110,
        Term::Log { .. } => return None,
    })
}

fn sorted(mut counts: [u32; 4]) -> [u32; 4] {
    counts.sort_unstable();
    counts
}

/// A term's figure, by itself. Its length stands in its name: the term of a year is no sum of those of its quarters. It is
/// called by the four measures and not by the evaluation: so a later round sees what was summed of the same counts.
fn summed_alone(family: &Family<'_>, term: Term) -> Leaf {
    leaf(
        family,
        &format!("~~{}~{}", family.evaluation.measures().join("~"), term.code(family.evaluation.bits())),
    )
}

/// Countries in a piece of the scale. It is called by the four measures and not by the evaluation: whatever counts these
/// countries, in this round or in a later one, holds the same pieces.
fn counted(family: &Family<'_>, piece: Piece) -> Leaf {
    leaf(family, &format!("~~~{}~{}", family.evaluation.measures().join("~"), piece.code()))
}

fn leaf(family: &Family<'_>, name: &str) -> Leaf {
    let (start, months) = period::span(&family.period).unwrap_or_default();
    let mut figure = format!("{name}~{months}");
    for (_, code) in family.codes.iter().filter(|(dimension, _)| !is_frequency(dimension)) {
        figure.push('~');
        figure.push_str(code);
    }
    Leaf { figure, start, months }
}
