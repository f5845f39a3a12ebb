//! Every field of a table that was changed is found.

use super::manifest::manifest;
use super::{default, periods};
use crate::TableDifference;
use intertally_core::round::{RoundManifest, Within};

fn differences(change: impl Fn(&mut RoundManifest)) -> Vec<TableDifference> {
    let periods = periods(&["2024"]);
    let mut manifest = manifest(&default().table(&periods).unwrap(), &periods);
    change(&mut manifest);
    default().check_table(&manifest).err().unwrap_or_default()
}

#[test]
fn stricter_is_allowed() {
    let more =
        |manifest: &mut RoundManifest| manifest.cells.iter_mut().for_each(|cell| cell.min_contributors += 2);
    assert_eq!(differences(more), Vec::new());
}

#[test]
fn each_field_of_a_cell_is_compared() {
    type Change = fn(&mut intertally_core::round::CellSpec);
    let cases: [(Change, &str); 7] = [
        (|cell| cell.key.push('X'), "key"),
        (|cell| cell.max -= 1, "largest count"),
        (|cell| cell.leaves = vec![0, 1], "list of leaves"),
        (|cell| cell.min_contributors -= 1, "minimum of contributors"),
        (|cell| cell.count_only = true, "mark that it is counted alone"),
        (|cell| cell.rounding = 6 - cell.rounding, "rounding"),
        (|cell| cell.first = 18, "first band"),
    ];
    for place in [0, 100, 307] {
        for (change, wanted) in &cases {
            let found = differences(|manifest| change(&mut manifest.cells[place]));
            let [TableDifference::Cell { place: at, what, .. }] = found.as_slice() else {
                panic!("{found:?}")
            };
            assert_eq!((*at, *what), (place, *wanted));
        }
    }
}

#[test]
fn leaves_cells_and_periods_are_compared() {
    let found = differences(|manifest| manifest.leaves[7].months = 6);
    assert!(matches!(found.as_slice(), [TableDifference::Leaf { place: 7, .. }]), "{found:?}");
    let found = differences(|manifest| {
        manifest.leaves.pop();
    });
    assert!(matches!(found.as_slice(), [TableDifference::Leaf { found: None, .. }]), "{found:?}");
    let found = differences(|manifest| {
        manifest.cells.pop();
    });
    assert!(matches!(found.first(), Some(TableDifference::Cells { wanted: 856, found: 855 })), "{found:?}");
    assert!(differences(|manifest| manifest.periods = periods(&["2023"])).len() > 400);
    let found = differences(|manifest| manifest.periods = periods(&["2024-Q1"]));
    assert!(matches!(found.as_slice(), [TableDifference::NoTable(_)]), "{found:?}");
}

#[test]
fn each_rule_is_compared() {
    type Change = fn(&mut RoundManifest);
    let cases: [(Change, &str, &str); 17] = [
        (|m| m.rules.systems[0].cells[0].0 += 1, "soft system", "1"),
        (|m| m.rules.systems[0].cells[0].1.truncate(1), "soft system", "1"),
        (|m| m.rules.systems.truncate(15), "soft system", "16"),
        (|m| m.rules.ladders[3].steps.truncate(1), "ladder slice", "4"),
        (|m| m.rules.ladders[3].elsewhere.push(400), "ladder slice", "4"),
        (|m| m.rules.ladders[3].quiet.clear(), "ladder slice", "4"),
        (|m| m.rules.quiet[11].leaves.truncate(1), "group of quiet figures", "12"),
        (|m| m.rules.quiet[2].soft.push(9), "group of quiet figures", "3"),
        (|m| m.rules.quiet[2].known.truncate(1), "group of quiet figures", "3"),
        (|m| m.rules.quiet[2].guard = 0, "group of quiet figures", "3"),
        (|m| m.rules.whole[5].own.truncate(1), "whole table", "6 PERSONS_AGE"),
        (|m| m.rules.whole[5].all.truncate(1), "whole table", "6 PERSONS_AGE"),
        (|m| m.rules.whole[5].table.push('X'), "whole table", "6 PERSONS_AGE"),
        (|m| m.rules.within[0].outer = "XX".into(), "area within another", "1 AX"),
        (
            |m| m.rules.within.push(Within { inner: "ZZ".into(), outer: "FR".into() }),
            "area within another",
            "13 ZZ",
        ),
        (|m| m.rules.parents[3].parent.push('X'), "parent of a code", "4 INT_DROP"),
        (|m| drop(m.rules.parents.pop()), "parent of a code", "49 _U"),
    ];
    for (change, kind, place) in cases {
        let found = differences(change);
        let [TableDifference::Rule { what, name }] = found.as_slice() else { panic!("{kind}: {found:?}") };
        assert_eq!((*what, name.as_str()), (kind, place));
    }
}
