//! Random structures: in every system cells are exactly the leaves that they are said to be.

use super::manifest::manifest;
use super::{Structure, equations::small, periods};
use crate::table::How;
use crate::{RoundTable, Sum};
use proptest::prelude::*;
use std::collections::BTreeMap;

const OFFS: [&str; 6] = ["_T", "A", "B", "B1", "B2", "C"];
const AGES: [&str; 4] = ["_T", "LO", "HI", "_U"];
const MEASURES: [&str; 3] = ["PER", "REP", "OTH"];
const FREQS: [&str; 3] = ["A", "Q", "M"];

fn some(codes: &'static [&'static str]) -> impl Strategy<Value = String> {
    proptest::sample::subsequence(codes.to_vec(), 1..=codes.len()).prop_map(|codes| codes.join(" "))
}

/// Tables of any product of codes; sums of offences and ages declared or not; parents anywhere; ladders.
fn structures() -> impl Strategy<Value = Structure> {
    let table = (some(&FREQS), some(&MEASURES), some(&OFFS), some(&AGES), any::<(bool, bool)>());
    let tables = proptest::collection::vec(table, 1..4);
    (tables, any::<[bool; 4]>(), 0..OFFS.len()).prop_map(|(tables, [ages, offs, fine, quiet], parent)| {
        let ids = ["T1", "T2", "T3"];
        let rows: Vec<_> = ids
            .iter()
            .zip(&tables)
            .map(|(id, (freqs, measures, offs, ages, _))| {
                (*id, freqs.as_str(), measures.as_str(), offs.as_str(), ages.as_str())
            })
            .collect();
        let mut structure = small(&rows);
        for (table, (.., (ragged, ladder))) in structure.tables.iter_mut().zip(&tables) {
            table.ragged = *ragged;
            table.ladder = ladder.then(|| "ladder".to_owned());
        }
        if !ages {
            structure.sums.clear();
        }
        let sum = |parent: &str, children: &[&str]| Sum {
            dimension: "OFF".into(),
            parent: parent.into(),
            children: children.iter().map(|child| (*child).to_owned()).collect(),
        };
        if fine {
            structure.sums.push(sum("B", &["B1", "B2"]));
        }
        if offs {
            structure.sums.push(sum("_T", &["A", "B", "C"]));
        }
        let list = structure.codelists.iter_mut().find(|list| list.id == "CL_OFF").unwrap();
        // Another tree: C below any code but itself.
        let above = OFFS[parent];
        list.codes[5].parent = (above != "C").then(|| above.to_owned());
        let list = structure.codelists.iter_mut().find(|list| list.id == "CL_AGE").unwrap();
        list.codes[3].quiet = quiet;
        structure
    })
}

/// Leaves with how often they stand in a list of cells, less how often in another.
fn balance<'t>(leaves: impl Fn(u32) -> &'t [u32], of: &[u32], after: &[u32]) -> BTreeMap<u32, i64> {
    let mut sum = BTreeMap::new();
    for (cells, sign) in [(of, 1), (after, -1)] {
        for leaf in cells.iter().flat_map(|cell| leaves(*cell)) {
            *sum.entry(*leaf).or_insert(0) += sign;
        }
    }
    sum.retain(|_, count| *count != 0);
    sum
}

fn in_system(table: &RoundTable, system: Option<usize>, cell: u32) -> &[u32] {
    let hard = &table.cells[cell as usize].leaves;
    let Some(system) = system else { return hard };
    let cells = &table.rules.systems[system].cells;
    cells.binary_search_by_key(&cell, |(cell, _)| *cell).map_or(hard, |at| &cells[at].1)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn leaves_add_up(structure in structures(), quarters in any::<bool>()) {
        let list: &[&str] = if quarters { &["2024", "2024-Q1", "2024-Q3", "2024-02"] } else { &["2024", "2023"] };
        let list: Vec<String> = periods(list)
            .into_iter()
            .filter(|period| structure.table(std::slice::from_ref(period)).is_ok())
            .collect();
        // Parts that are said to hold each other are refused.
        let Ok(table) = structure.table(&list) else { return Ok(()) };
        prop_assert_eq!(manifest(&table, &list).faults(), Vec::new());
        let systems: Vec<Option<usize>> =
            std::iter::once(None).chain((0..table.rules.systems.len()).map(Some)).collect();
        // Declared sums hold in all systems.
        for sum in structure.declared_sums(&table.cells) {
            for system in &systems {
                let whole = balance(|cell| in_system(&table, *system, cell), &[sum.parent], &sum.children);
                prop_assert_eq!(whole, BTreeMap::new(), "{} {:?}", table.cells[sum.parent as usize].key, system);
            }
        }
        // What is left of cells after others is so in a system, and what a member's tool makes of it, too.
        for one in &table.count_only {
            let How::Left { of, after } = &one.how else { continue };
            let holds = systems.iter().any(|system| {
                let leaves = |cell| in_system(&table, *system, cell);
                let own = leaves(one.cell).iter().map(|leaf| (*leaf, 1)).collect::<BTreeMap<u32, i64>>();
                balance(leaves, of, after) == own
            });
            prop_assert!(holds, "{}", table.cells[one.cell as usize].key);
        }
        // Leaves of a figure do not overlap, and each is in some cell.
        for pair in table.leaves.windows(2) {
            prop_assert!(!pair[0].overlaps(&pair[1]));
        }
        let mut used = vec![false; table.leaves.len()];
        for system in &systems {
            for cell in 0..table.cells.len() as u32 {
                in_system(&table, *system, cell).iter().for_each(|leaf| used[*leaf as usize] = true);
            }
        }
        prop_assert!(used.iter().all(|used| *used));
        // Every system says something of its own.
        for system in &table.rules.systems {
            for (cell, leaves) in &system.cells {
                prop_assert_ne!(&table.cells[*cell as usize].leaves, leaves);
            }
        }
    }

    /// The same figure has the same leaves, whatever else a structure asks for.
    #[test]
    fn figures_keep_their_names(structure in structures(), keep in any::<prop::sample::Index>()) {
        let list = periods(&["2024"]);
        let Ok(table) = structure.table(&list) else { return Ok(()) };
        let asked: Vec<&String> =
            table.cells.iter().filter(|cell| !cell.count_only).map(|cell| &cell.key).collect();
        let key = asked[keep.index(asked.len())].clone();
        let named = |table: &RoundTable| {
            let cell = table.cells.iter().find(|cell| cell.key == key).unwrap();
            cell.leaves.iter().map(|leaf| table.leaves[*leaf as usize].clone()).collect::<Vec<_>>()
        };
        let narrow = structure.restricted_to(&[key.clone()].into()).table(&list).unwrap();
        prop_assert_eq!(named(&narrow), named(&table));
    }
}
