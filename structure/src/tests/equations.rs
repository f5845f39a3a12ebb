//! Leaves, soft systems and cells counted alone, on tables small enough to be written out.

use super::periods;
use crate::{CountOnly, NotSum, RoundTable, Structure, Sum};
use std::collections::BTreeSet;

/// Two measures, of which one is the other's part; offences in a tree; ages that are sums; unknown age.
pub(super) const SMALL: &str = r#"
agency = "EXAMPLE"
id = "DSD_SMALL"
version = "1.0"
name = "Small"
national_flow = "NAT"
total_flow = "TOT"
area = "AREA"
measure = "MEASURE"
time = "TIME"
total_area = "_ALL"
dimensions = [
    { id = "FREQ", name = "Frequency", codelist = "CL_FREQ" },
    { id = "AREA", name = "Area", codelist = "CL_AREA" },
    { id = "MEASURE", name = "Measure", codelist = "CL_MEASURE" },
    { id = "OFF", name = "Offence", codelist = "CL_OFF" },
    { id = "AGE", name = "Age", codelist = "CL_AGE" },
    { id = "TIME", name = "Period" },
]
measures = [
    { code = "PER", unit = "person", max = 9000, min_contributors = 3, rounding = 5 },
    { code = "REP", unit = "person", max = 9000, min_contributors = 3, rounding = 5, of = "PER" },
    { code = "OTH", unit = "person", max = 9000, min_contributors = 5, rounding = 1, first = 18 },
]
sums = [{ dimension = "AGE", parent = "_T", children = ["LO", "HI", "_U"] }]
codelists = [
    { id = "CL_FREQ", name = "Frequency", codes = [
        { id = "A", name = "Year" }, { id = "Q", name = "Quarter" }, { id = "M", name = "Month" },
    ] },
    { id = "CL_AREA", name = "Areas", codes = [
        { id = "_ALL", name = "All" }, { id = "XA", name = "A" }, { id = "XA-1", name = "A1" }, { id = "XB", name = "B" },
    ] },
    { id = "CL_MEASURE", name = "Measures", codes = [
        { id = "PER", name = "Persons" }, { id = "REP", name = "Again" }, { id = "OTH", name = "Others" },
    ] },
    { id = "CL_OFF", name = "Offences", codes = [
        { id = "_T", name = "All" }, { id = "A", name = "A", parent = "_T" }, { id = "B", name = "B", parent = "_T" },
        { id = "B1", name = "B1", parent = "B" }, { id = "B2", name = "B2", parent = "B" }, { id = "C", name = "C", parent = "_T" },
    ] },
    { id = "CL_AGE", name = "Ages", codes = [
        { id = "_T", name = "All" }, { id = "LO", name = "Low", parent = "_T" }, { id = "HI", name = "High", parent = "_T" },
        { id = "_U", name = "Unknown", parent = "_T", quiet = true },
    ] },
]
tables = []
[publication]
title = "Small"
publisher = "Nobody"
contact = "Nobody"
licence = "CC BY 4.0"
release = 1
provisional = false
"#;

/// The small structure with these tables: id, frequencies, measures, offences, ages.
pub(super) fn small(tables: &[(&str, &str, &str, &str, &str)]) -> Structure {
    let list = |codes: &str| {
        codes.split_whitespace().map(|code| format!("\"{code}\"")).collect::<Vec<_>>().join(", ")
    };
    let mut text = SMALL.replace("tables = []\n", "");
    for (id, frequencies, measures, offences, ages) in tables {
        let values = [("FREQ", frequencies), ("MEASURE", measures), ("OFF", offences), ("AGE", ages)];
        let values =
            values.map(|(id, codes)| format!("{{ dimension = \"{id}\", codes = [{}] }}", list(codes)));
        text += &format!("\n[[tables]]\nid = \"{id}\"\ntitle = \"{id}\"\nvalues = [{}]\n", values.join(", "));
    }
    Structure::parse("small.toml", text.as_bytes()).unwrap()
}

/// Keys of cells with `~rest~0123456789abcdef` cut to `~rest`.
pub(super) fn plain(key: &str) -> String {
    let cut = |code: &str| {
        let mut parts: Vec<&str> = code.split('~').collect();
        parts.truncate(2);
        parts.join("~")
    };
    key.split('.').map(cut).collect::<Vec<_>>().join(".")
}

pub(super) fn alone(table: &RoundTable) -> Vec<String> {
    table.cells.iter().filter(|cell| cell.count_only).map(|cell| plain(&cell.key)).collect()
}

/// Leaves of a cell in a system, or the hard ones.
pub(super) fn leaves(table: &RoundTable, system: Option<usize>, key: &str) -> Vec<String> {
    let place =
        table.cells.iter().position(|cell| plain(&cell.key) == key).unwrap_or_else(|| panic!("no {key}"));
    let hard = &table.cells[place].leaves;
    let found = system.map_or(hard, |number| {
        let system = &table.rules.systems[number];
        system.cells.iter().find(|(cell, _)| *cell as usize == place).map_or(hard, |(_, leaves)| leaves)
    });
    let named = |leaf: &u32| {
        let leaf = &table.leaves[*leaf as usize];
        let (year, month) = (leaf.start / 12, leaf.start % 12 + 1);
        match leaf.months {
            12 => plain(&leaf.figure),
            months => format!("{} {year}-{month:02}+{months}", plain(&leaf.figure)),
        }
    };
    found.iter().map(named).collect()
}

pub(super) fn systems(table: &RoundTable) -> usize {
    table.rules.systems.len()
}

pub(super) fn bit(table: &RoundTable, key: &str, figures: &[(&str, u32)]) -> Option<u32> {
    let place = |key: &str| table.cells.iter().position(|cell| plain(&cell.key) == key).unwrap();
    let mut all = vec![None; table.cells.len()];
    figures.iter().for_each(|(key, figure)| all[place(key)] = Some(*figure));
    table.complete(&mut all);
    let one: &CountOnly = table.count_only.iter().find(|one| one.cell as usize == place(key)).unwrap();
    let bit = one.bit(&all);
    assert_eq!(bit, all[place(key)]);
    bit
}

#[test]
fn a_parent_is_the_sum_of_what_the_table_asks_below_it_and_a_rest() {
    let structure = small(&[("T", "A", "PER", "_T A B B1", "LO")]);
    let table = structure.table(&periods(&["2024"])).unwrap();
    // After A and B; of B after B1; then after A, and after B.
    let rests =
        ["A.PER._T~rest.LO.2024", "A.PER.B~rest.LO.2024", "A.PER._T~rest.LO.2024", "A.PER._T~rest.LO.2024"];
    assert_eq!(alone(&table), rests);
    let soft = |key| leaves(&table, Some(0), key);
    assert_eq!(soft("A.PER._T.LO.2024"), ["PER.A.LO", "PER.B1.LO", "PER.B~rest.LO", "PER._T~rest.LO"]);
    assert_eq!(soft("A.PER.B.LO.2024"), ["PER.B1.LO", "PER.B~rest.LO"]);
    assert_eq!(soft("A.PER.A.LO.2024"), ["PER.A.LO"]);
    assert_eq!(leaves(&table, None, "A.PER._T.LO.2024"), ["PER._T.LO"]);
    assert_eq!(leaves(&table, None, "A.PER._T~rest.LO.2024"), ["PER._T~rest.LO"]);
    let figures =
        [("A.PER._T.LO.2024", 9), ("A.PER.A.LO.2024", 4), ("A.PER.B.LO.2024", 5), ("A.PER.B1.LO.2024", 4)];
    assert_eq!(bit(&table, "A.PER._T~rest.LO.2024", &figures), Some(0));
    assert_eq!(bit(&table, "A.PER.B~rest.LO.2024", &figures), Some(1));
    assert_eq!(bit(&table, "A.PER._T~rest.LO.2024", &figures[..2]), None, "a part is not reported");
    let more = [("A.PER._T.LO.2024", 3), ("A.PER.A.LO.2024", 4), ("A.PER.B.LO.2024", 5)];
    assert_eq!(bit(&table, "A.PER._T~rest.LO.2024", &more), Some(0), "parts exceed their total");
}

#[test]
fn what_lies_below_a_code_that_is_not_asked_belongs_to_the_one_above() {
    let structure = small(&[("T", "A", "PER", "_T B1", "LO")]);
    let table = structure.table(&periods(&["2024"])).unwrap();
    assert_eq!(leaves(&table, Some(0), "A.PER._T.LO.2024"), ["PER.B1.LO", "PER._T~rest.LO"]);
}

#[test]
fn a_sum_that_nobody_would_assume_is_turned_off() {
    let mut structure = small(&[("T", "A", "PER", "_T A B B1", "LO")]);
    structure.not_sums.push(NotSum {
        dimension: "OFF".into(),
        parent: "_T".into(),
        reason: "overlap".into(),
    });
    let table = structure.table(&periods(&["2024"])).unwrap();
    assert_eq!(alone(&table), ["A.PER.B~rest.LO.2024", "A.PER._T~rest.LO.2024", "A.PER._T~rest.LO.2024"]);
    structure.not_sums.push(NotSum { dimension: "OFF".into(), parent: "B".into(), reason: "overlap".into() });
    let table = structure.table(&periods(&["2024"])).unwrap();
    // What A, B and B1 leave of the one above; nothing that several leave together.
    let alone = alone(&table);
    assert_eq!((systems(&table), alone.len()), (1, 3), "{alone:?}");
    // In A or not, and in neither B nor B1, in B alone, or in both.
    let held = |code: &str| leaves(&table, Some(0), &format!("A.PER.{code}.LO.2024")).len();
    assert_eq!(["_T", "A", "B", "B1"].map(held), [6, 3, 4, 2]);
}

#[test]
fn soft_sums_run_over_other_tables_and_declared_ones_below_them() {
    let structure = small(&[
        ("AGES", "A", "PER", "_T", "_T LO HI _U"),
        ("OFFS", "A", "PER", "A B", "_T"),
        ("X", "A", "OTH", "_T", "LO"),
    ]);
    let table = structure.table(&periods(&["2024"])).unwrap();
    assert_eq!(systems(&table), 3, "of both together, of each alone");
    let soft = |key| leaves(&table, Some(0), key);
    assert_eq!(soft("A.PER._T.LO.2024"), ["PER.A.LO", "PER.B.LO", "PER._T~rest.LO"]);
    assert_eq!(soft("A.PER.A._T.2024"), ["PER.A.HI", "PER.A.LO", "PER.A._U"]);
    assert_eq!(soft("A.OTH._T.LO.2024"), ["OTH._T.LO"], "another measure");
    let rest = soft("A.PER._T~rest._T.2024");
    assert_eq!(rest, ["PER._T~rest.HI", "PER._T~rest.LO", "PER._T~rest._U"]);
    assert!(!alone(&table).contains(&"A.PER._T~rest.LO.2024".to_owned()), "nobody can subtract there");
}

#[test]
fn parts_by_declaration_may_stand_for_their_total() {
    // The total of all ages of A and B is no cell: their ages are.
    let structure = small(&[("ALL", "A", "PER", "_T", "_T"), ("OFFS", "A", "PER", "A B", "LO HI _U")]);
    let table = structure.table(&periods(&["2024"])).unwrap();
    assert!(alone(&table).contains(&"A.PER._T~rest._T.2024".to_owned()), "{:?}", alone(&table));
    let figures: Vec<(String, u32)> = ["A", "B"]
        .iter()
        .flat_map(|off| ["LO", "HI", "_U"].map(|age| (format!("A.PER.{off}.{age}.2024"), 2)))
        .collect();
    let mut figures: Vec<(&str, u32)> = figures.iter().map(|(key, figure)| (key.as_str(), *figure)).collect();
    figures.push(("A.PER._T._T.2024", 12));
    assert_eq!(bit(&table, "A.PER._T~rest._T.2024", &figures), Some(0));
    figures.last_mut().unwrap().1 = 13;
    assert_eq!(bit(&table, "A.PER._T~rest._T.2024", &figures), Some(1));
}

#[test]
fn a_denominator_is_its_numerator_and_what_is_left() {
    let structure = small(&[("T", "A", "PER REP", "_T A", "LO"), ("U", "A", "OTH", "A", "LO")]);
    let table = structure.table(&periods(&["2024"])).unwrap();
    assert_eq!(systems(&table), 1);
    let wanted = ["PER._T~rest", "REP._T~rest", "REP~not._T", "REP~not.A", "REP~not._T~rest"];
    assert_eq!(alone(&table), wanted.map(|key| format!("A.{key}.LO.2024")));
    let soft = |key| leaves(&table, Some(0), key);
    assert_eq!(soft("A.PER.A.LO.2024"), ["~PER.A.LO", "~REP.A.LO"]);
    let all = ["~PER.A.LO", "~PER._T~rest.LO", "~REP.A.LO", "~REP._T~rest.LO"];
    assert_eq!(soft("A.PER._T.LO.2024"), all);
    assert_eq!(soft("A.REP._T.LO.2024"), ["~REP.A.LO", "~REP._T~rest.LO"]);
    assert_eq!(soft("A.REP~not._T.LO.2024"), ["~PER.A.LO", "~PER._T~rest.LO"]);
    assert_eq!(soft("A.PER._T~rest.LO.2024"), ["~PER._T~rest.LO", "~REP._T~rest.LO"]);
    let figures =
        [("A.PER._T.LO.2024", 9), ("A.PER.A.LO.2024", 4), ("A.REP._T.LO.2024", 9), ("A.REP.A.LO.2024", 3)];
    assert_eq!(bit(&table, "A.REP~not._T.LO.2024", &figures), Some(0));
    assert_eq!(bit(&table, "A.REP~not.A.LO.2024", &figures), Some(1));
    assert_eq!(bit(&table, "A.REP~not._T~rest.LO.2024", &figures), Some(0));
}

#[test]
fn a_numerator_that_is_not_broken_down_has_a_system_of_its_own() {
    let structure = small(&[("T", "A", "PER REP", "A", "LO HI"), ("U", "A", "PER REP", "A", "LO")]);
    let table = structure.table(&periods(&["2024"])).unwrap();
    assert_eq!(systems(&table), 1);
    // Without its denominator it has none.
    let table = small(&[("T", "A", "REP", "A", "LO HI")]).table(&periods(&["2024"])).unwrap();
    assert_eq!((systems(&table), alone(&table).len()), (0, 0));
}

#[test]
fn rests_in_two_dimensions_have_a_rest_in_common() {
    let mut structure = small(&[("T", "A", "PER", "_T A", "_T LO")]);
    structure.sums.clear();
    let table = structure.table(&periods(&["2024"])).unwrap();
    let wanted = ["_T~rest._T", "_T._T~rest", "_T~rest._T~rest", "_T~rest.LO", "A._T~rest"];
    let rests: BTreeSet<String> = alone(&table).into_iter().filter(|key| !key.contains("~quiet")).collect();
    assert_eq!(rests, wanted.map(|key| format!("A.PER.{key}.2024")).into());
    // Broken down in both at once only: what is left is no product.
    let mut structure = small(&[("T", "A", "PER", "A", "LO"), ("ALL", "A", "PER", "_T", "_T")]);
    structure.sums.clear();
    let table = structure.table(&periods(&["2024"])).unwrap();
    assert_eq!(alone(&table), ["A.PER._T~apart._T~apart.2024"]);
    let all = leaves(&table, Some(0), "A.PER._T._T.2024");
    let left = leaves(&table, Some(0), "A.PER._T~apart._T~apart.2024");
    assert_eq!((all.len(), left.len()), (4, 3));
    assert!(!left.contains(&"PER.A.LO".to_owned()));
}

#[test]
fn months_are_cut_where_a_period_begins_or_ends() {
    let structure = small(&[("T", "A Q M", "OTH", "A", "LO"), ("U", "A", "OTH", "B", "LO")]);
    let table = structure.table(&periods(&["2024", "2024-Q1", "2024-Q2", "2024-02", "2023"])).unwrap();
    let of = |key| leaves(&table, None, key);
    let (first, second, third) = ("OTH.A.LO 2024-01+1", "OTH.A.LO 2024-02+1", "OTH.A.LO 2024-03+1");
    assert_eq!(of("Q.OTH.A.LO.2024-Q1"), [first, second, third]);
    assert_eq!(of("M.OTH.A.LO.2024-02"), [second]);
    assert_eq!(of("A.OTH.A.LO.2024"), [first, second, third, "OTH.A.LO 2024-04+3", "OTH.A.LO 2024-07+6"]);
    assert_eq!(of("A.OTH.A.LO.2023"), ["OTH.A.LO"]);
    assert_eq!(of("A.OTH.B.LO.2024"), ["OTH.B.LO"], "nobody asks for quarters of B");
}

/// Declared sums act on one dimension each, so that a total over several of them has one set of leaves, whichever is
/// broken down first; two sums of one code must lead to the same leaves.
#[test]
fn sums_have_a_common_refinement() {
    let mut structure = small(&[("T", "A", "OTH", "_T A B C", "_T LO HI _U")]);
    let children = ["A", "B", "C"].map(str::to_owned).to_vec();
    structure.sums.push(Sum { dimension: "OFF".into(), parent: "_T".into(), children });
    let table = structure.table(&periods(&["2024"])).unwrap();
    assert_eq!(leaves(&table, None, "A.OTH._T._T.2024").len(), 9);
    for sum in structure.declared_sums(&table.cells) {
        let leaves = |cell: &u32| table.cells[*cell as usize].leaves.clone();
        let mut parts: Vec<u32> = sum.children.iter().flat_map(leaves).collect();
        parts.sort_unstable();
        assert_eq!(parts, leaves(&sum.parent));
    }
    let children = ["A", "B1"].map(str::to_owned).to_vec();
    structure.sums.push(Sum { dimension: "OFF".into(), parent: "_T".into(), children });
    let faults = structure.table(&periods(&["2024"])).unwrap_err();
    assert!(faults.iter().any(|fault| fault.to_string().contains("other parts in the end")), "{faults:?}");
}

/// C is a part of all beside B by declaration, and below B in the codelist.
#[test]
fn parts_that_hold_each_other_are_refused() {
    let mut structure = small(&[("T", "A", "OTH", "_T A B C", "LO")]);
    let children = ["A", "B", "C"].map(str::to_owned).to_vec();
    structure.sums.push(Sum { dimension: "OFF".into(), parent: "_T".into(), children });
    structure.codelists[3].codes[5].parent = Some("B".into());
    let faults = structure.table(&periods(&["2024"])).unwrap_err();
    assert!(faults.iter().any(|fault| fault.to_string().contains("in table T its parts hold")), "{faults:?}");
    structure.not_sums.push(NotSum {
        dimension: "OFF".into(),
        parent: "B".into(),
        reason: "C is beside".into(),
    });
    assert!(structure.table(&periods(&["2024"])).is_ok());
}
