//! Leaves of all cells in all systems.

use super::book::{Book, Row};
use super::leaves::{Cut, Figures};
use super::rests::Apart;
use super::systems::{Assumed, System};
use crate::fault::StructureFault;
use intertally_core::round::{Leaf, QuietLeaves, SoftSystem};
use std::collections::BTreeSet;

/// Most leaves that all cells may name together, in all systems.
const MAX_LEAVES: u64 = 8_000_000;

/// What the leaves depend on.
pub(super) struct Readings<'r> {
    pub(super) book: &'r Book<'r>,
    pub(super) systems: &'r [System],
    pub(super) assumed: &'r [Assumed<'r>],
    /// First month and number of months of each period.
    pub(super) spans: &'r [(u32, u32)],
}

/// The leaves, and who holds which, as places in the list.
pub(super) struct Read {
    pub(super) leaves: Vec<Leaf>,
    pub(super) hard: Vec<Vec<u32>>,
    pub(super) systems: Vec<SoftSystem>,
    pub(super) quiet: Vec<QuietLeaves>,
}

/// Figures of a margin with quiet ones, and the cell that counts who has figures in these alone.
pub(super) struct Margin {
    pub(super) guard: u32,
    pub(super) quiet: Vec<Row>,
    /// The others.
    pub(super) known: Vec<Row>,
}

/// Figures of a row over its months.
type Spread = (Vec<u32>, (u32, u32));

impl Readings<'_> {
    /// Of cells in round order, and of margins with quiet figures.
    pub(super) fn read(
        &self,
        rows: &[(&Row, Option<&Apart>)],
        margins: &[Margin],
    ) -> Result<Read, StructureFault> {
        self.limit(rows)?;
        let mut figures = Figures::default();
        let hard: Vec<Spread> = rows
            .iter()
            .map(|(row, apart)| (figures.of_row(self.book, row, *apart, None), self.span(row)))
            .collect();
        let soft: Vec<Vec<(u32, Spread)>> =
            self.systems.iter().map(|system| self.differing(&mut figures, system, rows, &hard)).collect();
        let hushed: Vec<(u32, [Spread; 3])> = margins
            .iter()
            .filter_map(|Margin { guard, quiet, known }| {
                let span = self.span(quiet.first()?);
                let mut plain = |rows: &[Row]| -> BTreeSet<u32> {
                    rows.iter().flat_map(|row| figures.of(self.book, &row.codes, None)).collect()
                };
                let (own, known) = (plain(quiet), plain(known));
                let soft = &self.everywhere(&mut figures, quiet) - &own;
                Some((*guard, [own, soft, known].map(|list| (list.into_iter().collect(), span))))
            })
            .collect();
        let all = hard.iter().chain(soft.iter().flatten().map(|(_, spread)| spread));
        let all = all.chain(hushed.iter().flat_map(|(_, spreads)| spreads));
        let cut = Cut::of(self.book, &figures, all.map(|(list, span)| (list, *span)));
        let places = |(figures, span): &Spread| cut.places(figures, *span);
        let mut systems: Vec<SoftSystem> = Vec::new();
        for (system, cells) in self.systems.iter().zip(&soft) {
            let cells: Vec<(u32, Vec<u32>)> =
                cells.iter().map(|(cell, spread)| (*cell, places(spread))).collect();
            if !cells.is_empty() && systems.iter().all(|other| other.cells != cells) {
                systems.push(SoftSystem { name: system.name.clone(), cells });
            }
        }
        let quiet = hushed
            .iter()
            .map(|(guard, [own, soft, known])| QuietLeaves {
                leaves: places(own),
                soft: places(soft),
                known: places(known),
                guard: *guard,
            })
            .collect();
        Ok(Read { hard: hard.iter().map(places).collect(), systems, quiet, leaves: cut.leaves })
    }

    fn span(&self, row: &Row) -> (u32, u32) {
        self.spans.get(row.period).copied().unwrap_or_default()
    }

    fn of_table(&self, system: &System) -> Option<&Assumed<'_>> {
        self.assumed.get(system.table)
    }

    /// Cells whose figures are others in a system than by declaration.
    fn differing(
        &self,
        figures: &mut Figures,
        system: &System,
        rows: &[(&Row, Option<&Apart>)],
        hard: &[Spread],
    ) -> Vec<(u32, Spread)> {
        let Some(own) = self.of_table(system) else { return Vec::new() };
        let mut cells = Vec::new();
        for (cell, ((row, apart), (plain, span))) in (0u32..).zip(rows.iter().zip(hard)) {
            let measure = row.code(self.book.measure);
            let split = system.split.is_some_and(|split| split.denominator == measure);
            if split || own.measures.contains(&measure) {
                let list = figures.of_row(self.book, row, *apart, Some((system, own)));
                if list != *plain {
                    cells.push((cell, (list, *span)));
                }
            }
        }
        cells
    }

    /// What figures are sums of in any system.
    fn everywhere(&self, figures: &mut Figures, rows: &[Row]) -> BTreeSet<u32> {
        let mut all = BTreeSet::new();
        for row in rows {
            all.extend(figures.of(self.book, &row.codes, None));
            for (system, own) in self.systems.iter().filter_map(|one| Some((one, self.of_table(one)?))) {
                all.extend(figures.of(self.book, &row.codes, Some((system, own))));
            }
        }
        all
    }

    /// A structure may multiply its codes beyond what anybody could write out.
    fn limit(&self, rows: &[(&Row, Option<&Apart>)]) -> Result<(), StructureFault> {
        let mut cells = 0u64;
        for (row, _) in rows {
            let soft = self.systems.iter().filter_map(|system| Some((system, self.of_table(system)?)));
            let soft = soft.map(|(system, own)| Figures::count(self.book, &row.codes, Some((system, own))));
            cells = soft.fold(cells, u64::saturating_add);
            cells = cells.saturating_add(Figures::count(self.book, &row.codes, None));
        }
        let (what, limit) = ("figures that the cells are sums of", MAX_LEAVES);
        if cells > limit { Err(StructureFault::TooMany { what, cells, limit }) } else { Ok(()) }
    }
}
