//! Changed figures next to openings of them from before: nobody but the member knows whether a change is its own.

use super::rows::Rows;
use crate::table::Table;
use std::collections::{BTreeMap, BTreeSet};

/// An opening: of an earlier round, or of this one.
struct Opening<'a> {
    leaves: &'a [u32],
    reporters: &'a BTreeSet<u32>,
    round: u32,
    changed: Option<u32>,
}

/// What has been opened, as far as the rule needs it: one list per system, since a reader may take any of them for true.
pub(super) struct Revisions<'a> {
    systems: Vec<System<'a>>,
    /// Per cell what changes are lessened by, and the minimum.
    rules: Vec<(u32, u32)>,
}

/// Openings as one system sees them.
struct System<'a> {
    /// Per cell.
    cells: Vec<Opening<'a>>,
    opened: Vec<Opening<'a>>,
    /// Openings by leaf.
    with_leaf: BTreeMap<u32, Vec<usize>>,
    /// Changes of cells that were counted, and not opened or not yet, with their rounds.
    silent: Vec<(&'a [u32], u32)>,
}

impl<'a> Revisions<'a> {
    pub(super) fn new(table: &'a Table, rows: &Rows<'_>, soft: bool) -> Self {
        let changed = table.earlier.iter().map(|row| row.changed);
        let mut all = changed.chain(table.cells.iter().map(|cell| cell.changed));
        // Without changes nothing is forbidden.
        let any = all.any(|changed| changed.is_some_and(|changed| changed > 0));
        let systems = if !any {
            0
        } else if soft {
            table.systems.max(1)
        } else {
            1
        };
        let less = rows.lessened.iter().copied();
        Self {
            systems: (0..systems).map(|system| System::new(table, system)).collect(),
            rules: less.zip(rows.all.iter().map(|row| row.minimum)).collect(),
        }
    }

    /// The cell is opened.
    pub(super) fn open(&mut self, cell: usize) {
        self.systems.iter_mut().for_each(|system| system.open(cell));
    }

    /// Only equal sums compare safely: from the first change on every opening has the same leaves and the same reporters,
    /// and at least the minimum of them changed: the cell's own, or `strictest`.
    pub(super) fn forbids(&self, cell: usize, strictest: u32) -> bool {
        let rule = self.rules.get(cell).map(|(less, minimum)| (*less, strictest.max(*minimum)));
        rule.is_some_and(|rule| self.systems.iter().any(|system| system.forbids(cell, rule)))
    }
}

impl<'a> System<'a> {
    fn new(table: &'a Table, system: usize) -> Self {
        let round = table.earlier.last().map_or(0, |row| row.round.saturating_add(1));
        let of = |leaves: &'a [Vec<u32>]| leaves.get(system).map_or(&[][..], Vec::as_slice);
        // Oldest first, so the first round in which a sum was opened stays.
        let mut first: BTreeMap<&[u32], u32> = BTreeMap::new();
        for row in table.earlier.iter().filter(|row| row.opened) {
            first.entry(of(&row.leaves)).or_insert(row.round);
        }
        // Of a sum that was never opened every figure counts as changed, which says nothing.
        let told = |leaves: &'a [u32], round: u32, changed: Option<u32>| {
            changed.filter(|_| first.get(leaves).is_some_and(|first| *first < round))
        };
        let cells = table.cells.iter().map(|cell| {
            let leaves = of(&cell.leaves);
            Opening { leaves, reporters: &cell.reporters, round, changed: told(leaves, round, cell.changed) }
        });
        let cells: Vec<Opening<'a>> = cells.collect();
        let earlier = table.earlier.iter().map(|row| {
            let (leaves, round) = (of(&row.leaves), row.round);
            Opening { leaves, reporters: &row.reporters, round, changed: told(leaves, round, row.changed) }
        });
        let (old, shut): (Vec<_>, Vec<_>) = earlier.zip(&table.earlier).partition(|(_, row)| row.opened);
        let silent = shut.iter().map(|(opening, _)| opening).chain(&cells);
        let silent = silent.filter(|one| one.changed.is_some_and(|changed| changed > 0));
        let silent = silent.map(|one| (one.leaves, one.round)).collect();
        let mut made = Self { cells, opened: Vec::new(), with_leaf: BTreeMap::new(), silent };
        old.into_iter().for_each(|(opening, _)| made.put(opening));
        made
    }

    fn put(&mut self, opening: Opening<'a>) {
        for leaf in opening.leaves {
            self.with_leaf.entry(*leaf).or_default().push(self.opened.len());
        }
        self.opened.push(opening);
    }

    fn open(&mut self, cell: usize) {
        if let Some(cell) = self.cells.get(cell) {
            self.put(Opening { ..*cell });
        }
    }

    fn forbids(&self, cell: usize, (less, minimum): (u32, u32)) -> bool {
        let Some(row) = self.cells.get(cell) else { return false };
        let (others, leaves) = self.connected(row.leaves);
        let oldest = others.iter().map(|other| other.round).min();
        let changes = |one: &Opening<'_>| {
            one.changed.is_some_and(|changed| changed > 0) && oldest.is_some_and(|oldest| oldest < one.round)
        };
        // What was changed is changed, whether that was opened or not.
        let is_silent = |(own, round): &&(&[u32], u32)| {
            oldest.is_some_and(|oldest| oldest < *round) && own.iter().any(|leaf| leaves.contains(leaf))
        };
        let silent = self.silent.iter().filter(is_silent).map(|(_, round)| *round);
        let told = others.iter().copied().chain([row]).filter(|one| changes(one)).map(|one| one.round);
        let first = told.chain(silent).min();
        let Some(first) = first else { return false };
        let few = row.changed.is_some_and(|changed| changed.saturating_sub(less) < minimum);
        let unlike = |other: &&Opening<'_>| {
            other.leaves != row.leaves || (other.round >= first && other.reporters != row.reporters)
        };
        (changes(row) && few) || others.iter().any(unlike)
    }

    /// Openings that share leaves with these, or with one that does, and so on; all these leaves.
    fn connected(&self, leaves: &[u32]) -> (Vec<&Opening<'a>>, BTreeSet<u32>) {
        let (mut found, mut seen) = (BTreeSet::new(), BTreeSet::new());
        let mut open: Vec<u32> = leaves.to_vec();
        while let Some(leaf) = open.pop() {
            if seen.insert(leaf) {
                for at in self.with_leaf.get(&leaf).into_iter().flatten() {
                    if found.insert(*at) {
                        open.extend(self.opened.get(*at).into_iter().flat_map(|opening| opening.leaves));
                    }
                }
            }
        }
        (found.into_iter().filter_map(|at| self.opened.get(at)).collect(), seen)
    }
}
