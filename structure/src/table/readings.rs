//! Leaves of all cells in all systems.

use super::book::{Book, Row};
use super::leaves::{Cut, Figures, Line, System};
use super::systems::Assumed;
use crate::fault::StructureFault;
use intertally_core::round::{Leaf, QuietLeaves, SoftSystem};
use std::collections::BTreeSet;

/// Most leaves that all cells may name together, in all systems.
const MAX_LEAVES: u64 = 8_000_000;

/// What the leaves depend on.
pub(super) struct Readings<'r> {
    pub(super) book: &'r Book<'r>,
    pub(super) assumed: &'r Assumed,
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
    /// Of cells in round order, of which those from the place `alone` on are counted alone; and of margins with quiet
    /// figures.
    pub(super) fn read(
        &self,
        lines: &[Line<'_>],
        alone: usize,
        margins: &[Margin],
    ) -> Result<Read, StructureFault> {
        self.limit(lines)?;
        let left = lines.get(alone..).unwrap_or(&[]);
        let mut figures = Figures::default();
        let mut of = |line: &Line<'_>, system: System<'_>| figures.of_row(self.book, *line, left, system);
        let hard: Vec<Spread> = lines.iter().map(|line| (of(line, None), self.span(line.0))).collect();
        let mut soft: Vec<Vec<(u32, Spread)>> = Vec::new();
        for system in self.systems() {
            let mut cells = Vec::new();
            let moved = |line: &Line<'_>| {
                system.is_some_and(|system| !Figures::is_hard(self.book, *line, left, system))
            };
            for (cell, (line, (plain, span))) in
                (0u32..).zip(lines.iter().zip(&hard)).filter(|(_, (line, _))| moved(line))
            {
                let own = of(line, system);
                if own != *plain {
                    cells.push((cell, (own, *span)));
                }
            }
            soft.push(cells);
        }
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
        for cells in &soft {
            let cells: Vec<(u32, Vec<u32>)> =
                cells.iter().map(|(cell, spread)| (*cell, places(spread))).collect();
            if !cells.is_empty() && systems.iter().all(|other| other.cells != cells) {
                systems.push(SoftSystem { cells });
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

    fn systems(&self) -> impl Iterator<Item = System<'_>> {
        (0..self.assumed.len()).map(|system| Some((self.assumed, system)))
    }

    /// What figures are sums of in any system.
    fn everywhere(&self, figures: &mut Figures, rows: &[Row]) -> BTreeSet<u32> {
        let mut all = BTreeSet::new();
        for row in rows {
            for system in self.systems().chain([None]) {
                all.extend(figures.of(self.book, &row.codes, system));
            }
        }
        all
    }

    /// A structure may multiply its codes beyond what anybody could write out.
    fn limit(&self, lines: &[Line<'_>]) -> Result<(), StructureFault> {
        let mut cells = 0_u64;
        for (row, _) in lines {
            cells = cells.saturating_add(Figures::count(self.book, &row.codes, None));
            for system in 0..self.assumed.len() {
                if self.assumed.view(self.book, system, &row.codes).is_some() {
                    let count = Figures::count(self.book, &row.codes, Some((self.assumed, system)));
                    cells = cells.saturating_add(count);
                }
            }
        }
        let (what, limit) = ("figures that the cells are sums of", MAX_LEAVES);
        if cells > limit { Err(StructureFault::TooMany { what, cells, limit }) } else { Ok(()) }
    }
}
