//! Bad input ends in an error that names the cell and no figure; nothing panics.

use super::{all_but, cell, table};
use crate::shown::{Band, ShowFault, Shown, bands, show, show_told, valued};
use crate::table::{Cell, Earlier, PublicFigure, Quiet, ShownBefore, Table};
use crate::{Decision, Plan, Reason};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

#[test]
fn faults_say_what_to_do() {
    let table = table(vec![cell(&[1, 2]), cell(&[1])]);
    let plan = all_but(&table, &[]);
    let run = |table: &Table, totals: [u64; 2]| show(table, &plan, &(0..).zip(totals).collect()).unwrap_err();
    let none = Plan::default();
    assert_eq!(show(&table, &none, &BTreeMap::new()), Err(ShowFault::Plan { decisions: 0, cells: 2 }));
    assert_eq!(show(&table, &plan, &BTreeMap::new()), Err(ShowFault::Missing(0)));
    assert_eq!(run(&table, [60, 2]), ShowFault::BelowLeast(1));
    assert_eq!(run(&table, [60, u64::MAX]), ShowFault::TooLarge(1));
}

/// A total and its two parts: this round alone gives values to the parts. After a round that showed the total it keeps its
/// value, and one of the parts follows.
#[test]
fn readers_take_the_sheets_word_after_earlier_rounds_alone() {
    let table = table(vec![cell(&[1, 2]), cell(&[1]), cell(&[2])]);
    let plan = all_but(&table, &[]);
    let told = |cells: &[(u32, u64)], alone| {
        let value = |(cell, value): &(u32, u64)| {
            (*cell, Shown::Value(Band { value: *value, low: value - 2, high: value + 2 }))
        };
        show_told(&table, &plan, &cells.iter().map(value).collect(), alone).map(|shown| {
            shown
                .iter()
                .map(|one| matches!(one, Shown::Value(_) | Shown::NearlyAll { .. }))
                .collect::<Vec<_>>()
        })
    };
    let parts = [(1, 40), (2, 60)];
    assert_eq!(told(&parts, true), Ok(vec![false, true, true]));
    assert_eq!(told(&parts, false), Ok(vec![false, true, true]));
    let kept = [(0, 100), (2, 60)];
    assert_eq!(told(&kept, false), Ok(vec![true, false, true]));
    assert_eq!(told(&kept, true), Err(ShowFault::Follows(0)));
    assert_eq!(told(&parts[..1], true), Err(ShowFault::Silent(2)));
    let shut = all_but(&table, &[2]);
    let band = Shown::Value(Band { value: 60, low: 58, high: 62 });
    let of_shut = show_told(&table, &shut, &BTreeMap::from([(2, band)]), false);
    assert_eq!(of_shut, Err(ShowFault::Follows(2)));
}

fn leaves() -> impl Strategy<Value = Vec<Vec<u32>>> {
    prop::collection::vec(prop::collection::btree_set(0u32..5, 0..5), 0..3)
        .prop_map(|systems| systems.into_iter().map(|one| one.into_iter().collect()).collect())
}

fn cells() -> impl Strategy<Value = Cell> {
    let members = prop::collection::btree_set(0u32..6, 0..6);
    let edge = prop_oneof![0u64..40, Just(u64::MAX)];
    (leaves(), members, prop_oneof![0u32..9, Just(u32::MAX)], prop_oneof![0u32..9, Just(u32::MAX)], edge)
        .prop_map(|(leaves, reporters, minimum, base, first)| Cell {
            leaves,
            reporters,
            minimum,
            base,
            first,
            max: first,
            ..cell(&[1])
        })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3000))]

    /// Tables, plans and totals without any sense.
    #[test]
    fn nothing_panics(
        cells in prop::collection::vec(cells(), 0..8),
        order in prop::collection::vec(0u32..9, 0..10),
        open in prop::collection::vec(any::<bool>(), 0..10),
        totals in prop::collection::btree_map(0u32..9, prop_oneof![0u64..90, any::<u64>(), Just(u64::MAX)], 0..10),
        public in prop::collection::vec((0u32..6, leaves()), 0..3),
        earlier in prop::collection::vec((0u32..3, leaves(), any::<bool>()), 0..5),
        systems in 0usize..4,
    ) {
        let quiet = vec![Quiet { leaves: [0, 7].into(), soft: [].into(), known: [1].into(), guard: 99 }];
        let public = public.into_iter().map(|(member, leaves)| PublicFigure { member, leaves, figure: 0, before: false }).collect();
        let earlier = earlier.into_iter().map(|(round, leaves, opened)| Earlier {
            round, leaves, minimum: 3, reporters: [1, 2].into(), count: None, changed: None, opened,
            confidential: BTreeSet::new(), first: 13, shown: ShownBefore::Nothing,
        }).collect();
        let table = Table { systems, cells, order, quiet, public, earlier, ..Table::default() };
        let decide = |open: bool| if open { Decision::Open } else { Decision::Shut(Reason::Isolates) };
        let mut plan = Plan { decisions: open.into_iter().map(decide).collect() };
        let _ = (valued(&table, &plan), bands(&table, &plan));
        plan.decisions.resize(table.cells.len(), Decision::Open);
        if let Ok(shown) = show(&table, &plan, &totals) {
            prop_assert_eq!(shown.len(), table.cells.len());
        }
    }
}
