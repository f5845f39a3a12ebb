//! Tables, measures, periods and parts that a reader holds together, on tables small enough to be written out.

use super::equations::{alone, bit, leaves, small, systems};
use super::periods;
use crate::{NotSum, Sum};
use std::collections::BTreeSet;

/// Parts of several tables are held together; what each table leaves is counted, and what all of them leave.
#[test]
fn tables_of_one_parent_are_read_together() {
    let structure = small(&[("ONE", "A", "PER", "_T A B", "LO"), ("TWO", "A", "PER", "C", "LO")]);
    let table = structure.table(&periods(&["2024"])).unwrap();
    assert_eq!(systems(&table), 4, "all three together, and each alone");
    assert_eq!(alone(&table), ["A.PER._T~rest.LO.2024"; 5]);
    let keys: BTreeSet<&str> = table.cells.iter().map(|cell| cell.key.as_str()).collect();
    assert_eq!(keys.len(), table.cells.len(), "they have names of their own");
    let all = ["PER.A.LO", "PER.B.LO", "PER.C.LO", "PER._T~rest.LO"];
    assert_eq!(leaves(&table, Some(0), "A.PER._T.LO.2024"), all);
    // In their order: after A and B, after C, after all three, after A, after B.
    let left = |system: usize, place: usize| {
        let cells = &table.rules.systems[system].cells;
        let (_, leaves) = cells.iter().find(|(cell, _)| *cell as usize == 4 + place).unwrap();
        leaves.iter().map(|leaf| table.leaves[*leaf as usize].figure.as_str()).collect::<Vec<_>>()
    };
    let rest = |place: usize| left(0, place);
    assert_eq!(rest(0), [all[2], all[3]]);
    assert_eq!(rest(1), [all[0], all[1], all[3]]);
    assert_eq!(rest(2), [all[3]]);
    // What one leaves is told where it is looked at alone.
    assert_eq!((left(1, 3), left(2, 4)), (vec![all[3]], vec![all[3]]));
    assert!(table.rules.systems[0].cells.iter().all(|(cell, _)| *cell < 4 + 3));
    // Tables that ask the same name the same rest.
    let structure = small(&[("ONE", "A", "PER", "_T A B", "LO"), ("TWO", "A", "PER", "B A", "LO")]);
    let table = structure.table(&periods(&["2024"])).unwrap();
    assert_eq!((systems(&table), alone(&table).len()), (3, 3));
}

/// A code is broken down in another table than the one that asks its parent.
#[test]
fn a_code_is_broken_down_in_another_table() {
    let structure = small(&[("ONE", "A", "PER", "_T A B", "LO"), ("TWO", "A", "PER", "B B1 B2", "LO")]);
    let table = structure.table(&periods(&["2024"])).unwrap();
    // All as sums; A, B1 in B, B2 in B, each within _T; B broken down within _T; B1 and B2 within B, beside A.
    assert_eq!(systems(&table), 1 + 3 + 1 + 2);
    let soft = |key| leaves(&table, Some(0), key);
    let below = ["PER.B1.LO", "PER.B2.LO", "PER.B~rest.LO"];
    assert_eq!(soft("A.PER.B.LO.2024"), below);
    assert_eq!(soft("A.PER._T.LO.2024"), ["PER.A.LO", below[0], below[1], below[2], "PER._T~rest.LO"]);
}

/// Tables that break a total down in a dimension each share nothing but the total: every sum that a reader can make is one
/// of a table.
#[test]
fn margins_of_one_total_are_read_apart() {
    let mut structure =
        small(&[("OFFS", "A", "PER", "_T A B", "_T"), ("AGES", "A", "PER", "_T", "_T LO HI")]);
    structure.sums.clear();
    let table = structure.table(&periods(&["2024"])).unwrap();
    // Two offences by two ages, one of each at a time; and one of the ones beside all of the others.
    assert_eq!(systems(&table), 2 + 4 + 4);
    assert_eq!(leaves(&table, Some(0), "A.PER._T._T.2024"), ["PER.A._T", "PER.B._T", "PER._T~rest._T"]);
    assert_eq!(leaves(&table, Some(1), "A.PER._T._T.2024"), ["PER._T.HI", "PER._T.LO", "PER._T._T~rest"]);
    // A third that crosses both holds all of them together.
    let mut structure = small(&[
        ("OFFS", "A", "PER", "_T A B", "_T"),
        ("AGES", "A", "PER", "_T", "_T LO HI"),
        ("BOTH", "A", "PER", "A", "LO HI"),
    ]);
    structure.sums.clear();
    let table = structure.table(&periods(&["2024"])).unwrap();
    assert_eq!(systems(&table), 1 + 4 + 4);
    assert_eq!(leaves(&table, Some(0), "A.PER._T._T.2024").len(), 9);
    let one = ["PER.A.LO", "PER.A._T~rest", "PER._T~rest.LO", "PER._T~rest._T~rest"];
    assert!((1..5).any(|system| leaves(&table, Some(system), "A.PER._T._T.2024") == one));
}

/// Children that share a part: what is left after those that share none holds what the others have besides.
#[test]
fn children_that_overlap() {
    let mut structure = small(&[("T", "A", "PER", "_T A B B1 B2 C", "LO")]);
    let list = &mut structure.codelists[3].codes;
    list.iter_mut().filter(|code| code.id.len() == 2).for_each(|code| code.parent = None);
    list.iter_mut().find(|code| code.id == "_T").unwrap().parent = None;
    for (parent, children) in [("A", ["B1", "B2"]), ("B", ["B2", "C"])] {
        let children = children.map(str::to_owned).to_vec();
        structure.sums.push(Sum { dimension: "OFF".into(), parent: parent.into(), children });
    }
    structure.codelists[3].codes.iter_mut().find(|code| code.id == "C").unwrap().parent = None;
    let table = structure.table(&periods(&["2024"])).unwrap();
    let soft = |key| leaves(&table, Some(0), key);
    assert_eq!(soft("A.PER._T.LO.2024"), ["PER.B1.LO", "PER.B2.LO", "PER.C.LO", "PER._T~rest.LO"]);
    assert_eq!(soft("A.PER._T~rest.LO.2024"), ["PER._T~rest.LO"], "after A, and of B after C");
    structure.tables[0].values[2].codes.retain(|code| code != "C");
    let table = structure.table(&periods(&["2024"])).unwrap();
    let rest = leaves(&table, Some(0), "A.PER._T~rest.LO.2024");
    assert_eq!(rest, ["PER.C.LO", "PER._T~rest.LO"], "nobody asks for what B has besides");
}

/// A measure below another one in the codelist is a part of it, whatever its denominator.
#[test]
fn measures_lie_below_measures() {
    let mut structure = small(&[("T", "A", "PER REP OTH", "A", "LO")]);
    structure.codelists[2].codes[2].parent = Some("REP".into());
    structure.measures[2].of = Some("PER".into());
    let table = structure.table(&periods(&["2024"])).unwrap();
    assert_eq!(systems(&table), 1);
    let mut keys: Vec<&str> =
        table.cells.iter().filter(|cell| cell.count_only).map(|cell| cell.key.as_str()).collect();
    keys.sort_unstable();
    assert_eq!(keys, ["A.OTH~not~PER.A.LO.2024", "A.OTH~not~REP.A.LO.2024", "A.REP~not~PER.A.LO.2024"]);
    let figures = |key: &str| {
        let place = table.cells.iter().position(|cell| cell.key == key).unwrap();
        let cells = &table.rules.systems[0].cells;
        let found = cells.iter().find(|(cell, _)| *cell as usize == place).map(|(_, leaves)| leaves);
        let list = found.unwrap_or(&table.cells[place].leaves);
        list.iter().map(|leaf| table.leaves[*leaf as usize].figure.as_str()).collect::<Vec<_>>()
    };
    let all = ["~OTH.A.LO", "~PER.A.LO", "~REP.A.LO"];
    assert_eq!(figures("A.PER.A.LO.2024"), all);
    assert_eq!(figures("A.REP.A.LO.2024"), [all[0], all[2]]);
    assert_eq!(figures("A.OTH~not~PER.A.LO.2024"), all[1..]);
    assert_eq!(figures("A.OTH~not~REP.A.LO.2024"), all[2..]);
    assert_eq!(table.rules.parents.iter().filter(|one| one.code == "OTH").count(), 2);
    // Unless the structure says that nobody takes it for one.
    let reason = "beside".into();
    structure.not_sums.push(NotSum { dimension: "MEASURE".into(), parent: "REP".into(), reason });
    let table = structure.table(&periods(&["2024"])).unwrap();
    assert_eq!((systems(&table), alone(&table).len()), (1, 2));
    assert_eq!(leaves(&table, Some(0), "A.PER.A.LO.2024").len(), 4, "either, both or none");
}

/// What a declared sum leaves of parts that are not asked is counted, as what they are by declaration.
#[test]
fn parts_of_a_declared_sum_that_are_not_asked() {
    let structure = small(&[("T", "A", "PER", "A", "_T LO")]);
    let table = structure.table(&periods(&["2024"])).unwrap();
    assert_eq!((systems(&table), alone(&table)), (0, vec!["A.PER.A._T~rest.2024".to_owned()]));
    assert_eq!(leaves(&table, None, "A.PER.A._T~rest.2024"), ["PER.A.HI", "PER.A._U"]);
    let figures = [("A.PER.A._T.2024", 3), ("A.PER.A.LO.2024", 3)];
    assert_eq!(bit(&table, "A.PER.A._T~rest.2024", &figures), Some(0));
    let structure = small(&[("T", "A", "PER", "A", "_T LO HI _U")]);
    let table = structure.table(&periods(&["2024"])).unwrap();
    assert!(alone(&table).iter().all(|key| !key.contains("~rest")), "all are asked: nothing is left");
    // A code below a part that is not asked itself.
    let mut structure = small(&[("T", "A", "PER", "_T B1", "LO")]);
    let children = ["A", "B", "C"].map(str::to_owned).to_vec();
    structure.sums.push(Sum { dimension: "OFF".into(), parent: "_T".into(), children });
    let table = structure.table(&periods(&["2024"])).unwrap();
    assert_eq!(alone(&table), ["A.PER._T~rest.LO.2024"]);
    let left = ["PER.A.LO", "PER.B~rest.LO", "PER.C.LO"];
    assert_eq!(leaves(&table, Some(0), "A.PER._T~rest.LO.2024"), left);
}

/// Parts that are asked by the quarter make up a year.
#[test]
fn parts_over_shorter_periods_are_found() {
    let structure = small(&[("ALL", "A", "PER", "_T A", "LO"), ("B", "Q", "PER", "B", "LO")]);
    let quarters = ["2024", "2024-Q1", "2024-Q2", "2024-Q3", "2024-Q4"];
    let table = structure.table(&periods(&quarters)).unwrap();
    assert_eq!(systems(&table), 3);
    assert_eq!(alone(&table), ["A.PER._T~rest.LO.2024"; 3]);
    let figure = |key: &str| table.cells.iter().position(|cell| cell.key == key).unwrap();
    let mut figures = vec![None; table.cells.len()];
    figures[figure("A.PER._T.LO.2024")] = Some(9);
    figures[figure("A.PER.A.LO.2024")] = Some(1);
    quarters[1..].iter().for_each(|period| figures[figure(&format!("Q.PER.B.LO.{period}"))] = Some(2));
    table.complete(&mut figures);
    // After A, after the quarters of B, after both.
    assert_eq!(figures[6..], [Some(1), Some(1), Some(0)]);
    let table = structure.table(&periods(&quarters[..4])).unwrap();
    assert_eq!(alone(&table).len(), 1, "a quarter is missing");
}

/// Codes that nobody declared to be parts may be about the same cases: each is looked at alone within what it lies in, by
/// the codelist or by a sum, and a code beside the parts of a sum is crossed with them.
#[test]
fn codes_lie_within_others_whatever_adds_up() {
    let sum = |parent: &str, children: &[&str]| Sum {
        dimension: "OFF".into(),
        parent: parent.into(),
        children: children.iter().map(|child| (*child).to_owned()).collect(),
    };
    // C lies below _T and is no part of it.
    let mut structure = small(&[("T", "A", "PER", "_T C", "LO")]);
    structure.sums.push(sum("_T", &["A", "B"]));
    let table = structure.table(&periods(&["2024"])).unwrap();
    assert_eq!((systems(&table), alone(&table)), (1, vec!["A.PER._T~rest.LO.2024".to_owned()]));
    let soft = |key| leaves(&table, Some(0), key);
    let crossed = ["PER.A~rest.LO", "PER.B~rest.LO", "PER.C~in.LO", "PER.C~in.LO"];
    assert_eq!(soft("A.PER._T.LO.2024"), crossed);
    assert_eq!(soft("A.PER.C.LO.2024"), crossed[2..]);
    assert_eq!(soft("A.PER._T~rest.LO.2024"), crossed[..2]);
    // A code below each part: both are told apart at once, though no part is asked.
    let mut structure = small(&[("T", "A", "PER", "_T B1 C", "LO")]);
    structure.codelists[3].codes[5].parent = Some("A".into());
    structure.sums.push(sum("_T", &["A", "B"]));
    let table = structure.table(&periods(&["2024"])).unwrap();
    let all = ["PER.A~rest.LO", "PER.B1.LO", "PER.B~rest.LO", "PER.C.LO"];
    assert!((0..systems(&table)).any(|system| leaves(&table, Some(system), "A.PER._T.LO.2024") == all));
    // What sums declare to be apart is apart.
    let mut structure = small(&[("T", "A", "PER", "A C", "LO")]);
    structure.codelists[3].codes[5].parent = Some("A".into());
    structure.not_sums.push(NotSum { dimension: "OFF".into(), parent: "A".into(), reason: "so".into() });
    structure.sums.push(sum("_T", &["A", "B", "C"]));
    assert_eq!(systems(&structure.table(&periods(&["2024"])).unwrap()), 0);
}

/// From the seventh numerator on measures are told apart in several ways, each two in one.
#[test]
fn many_numerators_are_told_apart_in_pairs() {
    let mut structure = small(&[("T", "A", "PER", "A", "LO")]);
    let codes: Vec<String> = (0..9).map(|at| format!("N{at}")).collect();
    for code in &codes {
        let mut own = structure.measures[1].clone();
        own.code.clone_from(code);
        structure.measures.push(own);
        let named = crate::Code { id: code.clone(), name: code.clone(), parent: None, quiet: false };
        structure.codelists[2].codes.push(named);
    }
    structure.tables[0].values[1].codes.extend(codes.iter().cloned());
    let table = structure.table(&periods(&["2024"])).unwrap();
    let place = |code: &str| {
        let key = format!("A.{code}.A.LO.2024");
        table.cells.iter().position(|cell| cell.key == key).unwrap()
    };
    let told = |code: &str, system: usize| {
        let cells = &table.rules.systems[system].cells;
        cells.iter().find(|(cell, _)| *cell as usize == place(code)).map(|(_, leaves)| leaves.clone())
    };
    for (at, one) in codes.iter().enumerate() {
        for other in &codes[at + 1..] {
            let both = |system: usize| {
                let (one, other) = (told(one, system)?, told(other, system)?);
                Some(
                    one.iter().any(|leaf| other.contains(leaf))
                        && one.iter().any(|leaf| !other.contains(leaf)),
                )
            };
            assert!((0..systems(&table)).any(|system| both(system) == Some(true)), "{one} and {other}");
        }
    }
    // A measure within itself.
    structure.codelists[2].codes[0].parent = Some("N0".into());
    structure.tables[0].values[1].codes.truncate(2);
    let fault = structure.table(&periods(&["2024"])).unwrap_err();
    assert!(fault[0].to_string().contains("lies within itself"), "{fault:?}");
}
