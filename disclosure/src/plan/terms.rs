//! Terms of counts tell more than the counts: a few of them give the tables of those they are of. So what is left between the
//! counts of two levels of which terms are open is of as many countries as the terms ask for, and not of the counts' minimum.

use super::Parts;
use super::decide::decide;
use super::decision::{Decision, Reason};
use crate::table::Table;
use std::collections::{BTreeMap, BTreeSet};

/// Terms stay shut unless all their counts would open if nothing else were known than counts of which terms are, and each
/// asked for what its terms ask for.
pub(super) fn applied(table: &Table, parts: &Parts, mut decisions: Vec<Decision>) -> Vec<Decision> {
    let open = |cell: &u32| decisions.get(*cell as usize) == Some(&Decision::Open);
    let mut least: BTreeMap<u32, u32> = BTreeMap::new();
    for (term, counts) in table.made_of.iter().filter(|(term, _)| open(term)) {
        let asked = table.cells.get(*term as usize).map_or(u32::MAX, |cell| cell.minimum);
        for count in counts {
            let least = least.entry(*count).or_default();
            *least = asked.max(*least);
        }
    }
    if least.is_empty() {
        return decisions;
    }
    let alone = decide(&of_terms(table, &least), parts);
    let stays = |count: &u32| alone.get(*count as usize) == Some(&Decision::Open);
    for (term, counts) in &table.made_of {
        let decision = decisions.get_mut(*term as usize).filter(|decision| **decision == Decision::Open);
        if let Some(decision) = decision.filter(|_| !counts.iter().all(stays)) {
            *decision = Decision::Shut(Reason::Counts);
        }
    }
    decisions
}

/// The table in which counts alone are opened, each with this minimum or its own. Earlier ones are as far as terms of them were.
fn of_terms(table: &Table, least: &BTreeMap<u32, u32>) -> Table {
    let hard = |leaves: &[Vec<u32>]| leaves.first().cloned().unwrap_or_default();
    let of = |cell: &u32| table.cells.get(*cell as usize).map(|cell| hard(&cell.leaves));
    let opened: BTreeSet<Vec<u32>> =
        table.earlier.iter().filter(|row| row.opened).map(|row| hard(&row.leaves)).collect();
    let told =
        table.made_of.iter().filter(|(term, _)| of(term).is_some_and(|leaves| opened.contains(&leaves)));
    let told: BTreeSet<Vec<u32>> = told.flat_map(|(_, counts)| counts.iter().filter_map(of)).collect();
    let mut made = table.clone();
    for (cell, number) in made.cells.iter_mut().zip(0u32..) {
        match least.get(&number) {
            Some(least) => cell.minimum = cell.minimum.max(*least),
            None => cell.count_only = true,
        }
    }
    for row in &mut made.earlier {
        row.opened &= told.contains(&hard(&row.leaves));
    }
    made
}
