//! The least total that everybody knows of, beside what members publish: a minimum for every disjoint part and for the rest.

use super::valued::{finest_first, hard};
use crate::atoms::{Row, atoms, holders};
use crate::plan::Plan;
use crate::table::{Cell, Table};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// Of each of these cells, from fine to coarse.
pub(super) fn leasts(table: &Table, plan: &Plan, own: &BTreeSet<u32>) -> Vec<(u32, u64)> {
    let cells = finest_first(table, plan).into_iter().filter(|cell| own.contains(cell));
    let cells: Vec<(u32, &Cell)> =
        cells.filter_map(|cell| Some((cell, table.cells.get(cell as usize)?))).collect();
    // What is taken as known, or known of one member, is no part with contributors of its own.
    let everybody: BTreeSet<u32> =
        cells.iter().flat_map(|(_, cell)| cell.reporters.iter().copied()).collect();
    let quiet: Vec<Vec<u32>> = table.quiet.iter().map(|one| one.leaves.iter().copied().collect()).collect();
    let alone: Vec<BTreeSet<u32>> = table.public.iter().map(|one| BTreeSet::from([one.member])).collect();
    let mut rows: Vec<Row<'_>> = cells.iter().map(|(_, cell)| hard(cell)).collect();
    rows.extend(quiet.iter().map(|leaves| (leaves.as_slice(), &everybody)));
    let public = table.public.iter().zip(&alone);
    rows.extend(public.map(|(one, who)| (one.leaves.first().map_or(&[][..], Vec::as_slice), who)));
    let mut rows = atoms(&rows);
    let published = rows.split_off(cells.len() + quiet.len());
    let known = rows.split_off(cells.len());
    let known = known.into_iter().chain(published.iter().cloned()).flatten().collect();
    let holders = holders(&rows);
    let asked = crate::plan::asked(table);
    let search = Search { asked, cells, rows, holders, known, published };
    let mut leasts: Vec<u64> = Vec::new();
    for at in 0..search.cells.len() {
        leasts.push(search.least(at, &leasts));
    }
    search.cells.iter().zip(leasts).map(|((cell, _), least)| (*cell, least)).collect()
}

struct Search<'a> {
    /// Per cell of the round how many contribute if it is open.
    asked: Vec<u64>,
    cells: Vec<(u32, &'a Cell)>,
    rows: Vec<Vec<u32>>,
    holders: Vec<Vec<usize>>,
    /// Atoms of quiet leaves and of public figures.
    known: BTreeSet<u32>,
    /// The atoms of each public figure.
    published: Vec<Vec<u32>>,
}

impl Search<'_> {
    /// `leasts`: of the cells before, which are no coarser.
    fn least(&self, at: usize, leasts: &[u64]) -> u64 {
        let row = self.rows.get(at).map_or(&[][..], Vec::as_slice);
        let minimum = |at: usize| self.cells.get(at).map_or(0, |(_, cell)| u64::from(cell.minimum));
        let asked = self.cells.get(at).and_then(|(cell, _)| self.asked.get(*cell as usize)).copied();
        let mut meets: BTreeMap<usize, usize> = BTreeMap::new();
        for other in row.iter().filter_map(|atom| self.holders.get(*atom as usize)).flatten() {
            *meets.entry(*other).or_default() += 1;
        }
        let inside = meets.into_iter().filter_map(|(other, common)| {
            let part = self.rows.get(other)?;
            (common == part.len() && part.len() < row.len()).then_some((other, part, *leasts.get(other)?))
        });
        let mut inside: Vec<(usize, &Vec<u32>, u64)> = inside.collect();
        inside.sort_by_key(|(other, _, least)| (Reverse(*least), *other));
        let (mut sum, mut strictest) = (0u64, minimum(at));
        let mut left: BTreeSet<u32> = row.iter().copied().collect();
        for (other, part, least) in inside {
            if part.iter().any(|atom| !left.contains(atom)) || self.straddled(row, part) {
                continue;
            }
            left.retain(|atom| part.binary_search(atom).is_err());
            sum = sum.saturating_add(least);
            strictest = strictest.max(minimum(other));
        }
        if left.iter().any(|atom| !self.known.contains(atom)) {
            sum = sum.saturating_add(strictest);
        }
        sum.max(asked.unwrap_or(0))
    }

    /// Whether a public figure of the row is in the part, and not all of it: it may be one of the part's contributors.
    fn straddled(&self, row: &[u32], part: &[u32]) -> bool {
        let within = |own: &&Vec<u32>| crate::atoms::within(own, row) && !crate::atoms::within(own, part);
        self.published.iter().filter(within).flatten().any(|atom| part.binary_search(atom).is_ok())
    }
}
