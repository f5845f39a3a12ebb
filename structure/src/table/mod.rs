//! The table of a round: what follows from a structure and the periods asked (spec section 3.2). Cells; the figures that
//! each is the sum of, by declaration and by what a reader may assume; cells that are counted alone; ladders, tables
//! returned whole, quiet figures, areas within others.

mod above;
mod book;
mod bundles;
mod choices;
mod count_only;
mod derived;
mod exclusive;
mod found;
mod ladders;
mod leaves;
mod measures;
mod memory;
mod of_table;
mod order;
mod overlaps;
mod parents;
mod quiet;
mod reading;
mod readings;
mod rests;
mod systems;
mod together;
mod told;
mod touching;
mod used;
mod webs;
mod within;

pub use count_only::CountOnly;
#[cfg(test)]
pub(crate) use count_only::How;

use super::fault::StructureFault;
use super::model::{FIRST, Structure, Table};
use super::period;
use book::{Book, Codes, Row};
use found::Found;
use intertally_core::round::validate::MAX_CELLS;
use intertally_core::round::{CellSpec, Leaf, TableRules};
use leaves::Line;
use of_table::Asked;
use quiet::Hushed;
use readings::{Margin, Readings};
use std::collections::BTreeSet;
use systems::Assumed;

/// What a structure asks for in given periods: the part of a round manifest that follows from it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoundTable {
    /// Leaf figures, ascending.
    pub leaves: Vec<Leaf>,
    /// Cells that members are asked for, by period, then in the order of the tables, a cell of two tables once; then
    /// those that are counted alone; then those of evaluations.
    pub cells: Vec<CellSpec>,
    /// What else follows.
    pub rules: TableRules,
    /// How the cells that nobody types follow from those that are asked for: those that are counted alone, and those of
    /// evaluations.
    pub count_only: Vec<CountOnly>,
}

impl RoundTable {
    /// Fills in the cells that nobody types. Figures in round order; none where not reported.
    pub fn complete(&self, figures: &mut [Option<u32>]) {
        let bits: Vec<(u32, Option<u32>)> =
            self.count_only.iter().map(|one| (one.cell, one.bit(figures))).collect();
        for (cell, bit) in bits {
            figures.get_mut(cell as usize).into_iter().for_each(|slot| *slot = bit);
        }
    }
}

impl Structure {
    /// The table of a round over `periods`, in this order. An annual cell is asked for years, a quarterly one for
    /// quarters, where the structure has a dimension FREQ. The last table is remembered.
    ///
    /// # Errors
    /// All faults of the structure and of the periods.
    pub fn table(&self, periods: &[String]) -> Result<RoundTable, Vec<StructureFault>> {
        if let Some(table) = memory::recall(self, periods) {
            return Ok(table);
        }
        let table = self.make_table(periods)?;
        memory::keep(self, periods, &table);
        Ok(table)
    }

    fn make_table(&self, periods: &[String]) -> Result<RoundTable, Vec<StructureFault>> {
        let mut faults = self.faults();
        faults.extend(self.period_faults(periods));
        let per_period: u64 = self.tables.iter().map(Table::size).fold(0, u64::saturating_add);
        let cells = per_period.saturating_mul(periods.len() as u64);
        // Tables may overlap, so only a bound on the work; the exact limit is checked below.
        if cells > 8 * MAX_CELLS as u64 {
            faults.push(too_many(cells));
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        self.assemble(periods).map_err(|fault| vec![fault])
    }

    fn period_faults(&self, periods: &[String]) -> Vec<StructureFault> {
        let mut faults = Vec::new();
        let mut fault = |period: &str, what: &str| {
            faults.push(StructureFault::Period { period: period.to_owned(), what: what.to_owned() });
        };
        if periods.is_empty() {
            fault("", "a round asks for at least one; write e.g. 2024");
        }
        let mut seen = BTreeSet::new();
        for period in periods {
            match period::span(period) {
                None => fault(period, "no period; write 2024, 2024-S1, 2024-Q1 or 2024-03"),
                Some(span) if !seen.insert(span) => fault(period, "named twice; name it once"),
                Some(_) if !self.tables.iter().any(|table| table.asks(period)) => {
                    fault(period, "no table has cells of this frequency; take other periods or add a table");
                }
                Some(_) => {}
            }
        }
        faults
    }

    fn assemble(&self, periods: &[String]) -> Result<RoundTable, StructureFault> {
        let mut book = Book::of(self);
        let asked = Asked::of(self, &mut book, periods);
        let spans: Vec<(u32, u32)> = periods.iter().filter_map(|period| period::span(period)).collect();
        let tables: Vec<&Table> = asked.tables.iter().map(|(table, _)| *table).collect();
        let assumed = Assumed::of(&mut book, &tables, &asked.rows)?;
        let cells = Found { asked: &asked.at, spans: &spans };
        let mut counted = rests::rests(&mut book, &assumed, &asked.rows, cells);
        exclusive::rests(&mut book, &assumed.measures, (&asked.rows, cells), &mut counted);
        let mut quiet = Vec::new();
        for Hushed { figures, known, guard } in quiet::quiet(&mut book, &asked.rows) {
            let period = guard.row.period;
            let cell = u32::try_from(asked.rows.len() + counted.len()).unwrap_or(u32::MAX);
            let rows = |list: Vec<Codes>| list.into_iter().map(|codes| Row { codes, period }).collect();
            quiet.push(Margin { guard: cell, quiet: rows(figures), known: rows(known) });
            counted.push(guard);
        }
        let alone = counted.iter().map(|counted| (&counted.row, counted.less.as_ref()));
        let rows: Vec<Line<'_>> = asked.rows.iter().map(|row| (row, None)).chain(alone).collect();
        if rows.len() > MAX_CELLS {
            return Err(too_many(rows.len() as u64));
        }
        let readings = Readings { book: &book, assumed: &assumed, spans: &spans };
        let read = readings.read(&rows, asked.rows.len(), &quiet)?;
        let rules = TableRules {
            systems: read.systems,
            ladders: ladders::ladders(&book, &asked),
            quiet: read.quiet,
            whole: ladders::whole(&book, &asked, &spans),
            within: self.within(),
            parents: parents::parents(&book),
            evaluations: Vec::new(),
        };
        let cells = rows
            .iter()
            .zip(read.hard)
            .enumerate()
            .map(|(at, ((row, _), leaves))| cell(&book, row, periods, leaves, at >= asked.rows.len()));
        let cells = cells.collect();
        let first = u32::try_from(asked.rows.len()).unwrap_or(u32::MAX);
        let count_only =
            (first..).zip(counted).map(|(cell, counted)| CountOnly { cell, how: counted.how }).collect();
        let mut table = RoundTable { leaves: read.leaves, cells, rules, count_only };
        table.derive(self, periods)?;
        Ok(table)
    }
}

const fn too_many(cells: u64) -> StructureFault {
    StructureFault::TooMany { what: "cells", cells, limit: MAX_CELLS as u64 }
}

/// A cell with the rules of its measure; what is left of a denominator has those of the numerator.
fn cell(book: &Book<'_>, row: &Row, periods: &[String], leaves: Vec<u32>, count_only: bool) -> CellSpec {
    let mut key: Vec<&str> =
        (0..book.dimensions.len()).map(|dimension| book.name(dimension, row.code(dimension))).collect();
    let structure = book.structure;
    let place = structure.key_dimensions().position(|dimension| dimension.id == structure.time);
    let period = periods.get(row.period).map_or("", String::as_str);
    key.insert(place.unwrap_or_default().min(key.len()), period);
    let measure = book.name(book.measure, row.code(book.measure));
    let rules = structure.rules(measure.split_once('~').map_or(measure, |(measure, _)| measure));
    CellSpec {
        key: key.join("."),
        // A bit is all that anybody counts.
        max: if count_only { 1 } else { rules.map_or(u32::MAX, |rules| rules.max) },
        leaves,
        min_contributors: rules.map_or(u16::MAX, |rules| rules.min_contributors),
        count_only,
        rounding: rules.map_or(5, |rules| rules.rounding),
        first: rules.map_or(FIRST, |rules| rules.first),
    }
}
