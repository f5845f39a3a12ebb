//! Which cells the tables ask for.

use super::book::{Book, Row};
use crate::model::{Structure, Table};
use crate::period::{fits, is_frequency};
use std::collections::HashMap;

/// Asked cells, each once: by period, then in the order of the tables.
pub(super) struct Asked<'a> {
    pub(super) rows: Vec<Row>,
    pub(super) at: HashMap<Row, u32>,
    /// Tables that ask for any of them, with their cells.
    pub(super) tables: Vec<(&'a Table, Vec<u32>)>,
}

impl<'a> Asked<'a> {
    pub(super) fn of(structure: &'a Structure, book: &mut Book<'_>, periods: &[String]) -> Self {
        let mut asked = Self { rows: Vec::new(), at: HashMap::new(), tables: Vec::new() };
        asked.tables = structure.tables.iter().map(|table| (table, Vec::new())).collect();
        for (place, period) in periods.iter().enumerate() {
            for (table, cells) in &mut asked.tables {
                for codes in table.rows(book, period) {
                    let row = Row { codes, period: place };
                    let next = u32::try_from(asked.rows.len()).unwrap_or(u32::MAX);
                    let cell = *asked.at.entry(row.clone()).or_insert(next);
                    if cell == next {
                        asked.rows.push(row);
                    }
                    cells.push(cell);
                }
            }
        }
        asked.tables.retain(|(_, cells)| !cells.is_empty());
        asked
    }
}

impl Table {
    /// Cells per period, if the period has their frequency.
    pub(super) fn size(&self) -> u64 {
        self.values.iter().map(|values| values.codes.len() as u64).fold(1, u64::saturating_mul)
    }

    pub(super) fn asks(&self, period: &str) -> bool {
        let fits = |code: &String| fits(code, period);
        self.values
            .iter()
            .filter(|values| is_frequency(&values.dimension))
            .all(|values| values.codes.iter().any(fits))
    }

    /// The product of the values, the last dimension running fastest.
    fn rows(&self, book: &mut Book<'_>, period: &str) -> Vec<Vec<u32>> {
        let mut rows = vec![Vec::new()];
        for (at, values) in self.values.iter().enumerate() {
            let kept = |code: &&String| !is_frequency(&values.dimension) || fits(code, period);
            let codes: Vec<u32> =
                values.codes.iter().filter(kept).map(|code| book.number(at, code)).collect();
            rows = rows
                .into_iter()
                .flat_map(|row: Vec<u32>| {
                    codes.iter().map(|code| row.iter().copied().chain([*code]).collect()).collect::<Vec<_>>()
                })
                .collect();
        }
        rows
    }
}
