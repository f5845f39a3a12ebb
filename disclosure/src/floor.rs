//! What everybody may know that a sum holds at least. Whatever is open has as many contributors as its minimum, each with 1
//! or more, and so has every sum that follows from what is open, in this round and in all before (spec section 9.3).
//!
//! How few persons could make all of that true is not reckoned; one way in which it may be true is. Atoms stand in a fixed
//! order, and an atom *leads* if some combination of opened rows has it as the first of its atoms. Every combination that
//! is not 0 has a leading atom, so all is true if each leading atom holds one minimum of persons and nothing else does. A
//! sum of which that many fit into what is shown is not told any closer than by what is shown.

use crate::atoms::{Row, atoms_and_members, components, holders};
use crate::exact::linear::indicator;
use crate::exact::span::Span;
use crate::plan::{Countries, asked, minimum};
use crate::public::Published;
use crate::spread::Atoms;
use crate::table::{Earlier, Table};
use std::collections::{BTreeMap, BTreeSet};

/// The floors of all cells, this round's and earlier ones, in every system.
pub(crate) struct Floors {
    systems: Vec<System>,
    earlier: usize,
}

struct System {
    /// Per row: earlier cells, then cells of this round.
    floors: Vec<u64>,
}

impl Floors {
    /// With these cells of the round open.
    pub(crate) fn new(table: &Table, opened: &BTreeSet<u32>) -> Self {
        let contributors = contributors(table);
        let system = |system| System::new(table, opened, &contributors, system);
        let systems = (0..table.systems.max(1)).map(system);
        Self { systems: systems.collect(), earlier: table.earlier.len() }
    }

    fn at(&self, system: usize, place: usize) -> u64 {
        self.systems.get(system).and_then(|system| system.floors.get(place)).copied().unwrap_or(0)
    }

    /// Of a cell in one system; what members publish of it is part of that.
    pub(crate) fn of(&self, system: usize, cell: u32) -> u64 {
        self.at(system, self.earlier + cell as usize)
    }

    /// The largest of a cell over all systems.
    pub(crate) fn highest(&self, cell: u32) -> u64 {
        (0..self.systems.len()).map(|system| self.of(system, cell)).max().unwrap_or(0)
    }

    /// Of an earlier cell, by its place in the table, in one system.
    pub(crate) fn of_earlier(&self, system: usize, place: usize) -> u64 {
        self.at(system, place)
    }
}

impl System {
    fn new(table: &Table, opened: &BTreeSet<u32>, contributors: &[u64], system: usize) -> Self {
        let quiet: BTreeSet<u32> = table
            .quiet
            .iter()
            .flat_map(|group| group.leaves.iter().chain(group.soft.iter().filter(|_| system > 0)))
            .copied()
            .collect();
        let loud = |leaves: &[Vec<u32>]| -> Vec<u32> {
            let own = leaves.get(system).map_or(&[][..], Vec::as_slice);
            own.iter().copied().filter(|leaf| !quiet.contains(leaf)).collect()
        };
        let before = |row: &Earlier| if row.opened { loud(&row.leaves) } else { Vec::new() };
        let mut leaves: Vec<Vec<u32>> = table.earlier.iter().map(before).collect();
        leaves.extend(table.cells.iter().map(|cell| match cell.count_only {
            true => Vec::new(),
            false => loud(&cell.leaves),
        }));
        let cells = leaves.len();
        leaves.extend(table.public.iter().map(|figure| loud(&figure.leaves)));
        let alone: Vec<BTreeSet<u32>> =
            table.public.iter().map(|figure| BTreeSet::from([figure.member])).collect();
        let members = table.earlier.iter().map(|row| &row.reporters);
        let members = members.chain(table.cells.iter().map(|cell| &cell.reporters)).chain(&alone);
        let rows: Vec<Row<'_>> = leaves.iter().map(Vec::as_slice).zip(members).collect();
        let (rows, members) = ordered(atoms_and_members(&rows), table.earlier.len(), cells);
        let weights = weights(&rows, contributors);
        let (mut span, mut leading) = (Span::new(), BTreeSet::new());
        let public = rows.get(cells..).unwrap_or_default();
        // What follows from published figures alone is known, and says nothing of contributors.
        for row in public {
            span.lead(&indicator(row.iter().copied()));
        }
        let is_open = |at: usize| match at.checked_sub(table.earlier.len()) {
            None => table.earlier.get(at).is_some_and(|row| row.opened),
            Some(cell) => u32::try_from(cell).is_ok_and(|cell| opened.contains(&cell)),
        };
        let open: Vec<Vec<u32>> =
            (0..cells).filter(|at| is_open(*at)).filter_map(|at| rows.get(at).cloned()).collect();
        let mut short: Vec<&Vec<u32>> = open.iter().collect();
        // Short rows first: they fill others less. The atoms that lead are the same in any order.
        short.sort_by_key(|row| row.len());
        for row in short {
            leading.extend(span.lead(&indicator(row.iter().copied())));
        }
        let all = Atoms {
            members: &members,
            weights: &weights,
            leading: &leading,
            public: &public.iter().flatten().copied().collect(),
        };
        let spread = all.spread(&open);
        let known = Published::new(table, system, true);
        let whose = table.earlier.iter().map(|row| (&row.leaves, &row.reporters));
        let whose = whose.chain(table.cells.iter().map(|cell| (&cell.leaves, &cell.reporters)));
        let published = whose.map(|(leaves, members)| {
            let leaves = leaves.get(system).map_or(&[][..], Vec::as_slice);
            members.iter().map(|member| known.at_least(*member, leaves)).fold(0, u64::saturating_add)
        });
        let led = |row: &Vec<u32>| -> u64 {
            let led = row.iter().filter(|atom| leading.contains(atom));
            let led: u64 = led.filter_map(|atom| weights.get(*atom as usize)).sum();
            let of = |atom: &u32| spread.range((*atom, 0)..=(*atom, u32::MAX)).count() as u64;
            let beside: u64 = if spread.is_empty() { 0 } else { row.iter().map(of).sum() };
            led.saturating_add(beside)
        };
        let floors = rows.iter().take(cells).map(led).zip(published);
        Self { floors: floors.map(|(led, published)| led.saturating_add(published)).collect() }
    }
}

/// Rows with their atoms numbered in the order of the rule: those of no public figure first, then those in fewer earlier
/// rows, then in fewer cells, then by the list of rows that hold them. With their members.
fn ordered(
    (rows, mut members): (Vec<Vec<u32>>, Vec<BTreeSet<u32>>),
    earlier: usize,
    cells: usize,
) -> (Vec<Vec<u32>>, Vec<BTreeSet<u32>>) {
    let holders = holders(&rows);
    let mut order: Vec<usize> = (0..holders.len()).collect();
    let key = |atom: &usize| {
        let held = holders.get(*atom).map_or(&[][..], Vec::as_slice);
        let (old, now) =
            (held.partition_point(|row| *row < earlier), held.partition_point(|row| *row < cells));
        (held.len() > now, old, now - old, held)
    };
    order.sort_by(|one, other| key(one).cmp(&key(other)));
    let mut number = vec![0u32; order.len()];
    let mut sorted = Vec::with_capacity(order.len());
    for (new, old) in (0u32..).zip(order) {
        if let Some(number) = number.get_mut(old) {
            *number = new;
        }
        sorted.push(members.get_mut(old).map(std::mem::take).unwrap_or_default());
    }
    let renumbered = rows.into_iter().map(|row| {
        let mut row: Vec<u32> = row.iter().filter_map(|atom| number.get(*atom as usize).copied()).collect();
        row.sort_unstable();
        row
    });
    (renumbered.collect(), sorted)
}

/// How many contribute to each row if it is open: earlier cells, then cells of this round.
fn contributors(table: &Table) -> Vec<u64> {
    let countries = Countries::new(table);
    let old = table
        .earlier
        .iter()
        .map(|row| u64::from(minimum(row.minimum).saturating_add(countries.inner(&row.reporters))));
    old.chain(asked(table)).collect()
}

/// Per atom the largest number of contributors of a cell that shares atoms with it, directly or through others. `contributors`:
/// of the first rows, which are cells; public figures join nothing.
fn weights(rows: &[Vec<u32>], contributors: &[u64]) -> Vec<u64> {
    let cells = rows.get(..contributors.len()).unwrap_or(rows);
    let parts = components(cells);
    let mut most: BTreeMap<usize, u64> = BTreeMap::new();
    for (part, own) in parts.iter().zip(contributors) {
        let most = most.entry(*part).or_default();
        *most = (*most).max(*own);
    }
    let atoms = rows.iter().flatten().max().map_or(0, |last| *last as usize + 1);
    let mut weights = vec![0; atoms];
    for (row, part) in cells.iter().zip(&parts) {
        for atom in row {
            if let (Some(weight), Some(most)) = (weights.get_mut(*atom as usize), most.get(part)) {
                *weight = *most;
            }
        }
    }
    weights
}
