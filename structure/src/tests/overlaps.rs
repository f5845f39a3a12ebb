//! Codes that may be about the same cases: what one leaves of the other is told apart and counted.

use super::equations::{leaves, small, systems};
use super::periods;
use crate::{Code, NotSum, Structure, StructureFault, Sum};
use std::collections::BTreeSet;

/// Offences and ages with so many codes right below each total; no sum declares them.
fn crossed(offences: usize, ages: usize) -> Structure {
    let mut structure = small(&[("T", "A", "PER", "_T", "_T")]);
    structure.sums.clear();
    for (place, dimension, count) in [(3, "OFF", offences), (4, "AGE", ages)] {
        let codes = (0..count).map(|number| format!("{}{number}", &dimension[..1]));
        let codes: Vec<String> = std::iter::once("_T".to_owned()).chain(codes).collect();
        let code = |id: &String| {
            let parent = (id != "_T").then(|| "_T".to_owned());
            Code { id: id.clone(), name: id.clone(), parent, quiet: false }
        };
        structure.codelists[place].codes = codes.iter().map(code).collect();
        let values = structure.tables[0].values.iter_mut().find(|values| values.dimension == dimension);
        values.unwrap().codes = codes;
    }
    structure
}

/// What a code leaves of its total is a leaf of its own in each pair of codes, up to 1,024 pairs, and is counted.
#[test]
fn pairs_of_codes_are_looked_at_together() {
    let table = crossed(2, 3).table(&periods(&["2024"])).unwrap();
    // All that lies below both totals together, each of six pairs, and each code of one beside all of the other.
    assert_eq!(systems(&table), 1 + 6 + 5);
    let total = "A.PER._T._T.2024";
    let first = ["PER.O0.A0", "PER.O0._T~rest", "PER._T~rest.A0", "PER._T~rest._T~rest"];
    assert_eq!(leaves(&table, Some(1), total), first);
    let rests: Vec<&str> = table.cells.iter().map(|cell| cell.key.as_str()).collect();
    let both = |key: &&&str| key.matches("~rest").count() == 2;
    // After all codes of both, after one of each, and after one of the one and all of the other.
    assert_eq!(rests.iter().filter(both).count(), 1 + 6 + 5);
    let holds = |system: usize, key: &str| -> Vec<&str> {
        let place = rests.iter().position(|one| *one == key).unwrap();
        let cells = &table.rules.systems[system].cells;
        let held = cells.iter().find(|(cell, _)| *cell as usize == place).map_or(&[][..], |(_, held)| held);
        held.iter().map(|leaf| table.leaves[*leaf as usize].figure.as_str()).collect()
    };
    let pairs = || rests.iter().filter(both).filter(|key| holds(1, key) == [first[3]]);
    let pair = *pairs().next().unwrap();
    assert_eq!(pairs().count(), 1);
    assert!(holds(0, pair).is_empty(), "what the others hold beside it is not said there");
    let bit = |inner| {
        let mut all = vec![None; table.cells.len()];
        let figures =
            [(total, 9), ("A.PER.O0._T.2024", 4), ("A.PER._T.A0.2024", 6), ("A.PER.O0.A0.2024", inner)];
        let place = |key| rests.iter().position(|one| *one == key).unwrap();
        figures.iter().for_each(|(key, figure)| all[place(*key)] = Some(*figure));
        table.complete(&mut all);
        all[place(pair)]
    };
    assert_eq!((bit(1), bit(2)), (Some(0), Some(1)));
    // Nine codes by nine: each pair, and not the first with the first alone.
    assert_eq!(systems(&crossed(9, 9).table(&periods(&["2024"])).unwrap()), 1 + 81 + 18);
    assert_eq!(systems(&crossed(32, 32).table(&periods(&["2024"])).unwrap()), 1 + 1_024 + 64);
    assert_eq!(systems(&crossed(33, 32).table(&periods(&["2024"])).unwrap()), 1 + 33 + 65);
}

/// A declared sum may have any number of codes; of codes that no sum declares each is a chain.
#[test]
fn declared_sums_have_no_chains() {
    let mut structure = crossed(1_100, 0);
    let many = structure.table(&periods(&["2024"])).unwrap_err();
    assert!(matches!(many[..], [StructureFault::TooMany { limit: 1_024, .. }]), "{many:?}");
    let children: Vec<String> = (0..1_100).map(|number| format!("O{number}")).collect();
    structure.sums.push(Sum { dimension: "OFF".into(), parent: "_T".into(), children });
    let table = structure.table(&periods(&["2024"])).unwrap();
    assert_eq!((systems(&table), table.cells.len()), (0, 1_101));
}

/// Where nobody takes them for parts, all sets of up to four codes are leaves of their own; of more, each two codes stand in a
/// system together; and of very many each by itself.
#[test]
fn codes_in_no_sum_are_told_apart_together() {
    let loose = |codes: usize| {
        let mut structure = crossed(codes, 0);
        let (dimension, parent) = ("OFF".to_owned(), "_T".to_owned());
        structure.not_sums.push(NotSum { dimension, parent, reason: "r".to_owned() });
        structure.table(&periods(&["2024"])).unwrap()
    };
    let total = "A.PER._T._T.2024";
    let two = loose(2);
    assert_eq!(systems(&two), 1);
    let held = |code: &str| -> BTreeSet<u32> {
        let key = format!("A.PER.{code}._T.2024");
        let place = two.cells.iter().position(|cell| cell.key == key).unwrap();
        let own = two.rules.systems[0].cells.iter().find(|(cell, _)| *cell as usize == place).unwrap();
        own.1.iter().copied().collect()
    };
    let [all, first, second] = ["_T", "O0", "O1"].map(held);
    // In none, in one of them, in both.
    assert_eq!([&all, &first, &second, &(&first & &second)].map(BTreeSet::len), [4, 2, 2, 1]);
    assert_eq!(&first | &second, &all - &(&(&all - &first) & &(&all - &second)));
    let four = loose(4);
    assert_eq!((systems(&four), leaves(&four, Some(0), total).len()), (1, 16));
    for codes in [5, 9, 13] {
        let table = loose(codes);
        let told = |system: usize, code: usize| {
            leaves(&table, Some(system), &format!("A.PER.O{code}._T.2024")).len() > 1
        };
        let together = |one: usize, other: usize| {
            (0..systems(&table)).any(|system| told(system, one) && told(system, other))
        };
        assert!((0..codes).all(|one| (0..one).all(|other| together(one, other))), "{codes}");
        assert!(systems(&table) <= 64);
        assert!((0..systems(&table)).all(|system| leaves(&table, Some(system), total).len() <= 16));
    }
    assert_eq!(systems(&loose(40)), 40);
}
