//! What readers can make of what is shown, found without any code of the rules: by trying all tables of whole numbers.

mod attack;
mod bands;
mod contradictions;
mod crossed;
mod examples;
mod faults;
mod unlike;
mod worlds;

use crate::plan::{Decision, Plan, Reason};
use crate::shown::{Shown, show};
use crate::table::{Cell, Earlier, ShownBefore, Table};
use std::collections::{BTreeMap, BTreeSet};

/// A cell of these leaves in the hard system, reported by members 0 to 7.
pub(super) fn cell(leaves: &[u32]) -> Cell {
    Cell {
        leaves: vec![leaves.to_vec()],
        minimum: 3,
        reporters: (0..8).collect(),
        count: Some(8),
        changed: None,
        count_only: false,
        confidential: BTreeSet::new(),
        base: 5,
        first: 13,
        max: 1000,
    }
}

/// A row of an earlier round that was opened, reported by members 0 to 7.
pub(super) fn before(round: u32, leaves: &[u32], shown: ShownBefore) -> Earlier {
    Earlier {
        round,
        leaves: vec![leaves.to_vec()],
        minimum: 3,
        reporters: (0..8).collect(),
        count: Some(8),
        changed: None,
        opened: true,
        confidential: BTreeSet::new(),
        first: 13,
        shown,
    }
}

/// A table of one hard system, candidates by falling number of leaves.
pub(super) fn table(cells: Vec<Cell>) -> Table {
    let mut order: Vec<u32> = (0..cells.len() as u32).collect();
    order.sort_by_key(|at| std::cmp::Reverse(cells[*at as usize].leaves[0].len()));
    Table { systems: cells[0].leaves.len(), cells, order, ..Table::default() }
}

/// The plan that opens all cells but these.
pub(super) fn all_but(table: &Table, shut: &[u32]) -> Plan {
    let decide = |cell: u32| match shut.contains(&cell) {
        true => Decision::Shut(Reason::TooFewContributors),
        false => Decision::Open,
    };
    Plan { decisions: (0..table.cells.len() as u32).map(decide).collect() }
}

/// What is shown of these totals. Whoever has the shown values alone gets the same.
pub(super) fn shown(table: &Table, plan: &Plan, totals: &[u64]) -> Vec<Shown> {
    let out = shown_of_any(table, plan, totals);
    for (shown, total) in out.iter().zip(totals) {
        if let Some((low, high)) = shown.ends() {
            assert!(low <= *total && *total <= high, "{total} is not in {shown:?}");
        }
    }
    out
}

/// The same of totals that need not add up: what follows from others is not held against the total.
pub(super) fn shown_of_any(table: &Table, plan: &Plan, totals: &[u64]) -> Vec<Shown> {
    let exact: BTreeMap<u32, u64> = (0..).zip(totals.iter().copied()).collect();
    let out = show(table, plan, &exact).unwrap();
    let public = |(cell, shown): (u32, &Shown)| match shown {
        Shown::Value(band) => Some((cell, band.value)),
        Shown::NearlyAll { low, .. } => Some((cell, *low)),
        Shown::Interval { .. } | Shown::Withheld => None,
    };
    let public: BTreeMap<u32, u64> = (0..).zip(&out).filter_map(public).collect();
    assert_eq!(show(table, plan, &public).unwrap(), out, "exact totals and shown values differ");
    for (shown, total) in out.iter().zip(totals) {
        let (low, high) = shown.ends().unwrap_or((0, u64::MAX));
        assert!(low <= high);
        if matches!(shown, Shown::Value(_) | Shown::NearlyAll { .. }) {
            assert!(low <= *total && *total <= high, "{total} is not in {shown:?}");
        }
    }
    out
}
