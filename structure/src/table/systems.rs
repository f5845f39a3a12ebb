//! Soft systems: what a reader may assume to add up. In each, the measures of a family are taken apart in one way, and codes
//! as one bundle of tables breaks them down. Families share no figures, so a system holds one such reading of each.

use super::book::{Book, Row};
use super::bundles::Bundle;
use super::measures::Measures;
use super::reading::{Below, Reading};
use crate::fault::StructureFault;
use crate::model::Table;

/// What the tables of a round give to assume.
pub(super) struct Assumed {
    pub(super) measures: Measures,
    /// Per family its bundles.
    pub(super) bundles: Vec<Vec<Bundle>>,
    /// Per table what it asks below each parent.
    pub(super) below: Vec<Below>,
    /// Per family the bundles that its systems read by, each with every way; without one no code is broken down.
    pairs: Vec<Vec<(Option<usize>, usize)>>,
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
        let mut pairs = Vec::new();
        for (family, bundles) in measures.families.iter().zip(&bundles) {
            let own: Vec<&Row> =
                rows.iter().filter(|row| family.measures.contains(&row.code(book.measure))).collect();
            let breaks = |reading: &Reading| {
                let broken = |row: &Row, at: usize| {
                    reading.soft(book, at, row.code(at)) != book.hard(at, row.code(at))
                };
                own.iter().any(|row| book.summed().any(|at| broken(row, at)))
            };
            let mut readings: Vec<Option<usize>> = (0..bundles.len())
                .filter(|at| bundles.get(*at).is_some_and(|one| breaks(&one.reading)))
                .map(Some)
                .collect();
            if readings.is_empty() && family.measures.len() > 1 {
                readings.push(None);
            }
            let ways = 0..family.ways.len();
            let pair = |reading: Option<usize>| ways.clone().map(move |way| (reading, way));
            pairs.push(readings.into_iter().flat_map(pair).collect());
        }
        Ok(Self { measures, bundles, below, pairs })
    }

    /// How many systems there are.
    pub(super) fn len(&self) -> usize {
        self.pairs.iter().map(Vec::len).max().unwrap_or(0)
    }

    /// How the cells of a measure are read in a system; none where they are what they are by declaration.
    pub(super) fn view(&self, system: usize, measure: u32) -> Option<View<'_>> {
        let family = self.measures.family(measure)?;
        let (bundle, way) = *self.pairs.get(family)?.get(system)?;
        let ways = &self.measures.families.get(family)?.ways;
        let (_, measures) = ways.get(way)?.iter().find(|(one, _)| *one == measure)?;
        let reading = bundle.and_then(|bundle| Some(&self.bundles.get(family)?.get(bundle)?.reading));
        Some(View { measures, reading })
    }
}
