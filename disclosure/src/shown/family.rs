//! Which cells are parts of which, in one system, and which parts of a total stand beside each other.

use super::bands::Band;
use super::given::{Given, least, rows};
use super::near::Valued;
use crate::atoms::{atoms, holders, within};
use crate::floor::Floors;
use crate::table::Table;
use std::collections::{BTreeMap, BTreeSet};

/// Disjoint parts of a total that are shown with values.
#[derive(Clone, Default)]
pub(super) struct Family {
    atoms: BTreeSet<u32>,
    /// Sum of their values.
    pub(super) value: u64,
    /// Sum of their lowest totals.
    pub(super) low: u64,
    /// What they are known to hold at least.
    pub(super) floor: u64,
}

impl Family {
    fn fits(&self, row: &[u32]) -> bool {
        row.iter().all(|atom| !self.atoms.contains(atom))
    }

    fn join(&mut self, row: &[u32], band: Band, floor: u64) {
        self.atoms.extend(row);
        self.value = self.value.saturating_add(band.value);
        self.low = self.low.saturating_add(band.low);
        self.floor = self.floor.saturating_add(floor);
    }
}

/// One system, on totals of earlier rounds and on the cells with values, by their place among these.
pub(super) struct System {
    rows: Vec<Vec<u32>>,
    /// What each is known to hold at least.
    floors: Vec<u64>,
    /// Cells of which this one is a part, and not all.
    wholes: Vec<Vec<usize>>,
    /// The other way round.
    parts: Vec<Vec<usize>>,
    /// Cells that show their value, with the families of their parts.
    shown: BTreeMap<usize, Vec<Family>>,
}

impl System {
    pub(super) fn new(
        table: &Table,
        given: &[Given],
        valued: &[Valued],
        floors: &Floors,
        system: usize,
    ) -> Self {
        let rows = atoms(&rows(table, given, valued, system));
        let floors = least(floors, given, valued, system);
        let holders = holders(&rows);
        let mut wholes = vec![Vec::new(); rows.len()];
        let mut parts = vec![Vec::new(); rows.len()];
        for (at, row) in rows.iter().enumerate() {
            let Some(around) = row.first().and_then(|atom| holders.get(*atom as usize)) else { continue };
            for whole in around {
                let Some(all) = rows.get(*whole) else { continue };
                if all.len() > row.len()
                    && within(row, all)
                    && let (Some(wholes), Some(parts)) = (wholes.get_mut(at), parts.get_mut(*whole))
                {
                    wholes.push(*whole);
                    parts.push(at);
                }
            }
        }
        Self { rows, floors, wholes, parts, shown: BTreeMap::new() }
    }

    /// What a total is known to hold at least beside a part and a family of others.
    pub(super) fn floor_beside(&self, total: usize, at: usize, family: &Family) -> u64 {
        let floor = |at: usize| self.floors.get(at).copied().unwrap_or(0);
        floor(total).saturating_sub(floor(at)).saturating_sub(family.floor)
    }

    fn row(&self, at: usize) -> &[u32] {
        self.rows.get(at).map_or(&[], Vec::as_slice)
    }

    pub(super) fn wholes(&self, at: usize) -> &[usize] {
        self.wholes.get(at).map_or(&[], Vec::as_slice)
    }

    pub(super) fn parts(&self, at: usize) -> &[usize] {
        self.parts.get(at).map_or(&[], Vec::as_slice)
    }

    /// The cells of which this one is a part that show their value.
    pub(super) fn totals(&self, at: usize) -> impl Iterator<Item = usize> {
        self.wholes(at).iter().copied().filter(|whole| self.shown.contains_key(whole))
    }

    /// The families of a total that a part fits; an empty one if there is none.
    pub(super) fn families(&self, at: usize, total: usize) -> Vec<Family> {
        let all = self.shown.get(&total).map_or(&[][..], Vec::as_slice);
        let mut fitting: Vec<Family> = all.iter().filter(|one| one.fits(self.row(at))).cloned().collect();
        if fitting.is_empty() {
            fitting.push(Family::default());
        }
        fitting
    }

    /// Whether the family, this part, and others that have values and still wait, make up the whole total.
    pub(super) fn filled(&self, at: usize, total: usize, family: &Family, waiting: &BTreeSet<usize>) -> bool {
        let free = |atom: &u32| !family.atoms.contains(atom) && !self.row(at).contains(atom);
        let mut left: BTreeSet<u32> = self.row(total).iter().copied().filter(free).collect();
        for part in self.parts(total).iter().filter(|part| waiting.contains(part)) {
            let row = self.row(*part);
            if row.iter().all(|atom| left.contains(atom)) {
                left.retain(|atom| row.binary_search(atom).is_err());
            }
        }
        left.is_empty()
    }

    /// A total that is no part of others, since nothing shows it.
    pub(super) fn allow(&mut self, at: usize) {
        self.shown.entry(at).or_default();
    }

    /// A cell shows its value: it joins all families of its totals that it fits, or begins one.
    pub(super) fn show(&mut self, at: usize, band: Band) {
        let totals: Vec<usize> = self.totals(at).collect();
        let floor = self.floors.get(at).copied().unwrap_or(0);
        let row = self.rows.get(at).map_or(&[][..], Vec::as_slice);
        for total in totals {
            let families = self.shown.entry(total).or_default();
            let mut fitting = 0;
            for family in families.iter_mut().filter(|family| family.fits(row)) {
                family.join(row, band, floor);
                fitting += 1;
            }
            if fitting == 0 {
                let mut alone = Family::default();
                alone.join(row, band, floor);
                families.push(alone);
            }
        }
        self.shown.entry(at).or_default();
    }
}
