//! Soft systems: what a reader may assume to add up. In each, the measures of a family are taken apart in one way, and codes
//! as one bundle of tables breaks them down. Families share no figures, so a system holds one such reading of each.

use super::book::{Book, Codes, Row};
use super::bundles::Bundle;
use super::measures::Measures;
use super::overlaps::Overlaps;
use super::reading::{Below, Reading};
use super::rests::Part;
use super::used::used;
use crate::fault::StructureFault;
use crate::model::Table;

/// What the tables of a round give to assume.
pub(super) struct Assumed {
    pub(super) measures: Measures,
    /// Per family its bundles.
    pub(super) bundles: Vec<Vec<Bundle>>,
    /// Per table what it asks below each parent.
    pub(super) below: Vec<Below>,
    /// Per family its codes that may be about the same cases.
    pub(super) overlaps: Vec<Overlaps>,
    /// Per family what its systems read by, each with every way.
    pairs: Vec<Vec<(By, usize)>>,
}

/// How codes are read.
#[derive(Clone, Copy)]
enum By {
    /// As the sums of those below, as a bundle breaks them down.
    Bundle(usize),
    /// As chains of codes that lie within each other, of which nothing else is said, and others as a bundle breaks them down
    /// or by declaration.
    Choice(usize),
    Declaration,
}

/// How a measure's cells are read in a system.
pub(super) struct View<'s> {
    /// The measures that it is the sum of.
    pub(super) measures: &'s [u32],
    pub(super) reading: Option<&'s Reading>,
}

impl Assumed {
    /// # Errors
    /// Where parts of a declared sum hold the same code by the codelist, or measures lie within each other in too many
    /// ways.
    pub(super) fn of(book: &mut Book<'_>, tables: &[&Table], rows: &[Row]) -> Result<Self, StructureFault> {
        let measures = Measures::of(book, rows)?;
        let mut bundles = Vec::new();
        for family in &measures.families {
            bundles.push(Bundle::of(book, tables, &measures, &family.measures)?);
        }
        let below = (0..tables.len()).map(|table| Below::of(book, tables, &[table])).collect();
        let (mut pairs, mut overlaps) = (Vec::new(), Vec::new());
        for (family, bundles) in measures.families.iter().zip(&bundles) {
            let own: Vec<&Row> =
                rows.iter().filter(|row| family.measures.contains(&row.code(book.measure))).collect();
            let codes: Vec<Vec<u32>> = (0..book.dimensions.len()).map(|at| used(book, &own, at)).collect();
            let breaks = |reading: &Reading| {
                let mut all = codes
                    .iter()
                    .enumerate()
                    .flat_map(|(at, codes)| codes.iter().map(move |code| (at, *code)));
                all.any(|(at, code)| reading.soft(book, at, code) != book.hard(at, code))
            };
            let breaking: Vec<(usize, &Bundle)> =
                bundles.iter().enumerate().filter(|(_, one)| breaks(&one.reading)).collect();
            let mut readings: Vec<By> = breaking.iter().map(|(at, _)| By::Bundle(*at)).collect();
            let breaking: Vec<&Bundle> = breaking.into_iter().map(|(_, one)| one).collect();
            let chains = Overlaps::of(book, codes, family.ways.len(), (tables, &breaking))?;
            if readings.is_empty() && family.measures.len() > 1 {
                readings.push(By::Declaration);
            }
            readings.extend((0..chains.choices.len()).map(By::Choice));
            let ways = 0..family.ways.len();
            let pair = |reading: By| ways.clone().map(move |way| (reading, way));
            pairs.push(readings.into_iter().flat_map(pair).collect());
            overlaps.push(chains);
        }
        Ok(Self { measures, bundles, below, overlaps, pairs })
    }

    /// Codes of a measure's family that may be about the same cases.
    pub(super) fn overlaps_of(&self, measure: u32) -> Option<&Overlaps> {
        self.overlaps.get(self.measures.family(measure)?)
    }

    /// How many systems there are.
    pub(super) fn len(&self) -> usize {
        self.pairs.iter().map(Vec::len).max().unwrap_or(0)
    }

    /// Whether a system says that a code of a measure's cells is a part of another one, whatever chains are told apart in it.
    pub(super) fn is_said(&self, book: &Book<'_>, (system, measure): (usize, u32), part: &Part) -> bool {
        let Some(family) = self.measures.family(measure) else { return false };
        let Some((by, _)) = self.pairs.get(family).and_then(|pairs| pairs.get(system)) else { return false };
        match by {
            By::Bundle(bundle) => {
                let reading =
                    self.bundles.get(family).and_then(|all| all.get(*bundle)).map(|one| &one.reading);
                reading.is_some_and(|reading| {
                    let whole = reading.soft(book, part.dimension, part.whole);
                    reading.soft(book, part.dimension, part.own).iter().all(|leaf| whole.contains(leaf))
                })
            }
            By::Choice(choice) => self
                .overlaps
                .get(family)
                .and_then(|overlaps| overlaps.choices.get(*choice))
                .is_some_and(|choice| choice.is_said(book, part.dimension, part.own, part.whole)),
            By::Declaration => false,
        }
    }

    /// How a cell with these codes is read in a system; none where it is what it is by declaration.
    pub(super) fn view(&self, book: &Book<'_>, system: usize, codes: &Codes) -> Option<View<'_>> {
        let measure = codes.get(book.measure).copied().unwrap_or_default();
        let family = self.measures.family(measure)?;
        let (by, way) = *self.pairs.get(family)?.get(system)?;
        let ways = &self.measures.families.get(family)?.ways;
        let (_, measures) = ways.get(way)?.iter().find(|(one, _)| *one == measure)?;
        let reading = match by {
            By::Bundle(bundle) => Some(&self.bundles.get(family)?.get(bundle)?.reading),
            By::Choice(choice) => {
                let choice = self.overlaps.get(family)?.choices.get(choice)?;
                if !choice.is_about(book, codes) {
                    return None;
                }
                Some(&choice.reading)
            }
            By::Declaration => None,
        };
        Some(View { measures, reading })
    }
}
