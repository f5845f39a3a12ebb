//! Intervals of the opened cells that have no value: the least and the greatest total that all shown bands allow.

use super::long;
use super::valued::hard;
use crate::atoms::{Row, atoms, components};
use crate::exact::linear::indicator;
use crate::exact::simplex::Program;
use crate::exact::span::Traced;
use crate::table::{Cell, Table};
use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{Signed, ToPrimitive};
use std::collections::{BTreeMap, BTreeSet};

/// Cells times atoms of a component beyond which no program is solved: shown ends are added instead.
pub const SIZE: usize = 10_000;

/// An opened cell.
struct Opened<'a> {
    index: u32,
    cell: &'a Cell,
    row: Vec<u32>,
    /// What is shown of it, if it has a value.
    ends: Option<(u64, u64)>,
}

/// The interval of each opened cell that has no ends of its own.
pub(super) fn intervals(
    table: &Table,
    opened: &BTreeSet<u32>,
    ends: &BTreeMap<u32, (u64, u64)>,
) -> BTreeMap<u32, (u64, u64)> {
    let cells = opened.iter().filter_map(|index| Some((*index, table.cells.get(*index as usize)?)));
    let cells: Vec<(u32, &Cell)> = cells.collect();
    let rows: Vec<Row<'_>> = cells.iter().map(|(_, cell)| hard(cell)).collect();
    let all = cells.into_iter().zip(atoms(&rows)).map(|((index, cell), row)| {
        let ends = ends.get(&index).copied();
        Opened { index, cell, row, ends }
    });
    let mut out = BTreeMap::new();
    for part in together(all.collect()) {
        if part.iter().any(|one| one.ends.is_none()) {
            Part::new(part).settle(&mut out);
        }
    }
    out
}

/// Cells that share atoms, directly or through others.
fn together(all: Vec<Opened<'_>>) -> Vec<Vec<Opened<'_>>> {
    let rows: Vec<Vec<u32>> = all.iter().map(|one| one.row.clone()).collect();
    let mut out: BTreeMap<usize, Vec<Opened<'_>>> = BTreeMap::new();
    for (part, one) in components(&rows).into_iter().zip(all) {
        out.entry(part).or_default().push(one);
    }
    out.into_values().collect()
}

struct Part<'a> {
    cells: Vec<Opened<'a>>,
    /// Cells with ends that hold each atom.
    known: BTreeMap<u32, Vec<usize>>,
}

impl<'a> Part<'a> {
    fn new(cells: Vec<Opened<'a>>) -> Self {
        let mut known: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
        for (at, one) in cells.iter().enumerate() {
            for atom in &one.row {
                let holders = known.entry(*atom).or_default();
                if one.ends.is_some() {
                    holders.push(at);
                }
            }
        }
        Self { cells, known }
    }

    fn settle(&self, out: &mut BTreeMap<u32, (u64, u64)>) {
        if let Some(sums) = self.sums() {
            out.extend(sums);
            return;
        }
        let small = self.cells.len().saturating_mul(self.known.len()) <= SIZE;
        let (program, mut ready, mut traced) = (small.then(|| self.program()), None, None);
        for (at, one) in self.cells.iter().enumerate().filter(|(_, one)| one.ends.is_none()) {
            let solved = program.as_ref().and_then(|program| long::ends(program, at, &mut ready).ok());
            let solved =
                solved.map(|(low, high)| (low, if self.bounded(one) { high } else { natural(one.cell) }));
            // Members' parts need not add up. Where nothing meets all that is shown, adding alone gives what is shown of the
            // cell, whatever is shown of others.
            let ends = solved.filter(|(low, high)| low <= high);
            let ends = ends.unwrap_or_else(|| Self::added(one, traced.get_or_insert_with(|| self.traced())));
            out.insert(one.index, ends);
        }
    }

    /// Whether each atom of a cell lies in one that has ends.
    fn bounded(&self, one: &Opened<'_>) -> bool {
        one.row.iter().all(|atom| self.known.get(atom).is_some_and(|holders| !holders.is_empty()))
    }

    /// The easy case: cells with ends are disjoint, and each other cell is a sum of some of them that are not less than its
    /// minimum anyhow. Then the program has nothing to add to the sums of the ends.
    fn sums(&self) -> Option<Vec<(u32, (u64, u64))>> {
        if self.known.values().any(|holders| holders.len() > 1) {
            return None;
        }
        let mut out = Vec::new();
        for one in self.cells.iter().filter(|one| one.ends.is_none()) {
            let (mut left, mut low, mut high) = (one.row.len(), 0u64, 0u64);
            let parts: BTreeSet<usize> =
                one.row.iter().filter_map(|atom| self.known.get(atom)).flatten().copied().collect();
            for part in parts.into_iter().filter_map(|part| self.cells.get(part)) {
                let inside = part.row.iter().all(|atom| one.row.binary_search(atom).is_ok());
                let ends = part.ends.filter(|_| inside)?;
                left = left.checked_sub(part.row.len())?;
                (low, high) = (low.checked_add(ends.0)?, high.checked_add(ends.1)?);
            }
            if left > 0 || low < u64::from(one.cell.minimum) {
                return None;
            }
            out.push((one.index, (low, high)));
        }
        Some(out)
    }

    /// Unknowns are the totals of the cells, then the atoms, 0 or more; a cell is the sum of its atoms.
    fn program(&self) -> Program {
        let place: BTreeMap<u32, usize> = self.known.keys().copied().zip(self.cells.len()..).collect();
        // Of an atom that no cell with ends holds, more than a minimum is of no use to make a cell small.
        let strictest = self.cells.iter().map(|one| u64::from(one.cell.minimum)).max().unwrap_or(0);
        let high = |atom: &u32| -> u64 {
            let holders = self.known.get(atom).into_iter().flatten();
            let ends = holders.filter_map(|holder| self.cells.get(*holder)?.ends);
            ends.map(|ends| ends.1).min().unwrap_or(strictest)
        };
        let mut bounds: Vec<(u64, u64)> = Vec::new();
        for one in &self.cells {
            let most = one.row.iter().fold(0u64, |sum, atom| sum.saturating_add(high(atom)));
            bounds.push(one.ends.unwrap_or((u64::from(one.cell.minimum), most)));
        }
        bounds.extend(self.known.keys().map(|atom| (0, high(atom))));
        let rows = self.cells.iter().enumerate().map(|(at, one)| {
            let held = one.row.iter().filter_map(|atom| Some((*place.get(atom)?, -1)));
            std::iter::once((at, 1)).chain(held).collect()
        });
        Program { bounds, rows: rows.collect() }
    }

    /// The cells with ends, ready to be combined.
    fn traced(&self) -> (Traced, Vec<(u64, u64)>) {
        let (mut known, mut with) = (Traced::new(), Vec::new());
        for (other, ends) in self.cells.iter().filter_map(|other| Some((other, other.ends?))) {
            known.add(&indicator(other.row.iter().copied()));
            with.push(ends);
        }
        (known, with)
    }

    /// The interval that adding and subtracting gives; its minimum where all totals of this are smaller.
    fn added(one: &Opened<'_>, (known, with): &(Traced, Vec<(u64, u64)>)) -> (u64, u64) {
        let least = u64::from(one.cell.minimum);
        let Some(factors) = known.combination(&indicator(one.row.iter().copied())) else {
            return (least, natural(one.cell).max(least));
        };
        let (mut low, mut high) = (BigRational::from(BigInt::from(0)), BigRational::from(BigInt::from(0)));
        for (row, factor) in factors {
            let Some(ends) = with.get(row as usize) else { continue };
            let (first, last) = if factor.is_negative() { (ends.1, ends.0) } else { *ends };
            low += &factor * BigInt::from(first);
            high += &factor * BigInt::from(last);
        }
        let low = if low.is_negative() { 0 } else { low.ceil().to_integer().to_u64().unwrap_or(u64::MAX) };
        let high =
            if high.is_negative() { 0 } else { high.floor().to_integer().to_u64().unwrap_or(u64::MAX) };
        let low = low.max(least);
        (low, high.max(low))
    }
}

/// The largest total that there can be.
fn natural(cell: &Cell) -> u64 {
    cell.max.saturating_mul(cell.reporters.len() as u64)
}
