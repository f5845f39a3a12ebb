//! Areas of one country: whole and parts add up, though no row says so. What is connected opens only where the same of them
//! report all of it, or none.

use super::rows::Countries;
use crate::table::Table;
use std::collections::{BTreeMap, BTreeSet};

/// Who reports of each country that has several areas.
type Reporting = BTreeMap<u32, BTreeSet<u32>>;

/// What is open, one per system.
pub(super) struct Areas {
    systems: Vec<System>,
    /// Per cell.
    cells: Vec<Reporting>,
}

/// Openings as one system sees them: sets that share leaves, directly or through others.
struct System {
    /// Leaves per cell.
    leaves: Vec<BTreeSet<u32>>,
    open: Vec<(BTreeSet<u32>, Reporting)>,
}

impl Areas {
    pub(super) fn new(table: &Table, countries: &Countries, soft: bool) -> Self {
        let several: BTreeSet<u32> = table.within.keys().map(|inner| countries.of(*inner)).collect();
        let reporting = |members: &BTreeSet<u32>| {
            let mut made = Reporting::new();
            for member in members {
                let country = countries.of(*member);
                if several.contains(&country) {
                    made.entry(country).or_default().insert(*member);
                }
            }
            made
        };
        let count = if several.is_empty() {
            0
        } else if soft {
            table.systems.max(1)
        } else {
            1
        };
        let leaves = |all: &[Vec<u32>], system: usize| -> BTreeSet<u32> {
            all.get(system).into_iter().flatten().copied().collect()
        };
        let system = |system: usize| {
            let cells = table.cells.iter().map(|cell| leaves(&cell.leaves, system));
            let mut made = System { leaves: cells.collect(), open: Vec::new() };
            for row in table.earlier.iter().filter(|row| row.opened) {
                made.open(leaves(&row.leaves, system), reporting(&row.reporters));
            }
            made
        };
        Self {
            systems: (0..count).map(system).collect(),
            cells: table.cells.iter().map(|cell| reporting(&cell.reporters)).collect(),
        }
    }

    /// Whether other areas of some country report the cell than report what is open and connected with it.
    pub(super) fn forbids(&self, cell: usize) -> bool {
        let Some(own) = self.cells.get(cell) else { return false };
        self.systems.iter().any(|system| system.forbids(cell, own))
    }

    /// The cell is opened.
    pub(super) fn open(&mut self, cell: usize) {
        for system in &mut self.systems {
            if let (Some(leaves), Some(own)) = (system.leaves.get(cell).cloned(), self.cells.get(cell)) {
                system.open(leaves, own.clone());
            }
        }
    }
}

impl System {
    fn forbids(&self, cell: usize, own: &Reporting) -> bool {
        let Some(leaves) = self.leaves.get(cell) else { return false };
        let mut all = own.clone();
        let near = self.open.iter().filter(|(others, _)| !others.is_disjoint(leaves));
        near.flat_map(|(_, reporting)| reporting).any(|(country, members)| {
            let before = all.entry(*country).or_insert_with(|| members.clone());
            before != members
        })
    }

    fn open(&mut self, mut leaves: BTreeSet<u32>, mut own: Reporting) {
        let (near, apart) =
            std::mem::take(&mut self.open).into_iter().partition(|(others, _)| !others.is_disjoint(&leaves));
        self.open = apart;
        let near: Vec<(BTreeSet<u32>, Reporting)> = near;
        for (others, reporting) in near {
            leaves.extend(others);
            // Of earlier openings that are in conflict already the union stays: nothing is equal to it.
            for (country, members) in reporting {
                own.entry(country).or_default().extend(members);
            }
        }
        self.open.push((leaves, own));
    }
}
