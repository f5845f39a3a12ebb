//! What lies between codes that are asked, and across branches: in some system it is seen that nothing can be below zero.

use super::equations::small;
use super::periods;
use crate::{NotSum, Structure, Sum};
use std::collections::BTreeMap;

/// Whether some system says of these cells, added and taken off, that what they leave is of some figures, each once or more, and
/// takes none off.
fn is_seen(structure: &Structure, form: &[(i32, &str, &str)]) -> bool {
    let table = structure.table(&periods(&["2024"])).unwrap();
    let place = |offence: &str, age: &str| {
        let key = format!("A.PER.{offence}.{age}.2024");
        table.cells.iter().position(|cell| cell.key == key).unwrap()
    };
    table.rules.systems.iter().any(|system| {
        let mut left: BTreeMap<u32, i32> = BTreeMap::new();
        for (sign, offence, age) in form {
            let place = place(offence, age);
            let own = system.cells.iter().find(|(cell, _)| *cell as usize == place);
            let leaves = own.map_or(&table.cells[place].leaves, |(_, leaves)| leaves);
            leaves.iter().for_each(|leaf| *left.entry(*leaf).or_default() += sign);
        }
        left.values().all(|count| *count >= 0) && left.values().any(|count| *count > 0)
    })
}

fn no_sum(structure: &mut Structure, parent: &str) {
    let (dimension, parent) = ("OFF".to_owned(), parent.to_owned());
    structure.not_sums.push(NotSum { dimension, parent, reason: "r".to_owned() });
}

/// The total less a sum of a code below one branch and of another branch, of which one part is asked. So it is where the total is
/// not right above the branches, and where the sum is a part of another one.
#[test]
fn a_sum_lies_in_what_all_its_parts_lie_in() {
    for steps in 1..=2 {
        let mut structure = small(&[("T", "A", "PER", "_T B1", "_T")]);
        structure.tables[0].values[2].codes.push("S".to_owned());
        let codes = &mut structure.codelists[3].codes;
        let mut add = |id: &str| {
            let code = codes[0].clone();
            codes.push(crate::Code { id: id.to_owned(), parent: None, ..code });
        };
        add("S");
        add("S2");
        let (dimension, parent) = ("OFF".to_owned(), if steps == 1 { "S" } else { "S2" }.to_owned());
        let children = vec!["A".to_owned(), "B1".to_owned()];
        structure.sums.push(Sum { dimension: dimension.clone(), parent, children });
        if steps == 2 {
            let children = vec!["S2".to_owned(), "C".to_owned()];
            structure.sums.push(Sum { dimension, parent: "S".to_owned(), children });
        }
        assert!(is_seen(&structure, &[(1, "_T", "_T"), (-1, "S", "_T")]), "{steps}");
        assert!(!is_seen(&structure, &[(1, "_T", "_T"), (-1, "S", "_T"), (-1, "B1", "_T")]), "{steps}");
    }
}

/// Below a child in `not_sums` that nobody asks two codes may be about the same cases, and what lies beside the child is about
/// others.
#[test]
fn what_lies_below_one_child_is_apart_from_another_child() {
    let mut structure = small(&[("T", "A", "PER", "_T A B1 B2", "_T")]);
    no_sum(&mut structure, "B");
    for part in ["B1", "B2"] {
        assert!(is_seen(&structure, &[(1, "_T", "_T"), (-1, "A", "_T"), (-1, part, "_T")]), "{part}");
    }
    assert!(!is_seen(&structure, &[(1, "_T", "_T"), (-1, "B1", "_T"), (-1, "B2", "_T")]));
    // Nor is it where children of the total may be about the same cases, too.
    no_sum(&mut structure, "_T");
    assert!(!is_seen(&structure, &[(1, "_T", "_T"), (-1, "A", "_T"), (-1, "B1", "_T")]));
}

/// The total may be the sum of nothing; a child that nobody asks is taken for the sum of two codes all the same.
#[test]
fn codes_below_a_child_that_is_not_asked_are_its_parts() {
    let mut structure = small(&[("T", "A", "PER", "_T A B1 B2", "_T")]);
    no_sum(&mut structure, "_T");
    assert!(is_seen(&structure, &[(1, "_T", "_T"), (-1, "B1", "_T"), (-1, "B2", "_T")]));
    assert!(!is_seen(&structure, &[(1, "_T", "_T"), (-1, "B1", "_T"), (-1, "A", "_T")]));
}

/// One table has an age for several offences that a reader takes for parts, the other the total of ages for another one of
/// these. The age lies in that total by the codelist alone, or by a sum of which the one table has all but it.
#[test]
fn tables_are_held_together_by_what_they_leave() {
    let below = [("ONE", "A", "PER", "A C", "LO"), ("TWO", "A", "PER", "_T B", "_T")];
    let mut structure = small(&below);
    structure.sums.clear();
    let (dimension, parent) = ("AGE".to_owned(), "_T".to_owned());
    structure.not_sums.push(NotSum { dimension, parent, reason: "r".to_owned() });
    let form = [(1, "_T", "_T"), (-1, "B", "_T"), (-1, "A", "LO"), (-1, "C", "LO")];
    assert!(is_seen(&structure, &form));
    let left = [("ONE", "A", "PER", "A C", "_T HI _U"), ("TWO", "A", "PER", "_T B", "LO")];
    let left = small(&left);
    let less = |offence| [(-1, offence, "_T"), (1, offence, "HI"), (1, offence, "_U")];
    let form = [&[(1, "_T", "LO"), (-1, "B", "LO")], &less("A")[..], &less("C")[..]].concat();
    assert!(is_seen(&left, &form));
}
