//! What counts of nothing say to be the same. Where nobody has anything in what is left of a whole beside a part, the whole is the
//! part, whatever a system reads: so whoever sees the counts has the one by the other, and what comes with it. Of several parts
//! that holds only as far as they are about different cases, which counts do not say.

use super::Parts;
use super::find::Verdict;
use super::rows::Rows;
use super::standing::Standing;
use super::systems::Systems;
use crate::table::Table;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// What is known to whoever sees the counts. Readers do not: to them what follows here may stay shut.
pub(super) struct Seen {
    systems: Systems,
    /// Per cell those that are the same.
    same: BTreeMap<u32, BTreeSet<u32>>,
}

impl Seen {
    /// None where no count says that cells are the same.
    pub(super) fn new(
        table: &Table,
        rows: &Rows<'_>,
        standing: &Standing<'_>,
        parts: &Parts,
    ) -> Option<Self> {
        let nothing: Vec<u32> = (0u32..)
            .zip(&table.cells)
            .filter(|(at, cell)| cell.count == Some(0) && !cell.reporters.is_empty() && !is_guard(rows, *at))
            .map(|(at, _)| at)
            .collect();
        let mut same: BTreeMap<u32, BTreeSet<u32>> = BTreeMap::new();
        let systems = table.systems.max(1);
        for system in (0..systems).filter(|_| parts.same && !nothing.is_empty()) {
            let cells = Cells::new(table, rows, system);
            for (whole, part) in nothing.iter().flat_map(|none| cells.alike(*none)) {
                same.entry(whole).or_default().insert(part);
                same.entry(part).or_default().insert(whole);
            }
        }
        // Of all other components there is nothing more to know than readers know.
        let is_same = |row: usize| u32::try_from(row).is_ok_and(|row| same.contains_key(&row));
        let systems = (!same.is_empty()).then(|| Systems::with(rows, standing, systems, parts, &is_same))?;
        Some(Self { systems, same })
    }

    /// Whether a cell may become known, and what is the same with it.
    pub(super) fn find(&mut self, cell: usize, parts: &Parts) -> Verdict {
        let all = self.all(cell).into_iter();
        let mut verdicts = all.map(|cell| self.systems.find(cell as usize, parts));
        verdicts.find(|verdict| *verdict != Verdict::Open).unwrap_or(Verdict::Open)
    }

    /// A cell becomes known, and what is the same with it.
    pub(super) fn learn(&mut self, cell: usize) {
        for one in self.all(cell) {
            self.systems.learn(one as usize);
        }
    }

    /// A cell and all that is the same, directly or through others.
    fn all(&self, cell: usize) -> BTreeSet<u32> {
        let mut open: Vec<u32> = u32::try_from(cell).into_iter().collect();
        let mut all = BTreeSet::new();
        while let Some(one) = open.pop() {
            if all.insert(one) {
                open.extend(self.same.get(&one).into_iter().flatten());
            }
        }
        all
    }
}

fn is_guard(rows: &Rows<'_>, cell: u32) -> bool {
    rows.guards.contains(&(cell as usize))
}

/// Cells in one system.
struct Cells<'a> {
    table: &'a Table,
    system: usize,
    by_leaves: BTreeMap<&'a [u32], Vec<u32>>,
    by_leaf: HashMap<u32, Vec<u32>>,
}

impl<'a> Cells<'a> {
    fn new(table: &'a Table, rows: &Rows<'_>, system: usize) -> Self {
        let mut made = Self { table, system, by_leaves: BTreeMap::new(), by_leaf: HashMap::new() };
        for at in (0u32..).take(table.cells.len()).filter(|at| !is_guard(rows, *at)) {
            let leaves = made.leaves(at);
            made.by_leaves.entry(leaves).or_default().push(at);
            leaves.iter().for_each(|leaf| made.by_leaf.entry(*leaf).or_default().push(at));
        }
        made
    }

    fn leaves(&self, cell: u32) -> &'a [u32] {
        let leaves = self.table.cells.get(cell as usize).and_then(|cell| cell.leaves.get(self.system));
        leaves.map_or(&[], Vec::as_slice)
    }

    /// Wholes that hold `none`, which is nothing, each with what is left of it.
    fn alike(&self, none: u32) -> Vec<(u32, u32)> {
        let Some(first) = self.leaves(none).first() else { return Vec::new() };
        let mut found = Vec::new();
        for whole in self.by_leaf.get(first).into_iter().flatten().filter(|whole| **whole != none) {
            let left = without(self.leaves(*whole), self.leaves(none));
            let parts = left.and_then(|left| self.by_leaves.get(left.as_slice())).into_iter().flatten();
            let parts = parts.filter(|part| self.are_of_the_same(none, **part));
            found.extend(parts.filter(|_| self.are_of_the_same(none, *whole)).map(|part| (*whole, *part)));
        }
        found
    }

    fn are_of_the_same(&self, one: u32, other: u32) -> bool {
        let of = |cell: u32| self.table.cells.get(cell as usize).map(|cell| &cell.reporters);
        of(one) == of(other)
    }
}

/// What is left of leaves without others, if all of these are among them.
fn without(leaves: &[u32], others: &[u32]) -> Option<Vec<u32>> {
    let left: Vec<u32> = leaves.iter().copied().filter(|leaf| others.binary_search(leaf).is_err()).collect();
    (left.len() + others.len() == leaves.len()).then_some(left)
}
