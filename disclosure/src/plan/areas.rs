//! Areas of one country: whole and parts add up, though no row says so. What is connected opens only where the same of them
//! report all of it, or none.

use super::groups::{Groups, Together};
use super::rows::Countries;
use crate::table::Table;
use std::collections::{BTreeMap, BTreeSet};

/// Who reports of each country that has several areas; none where others report one opening than another.
#[derive(Clone)]
struct Reporting(BTreeMap<u32, Option<BTreeSet<u32>>>);

impl Together for Reporting {
    fn and(mut self, other: Self) -> Self {
        for (country, members) in other.0 {
            let own = self.0.entry(country).or_insert_with(|| members.clone());
            if *own != members {
                *own = None;
            }
        }
        self
    }
}

/// What is open, one per system.
pub(super) struct Areas<'a> {
    systems: Vec<Groups<Reporting>>,
    /// Per cell its leaves, one list per system, and who reports it.
    cells: Vec<(&'a [Vec<u32>], Reporting)>,
}

impl<'a> Areas<'a> {
    pub(super) fn new(table: &'a Table, countries: &Countries, soft: bool) -> Self {
        let several: BTreeSet<u32> = table.within.keys().map(|inner| countries.of(*inner)).collect();
        if several.is_empty() {
            return Self { systems: Vec::new(), cells: Vec::new() };
        }
        let reporting = |members: &BTreeSet<u32>| {
            let mut made = BTreeMap::<u32, BTreeSet<u32>>::new();
            for member in members {
                let country = countries.of(*member);
                if several.contains(&country) {
                    made.entry(country).or_default().insert(*member);
                }
            }
            Reporting(made.into_iter().map(|(country, members)| (country, Some(members))).collect())
        };
        let systems = if soft { table.systems.max(1) } else { 1 };
        let cells = table.cells.iter().map(|cell| (cell.leaves.as_slice(), reporting(&cell.reporters)));
        let mut made =
            Self { systems: (0..systems).map(|_| Groups::new()).collect(), cells: cells.collect() };
        for row in table.earlier.iter().filter(|row| row.opened) {
            made.put(&row.leaves, &reporting(&row.reporters));
        }
        // Published figures link openings, as in the rules on what stands.
        for figure in table.public.iter().filter(|figure| !figure.before) {
            made.put(&figure.leaves, &Reporting(BTreeMap::new()));
        }
        made
    }

    /// Whether other areas of some country report the cell than report what is open and connected with it.
    pub(super) fn forbids(&mut self, cell: usize) -> bool {
        let Some((leaves, own)) = self.cells.get(cell) else { return false };
        self.systems.iter_mut().zip(leaves.iter()).any(|(open, leaves)| {
            let around = open.around(leaves);
            around.is_some_and(|around| around.and(own.clone()).0.values().any(Option::is_none))
        })
    }

    /// The cell is opened.
    pub(super) fn open(&mut self, cell: usize) {
        if let Some((leaves, own)) = self.cells.get(cell).cloned() {
            self.put(leaves, &own);
        }
    }

    fn put(&mut self, leaves: &[Vec<u32>], own: &Reporting) {
        for (open, leaves) in self.systems.iter_mut().zip(leaves) {
            open.open(own.clone(), leaves);
        }
    }
}
