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

/// What has been opened, as far as the rule needs it.
pub(super) struct Revisions<'a> {
    /// Per cell.
    cells: Vec<Opening<'a>>,
    /// What changes are lessened by, and the minimum.
    rules: Vec<(u32, u32)>,
    opened: Vec<Opening<'a>>,
    /// Openings by leaf.
    with_leaf: BTreeMap<u32, Vec<usize>>,
    /// Whether anything changed at all.
    any: bool,
}

impl<'a> Revisions<'a> {
    pub(super) fn new(table: &'a Table, rows: &Rows<'_>) -> Self {
        let round = table.earlier.last().map_or(0, |row| row.round.saturating_add(1));
        let hard = |leaves: &'a [Vec<u32>]| leaves.first().map_or(&[][..], Vec::as_slice);
        let cells = table.cells.iter().map(|cell| Opening {
            leaves: hard(&cell.leaves),
            reporters: &cell.reporters,
            round,
            changed: cell.changed,
        });
        let less = rows.lessened.iter().copied();
        let rules = less.zip(rows.all.iter().map(|row| row.minimum)).collect();
        let changed = table.earlier.iter().map(|row| row.changed);
        let mut all = changed.chain(table.cells.iter().map(|cell| cell.changed));
        let any = all.any(|changed| changed.is_some_and(|changed| changed > 0));
        let mut made =
            Self { cells: cells.collect(), rules, opened: Vec::new(), with_leaf: BTreeMap::new(), any };
        for row in table.earlier.iter().filter(|row| row.opened) {
            let leaves = hard(&row.leaves);
            made.put(Opening { leaves, reporters: &row.reporters, round: row.round, changed: row.changed });
        }
        made
    }

    fn put(&mut self, opening: Opening<'a>) {
        if self.any {
            for leaf in opening.leaves {
                self.with_leaf.entry(*leaf).or_default().push(self.opened.len());
            }
            self.opened.push(opening);
        }
    }

    /// The cell is opened.
    pub(super) fn open(&mut self, cell: usize) {
        if let Some(cell) = self.cells.get(cell) {
            self.put(Opening { ..*cell });
        }
    }

    /// Only equal sums compare safely: from the first change on every opening has the same leaves and the same reporters,
    /// and at least the minimum of them changed.
    pub(super) fn forbids(&self, cell: usize) -> bool {
        let (Some(row), Some((less, minimum))) = (self.cells.get(cell), self.rules.get(cell)) else {
            return false;
        };
        if !self.any {
            return false;
        }
        let others = self.connected(row.leaves);
        let oldest = others.iter().map(|other| other.round).min();
        let changes = |one: &Opening<'_>| {
            one.changed.is_some_and(|changed| changed > 0) && oldest.is_some_and(|oldest| oldest < one.round)
        };
        let first = others.iter().copied().chain([row]).filter(|one| changes(one)).map(|one| one.round).min();
        let Some(first) = first else { return false };
        let few = row.changed.is_some_and(|changed| changed.saturating_sub(*less) < *minimum);
        let unlike = |other: &&Opening<'_>| {
            other.leaves != row.leaves || (other.round >= first && other.reporters != row.reporters)
        };
        (changes(row) && few) || others.iter().any(unlike)
    }

    /// Openings that share leaves with these, or with one that does, and so on.
    fn connected(&self, leaves: &[u32]) -> Vec<&Opening<'a>> {
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
        found.into_iter().filter_map(|at| self.opened.get(at)).collect()
    }
}
