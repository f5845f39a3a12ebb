//! Figures that were opened stand: what shares leaves with earlier openings opens only where all who are in these say that
//! nothing in them changed, so that what was opened then and what is opened now is about the same figures.

use super::decision::Reason;
use super::groups::{Groups, Together};
use super::rows::{Rows, Source};
use crate::table::{Earlier, Table};
use std::collections::{BTreeMap, BTreeSet};

/// What each earlier opening is worth, and what is connected with what, one per system: a reader may take any of them for true.
pub(super) struct Standing<'a> {
    systems: Vec<System<'a>>,
    /// Per cell what changes are lessened by, and its minimum.
    rules: Vec<(u32, u32)>,
    /// Per earlier cell whether it was not opened, and this round has a count of it that says more.
    anew: Vec<bool>,
}

/// Hard leaves and reporters.
type Sum<'a> = (&'a [u32], &'a BTreeSet<u32>);

/// A cell of the round: its leaves, the sum that it is, its changes.
type Asked<'a> = (&'a [u32], Sum<'a>, Option<u32>);

/// Openings as one system sees them.
struct System<'a> {
    /// Per cell.
    cells: Vec<Asked<'a>>,
    /// Per earlier cell what is wrong with it, if anything is.
    faults: Vec<Option<Reason>>,
    /// Openings that share leaves, directly or through others.
    groups: Groups<Known<'a>>,
    /// Leaves that may be known to everybody.
    quiet: BTreeSet<u32>,
}

/// Openings of one set.
#[derive(Clone, Copy)]
struct Known<'a> {
    /// Of earlier ones the first fault, Unasked before Revision.
    fault: Option<Reason>,
    /// Some are of earlier rounds.
    old: bool,
    /// The one sum that all of them are of, if they are, and nobody changed it yet.
    sum: Option<Sum<'a>>,
}

impl<'a> Standing<'a> {
    pub(super) fn new(table: &'a Table, rows: &Rows<'_>, soft: bool) -> Self {
        // Without earlier openings there is nothing that could stand.
        let systems = match table.earlier.iter().any(|row| row.opened) {
            true if soft => table.systems.max(1),
            any => usize::from(any),
        };
        let less = rows.revised.iter().copied();
        Self {
            systems: (0..systems).map(|system| System::new(table, system)).collect(),
            rules: less.zip(rows.all.iter().map(|row| row.minimum)).collect(),
            anew: counted_anew(table),
        }
    }

    /// Whether a row is an old count of what this round counts, of figures that were never opened.
    pub(super) fn is_counted_anew(&self, row: usize) -> bool {
        row.checked_sub(self.rules.len()).is_some_and(|row| self.anew.get(row) == Some(&true))
    }

    /// Whether a row is of today's figures, as a system sees it: this round's own, and earlier openings that stand.
    pub(super) fn is_firm(&self, rows: &Rows<'_>, row: usize, system: usize) -> bool {
        let Some(source) = rows.all.get(row).map(|row| row.source) else { return false };
        let Source::Earlier { opened } = source else { return true };
        let fault = |system: &System<'_>| system.faults.get(row.checked_sub(self.rules.len())?).copied();
        opened && self.systems.get(system).and_then(fault) == Some(None)
    }

    /// The cell is opened.
    pub(super) fn open(&mut self, cell: usize) {
        for system in &mut self.systems {
            if let Some((leaves, sum, _)) = system.cells.get(cell).copied() {
                system.groups.open(Known { fault: None, old: false, sum: Some(sum) }, leaves);
            }
        }
    }

    /// Why the cell may not open beside what earlier rounds opened. `strictest`: the largest minimum where it is judged.
    pub(super) fn forbids(&mut self, cell: usize, strictest: u32) -> Option<Reason> {
        let (less, minimum) = self.rules.get(cell).copied()?;
        let rule = (less, strictest.max(minimum));
        self.systems.iter_mut().filter_map(|system| system.forbids(cell, rule)).min_by_key(weight)
    }
}

fn counted_anew(table: &Table) -> Vec<bool> {
    let mut now: BTreeMap<Option<&Vec<u32>>, Vec<&BTreeSet<u32>>> = BTreeMap::new();
    let guards: BTreeSet<u32> = table.quiet.iter().map(|group| group.guard).collect();
    for (at, cell) in (0u32..).zip(&table.cells) {
        if cell.count.is_some() && !guards.contains(&at) {
            now.entry(cell.leaves.first()).or_default().push(&cell.reporters);
        }
    }
    let is_anew = |row: &Earlier| {
        let mut same = now.get(&row.leaves.first()).into_iter().flatten();
        !row.opened && row.confidential.is_empty() && same.any(|members| row.reporters == **members)
    };
    table.earlier.iter().map(is_anew).collect()
}

/// What is asked again can still be opened; what was changed cannot.
const fn weight(reason: &Reason) -> u8 {
    match reason {
        Reason::Unasked => 0,
        _ => 1,
    }
}

impl<'a> System<'a> {
    fn new(table: &'a Table, system: usize) -> Self {
        let of = |leaves: &'a [Vec<u32>]| leaves.get(system).map_or(&[][..], Vec::as_slice);
        let hard = |leaves: &'a [Vec<u32>]| leaves.first().map_or(&[][..], Vec::as_slice);
        let mut again: BTreeMap<&[u32], Vec<(&BTreeSet<u32>, u32)>> = BTreeMap::new();
        let mut back: BTreeMap<u32, BTreeSet<u32>> = BTreeMap::new();
        // A cell that is only counted has no figure of its own to compare.
        for cell in table.cells.iter().filter(|cell| !cell.count_only) {
            if let Some(changed) = cell.changed {
                again.entry(hard(&cell.leaves)).or_default().push((&cell.reporters, changed));
            }
            for leaf in of(&cell.leaves) {
                back.entry(*leaf).or_default().extend(&cell.reporters);
            }
        }
        // Oldest first, so the first round in which a sum was opened stays.
        let mut first: BTreeMap<&[u32], u32> = BTreeMap::new();
        let mut revised: BTreeSet<&[u32]> = BTreeSet::new();
        for row in table.earlier.iter().filter(|row| row.opened) {
            let before = *first.entry(hard(&row.leaves)).or_insert(row.round) < row.round;
            if before && row.changed != Some(0) {
                revised.insert(hard(&row.leaves));
            }
        }
        let quiet = table.quiet.iter().flat_map(|group| &group.leaves | &group.soft).collect();
        let mut made = Self { cells: Vec::new(), faults: Vec::new(), groups: Groups::new(), quiet };
        for row in &table.earlier {
            let leaves = of(&row.leaves);
            let here = leaves.iter().filter_map(|leaf| back.get(leaf)).flatten();
            let here: BTreeSet<u32> = here.filter(|member| row.reporters.contains(member)).copied().collect();
            let asked = again.get(hard(&row.leaves)).map_or(&[][..], Vec::as_slice);
            let closed = revised.contains(hard(&row.leaves));
            let fault = if !asked.iter().any(|(members, _)| here.is_subset(members)) {
                Some(Reason::Unasked)
            } else if closed || asked.iter().any(|(_, changed)| *changed > 0) {
                Some(Reason::Revision)
            } else {
                None
            };
            made.faults.push(fault);
            if row.opened {
                let sum = Some((hard(&row.leaves), &row.reporters)).filter(|_| !closed);
                made.groups.open(Known { fault, old: true, sum }, leaves);
            }
        }
        // Whoever publishes figures of both links openings that have no leaf in common.
        let said = table.public.iter().filter(|figure| !figure.before).map(|figure| of(&figure.leaves));
        let links: Vec<&[u32]> = said.filter(|leaves| !made.groups.holds(leaves)).collect();
        for leaves in links {
            made.groups.open(Known { fault: None, old: false, sum: None }, leaves);
        }
        let cells = table.cells.iter();
        let asked = cells.map(|cell| (of(&cell.leaves), (hard(&cell.leaves), &cell.reporters), cell.changed));
        Self { cells: asked.collect(), ..made }
    }

    fn forbids(&mut self, cell: usize, (less, minimum): (u32, u32)) -> Option<Reason> {
        let (leaves, sum, changed) = self.cells.get(cell).copied()?;
        let around = self.groups.around(leaves).filter(|around| around.old)?;
        let fault = around.fault?;
        // One sum alone may be opened anew, once: whoever changed is in every combination of both, unless it changed what is
        // known anyway.
        let is_same = around.sum == Some(sum) && !leaves.iter().any(|leaf| self.quiet.contains(leaf));
        let enough = changed.is_some_and(|changed| changed.saturating_sub(less) >= minimum);
        (fault == Reason::Unasked || !is_same || !enough).then_some(fault)
    }
}

impl Together for Known<'_> {
    fn and(self, other: Self) -> Self {
        Self {
            fault: [self.fault, other.fault].into_iter().flatten().min_by_key(weight),
            old: self.old || other.old,
            sum: self.sum.filter(|sum| other.sum == Some(*sum)),
        }
    }
}
