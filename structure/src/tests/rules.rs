//! Quiet figures, ladders, tables returned whole, areas.

use super::equations::{plain, small};
use super::periods;
use crate::{AreaWithin, NotSum, RoundTable, Structure, Sum};
use intertally_core::round::Whole;

fn keys(table: &RoundTable, cells: &[u32]) -> Vec<String> {
    cells.iter().map(|cell| plain(&table.cells[*cell as usize].key)).collect()
}

fn table(structure: &Structure, list: &[&str]) -> RoundTable {
    structure.table(&periods(list)).unwrap()
}

fn guard(table: &RoundTable, figures: &[(&str, u32)]) -> Option<u32> {
    let place = |key: &str| table.cells.iter().position(|cell| cell.key == key).unwrap();
    let mut all = vec![None; table.cells.len()];
    figures.iter().for_each(|(key, figure)| all[place(key)] = Some(*figure));
    table.complete(&mut all);
    all[table.rules.quiet[0].guard as usize]
}

#[test]
fn quiet_figures_have_a_guard() {
    let table = table(&small(&[("T", "A", "OTH", "A", "_T LO HI _U")]), &["2024"]);
    let [quiet] = table.rules.quiet.as_slice() else { panic!("{:?}", table.rules.quiet) };
    let figures: Vec<&str> =
        quiet.leaves.iter().map(|leaf| table.leaves[*leaf as usize].figure.as_str()).collect();
    assert_eq!(figures, ["OTH.A._U"]);
    assert_eq!(keys(&table, &[quiet.guard]), ["A.OTH.A.~quiet.2024"]);
    let figures = |total, low, unknown| {
        let key = |age: &str| format!("A.OTH.A.{age}.2024");
        [(key("_T"), total), (key("LO"), low), (key("HI"), 0), (key("_U"), unknown)]
    };
    for (total, low, unknown, wanted) in
        [(5, 0, 5, 1), (5, 1, 4, 0), (5, 5, 0, 0), (0, 0, 0, 0), (5, 0, 4, 0), (4, 0, 5, 1), (5, 1, 5, 0)]
    {
        let figures = figures(total, low, unknown);
        let figures: Vec<(&str, u32)> = figures.iter().map(|(key, figure)| (key.as_str(), *figure)).collect();
        assert_eq!(guard(&table, &figures), Some(wanted), "{total} {low} {unknown}");
    }
    assert_eq!(guard(&table, &[("A.OTH.A._T.2024", 7)]), Some(0), "nothing is told apart");
    assert_eq!(guard(&table, &[("A.OTH.A.LO.2024", 7)]), None, "the total is not reported");
}

/// In a table that may be returned in part a member does not say that all it has are unknown ages, though what it reports
/// tells these from all others. What would be told if it were not counted is a test of the plan's:
/// `quiet_figures_that_are_not_reported_count_in_the_guard`.
#[test]
fn unknown_ages_that_are_not_reported_may_be_all_there_is() {
    let table = table(&small(&[("T", "A", "OTH", "A", "_T LO HI _U")]), &["2024"]);
    let key = |age: &str| format!("A.OTH.A.{age}.2024");
    let ask = |figures: &[(&str, u32)]| {
        let figures: Vec<(String, u32)> = figures.iter().map(|(age, figure)| (key(age), *figure)).collect();
        let figures: Vec<(&str, u32)> = figures.iter().map(|(key, figure)| (key.as_str(), *figure)).collect();
        guard(&table, &figures)
    };
    assert_eq!(ask(&[("_T", 5), ("LO", 0), ("HI", 0)]), Some(1), "unknown, and not reported");
    assert_eq!(ask(&[("_T", 5), ("LO", 0)]), Some(0), "what is high stands where the unknown does");
    assert_eq!(ask(&[("_T", 5), ("LO", 1), ("HI", 0)]), Some(0), "there is a known one");
    assert_eq!(ask(&[("_T", 0), ("LO", 0), ("HI", 0)]), Some(0), "there is nobody");
    assert_eq!(ask(&[("_T", 5)]), Some(0), "nothing is told apart");
}

/// Unknown ages of two offences and of their sum: a member that reports the two, and not the sum, says how many they are.
#[test]
fn parts_say_what_a_sum_that_is_not_reported_would() {
    let mut structure = small(&[("T", "A", "OTH", "_T A B", "_T LO HI _U")]);
    structure.sums.push(Sum {
        dimension: "OFF".into(),
        parent: "_T".into(),
        children: ["A", "B", "C"].map(str::to_owned).to_vec(),
    });
    for list in structure.codelists.iter_mut().filter(|list| list.id == "CL_OFF") {
        list.codes.iter_mut().filter(|code| code.id == "C").for_each(|code| code.quiet = true);
    }
    let table = table(&structure, &["2024"]);
    let ask = |unknown: [Option<u32>; 3], known: u32| {
        let unknown = ["_T", "A", "B"].into_iter().zip(unknown);
        let unknown = unknown.filter_map(|(off, figure)| Some((format!("A.OTH.{off}._U.2024"), figure?)));
        let others = [("_T", "_T", 5 + known), ("A", "_T", 2 + known), ("B", "_T", 3), ("A", "LO", known)];
        let others = others.into_iter().chain([("A", "HI", 0), ("B", "LO", 0), ("B", "HI", 0)]);
        let others = others.map(|(off, age, figure)| (format!("A.OTH.{off}.{age}.2024"), figure));
        let all: Vec<(String, u32)> = unknown.chain(others).collect();
        let all: Vec<(&str, u32)> = all.iter().map(|(key, figure)| (key.as_str(), *figure)).collect();
        guard(&table, &all)
    };
    assert_eq!(ask([Some(5), Some(2), Some(3)], 0), Some(1));
    assert_eq!(ask([None, Some(2), Some(3)], 0), Some(1));
    assert_eq!(ask([None, Some(2), Some(3)], 1), Some(0));
}

#[test]
fn what_no_cell_tells_apart_is_not_quiet() {
    assert_eq!(table(&small(&[("T", "A", "OTH", "A B", "_T")]), &["2024"]).rules.quiet, Vec::new());
    assert_eq!(table(&small(&[("T", "A", "OTH", "A B", "_U")]), &["2024"]).rules.quiet, Vec::new());
    let none = table(&small(&[("T", "A", "OTH", "A", "LO HI")]), &["2024"]);
    assert_eq!((none.rules.quiet.len(), none.cells.len()), (0, 2));
    // Unknown age is what the others leave of the total, asked or not.
    let left = table(&small(&[("T", "A", "OTH", "A", "_T LO HI")]), &["2024"]);
    assert_eq!(left.rules.quiet.len(), 1);
}

/// Two dimensions with unknown codes, of which one is not asked: what the others leave of the total stands in no cell of
/// unknown ones alone, and no cell holds known figures alone, so nobody could say who has nothing else.
#[test]
fn what_is_counted_by_nobody_is_not_quiet() {
    let mut structure = small(&[("T", "A", "OTH", "_T A B", "_T _U")]);
    let children = ["A", "B", "C"].map(str::to_owned).to_vec();
    structure.sums.push(Sum { dimension: "OFF".into(), parent: "_T".into(), children });
    for list in structure.codelists.iter_mut().filter(|list| list.id == "CL_OFF") {
        list.codes.iter_mut().filter(|code| code.id == "C").for_each(|code| code.quiet = true);
    }
    let table = table(&structure, &["2024"]);
    let figures = |leaves: &[u32]| -> Vec<String> {
        leaves.iter().map(|leaf| table.leaves[*leaf as usize].figure.clone()).collect()
    };
    let quiet = &table.rules.quiet[0];
    assert_eq!(figures(&quiet.leaves), ["OTH.A._U", "OTH.B._U", "OTH.C._U"]);
    assert!(figures(&quiet.known).contains(&"OTH.C.LO".to_owned()));
    let all = |total, unknown| {
        let own = [("_T", "_T", total), ("_T", "_U", unknown), ("A", "_T", 2), ("A", "_U", 2)];
        let own = own.into_iter().chain([("B", "_T", 0), ("B", "_U", 0)]);
        own.map(|(off, age, figure)| (format!("A.OTH.{off}.{age}.2024"), figure)).collect::<Vec<_>>()
    };
    for (total, unknown, wanted) in [(5, 5, 1), (5, 2, 0)] {
        let all = all(total, unknown);
        let all: Vec<(&str, u32)> = all.iter().map(|(key, figure)| (key.as_str(), *figure)).collect();
        assert_eq!(guard(&table, &all), Some(wanted), "{total} {unknown}");
    }
}

/// In a soft system the total of offences is others; what is quiet of it, too.
#[test]
fn quiet_figures_are_quiet_in_all_systems() {
    let structure = small(&[("T", "A", "OTH", "_T", "_T LO HI _U"), ("U", "A", "OTH", "A B", "_T")]);
    let table = table(&structure, &["2024"]);
    let quiet = &table.rules.quiet[0];
    let mut figures: Vec<String> =
        quiet.soft.iter().map(|leaf| plain(&table.leaves[*leaf as usize].figure)).collect();
    figures.sort();
    assert_eq!(figures, ["OTH.A._U", "OTH.B._U", "OTH._T~rest._U"]);
    let own: Vec<&str> =
        quiet.leaves.iter().map(|leaf| table.leaves[*leaf as usize].figure.as_str()).collect();
    assert_eq!(own, ["OTH._T._U"]);
    let soft = &table.rules.systems[0];
    let unknown = table.cells.iter().position(|cell| cell.key == "A.OTH._T._U.2024").unwrap();
    let (_, leaves) = soft.cells.iter().find(|(cell, _)| *cell as usize == unknown).unwrap();
    assert!(leaves.iter().all(|leaf| quiet.soft.contains(leaf)));
}

fn ladder() -> Structure {
    let mut structure = small(&[
        ("FINE", "A", "OTH PER", "A B", "_T LO HI _U"),
        ("COARSE", "A", "OTH PER", "A B", "_T"),
        ("BESIDE", "A", "OTH", "A C", "_T"),
    ]);
    structure.tables[0].ladder = Some("ages".into());
    structure.tables[1].ladder = Some("ages".into());
    structure
}

#[test]
fn a_ladder_has_a_slice_for_each_measure_offence_and_period() {
    let table = table(&ladder(), &["2023", "2024"]);
    assert_eq!(table.rules.ladders.len(), 2 * 2 * 2);
    let slice = &table.rules.ladders[0];
    let cells = |list: &[&str]| list.iter().map(|age| format!("A.OTH.A.{age}.2023")).collect::<Vec<_>>();
    assert_eq!(keys(&table, &slice.steps[0]), cells(&["_T", "LO", "HI", "_U"]));
    assert_eq!(keys(&table, &slice.steps[1]), cells(&["_T"]));
    assert_eq!(keys(&table, &slice.elsewhere), cells(&["_T"]));
    assert_eq!(keys(&table, &slice.quiet), cells(&["_U"]));
    assert_eq!(table.rules.ladders[1].elsewhere, Vec::<u32>::new(), "nobody else asks for B");
}

fn groups(table: &RoundTable, id: &str) -> Vec<(Vec<String>, Vec<String>)> {
    let own = |whole: &&Whole| whole.table == id;
    let of = |whole: &Whole| (keys(table, &whole.own), keys(table, &whole.all));
    table.rules.whole.iter().filter(own).map(of).collect()
}

#[test]
fn totals_and_parts_are_returned_whole() {
    let mut structure = ladder();
    let made = table(&structure, &["2024"]);
    let fine = groups(&made, "FINE");
    assert_eq!((fine.len(), made.rules.whole.len()), (4, 4), "by measure and offence");
    let cells = |list: &[&str]| list.iter().map(|age| format!("A.OTH.A.{age}.2024")).collect::<Vec<_>>();
    let total_alone_is_fine = (cells(&["LO", "HI", "_U"]), cells(&["_T", "LO", "HI", "_U"]));
    assert_eq!(fine[0], total_alone_is_fine);
    structure.tables[0].ladder = None;
    let fine = groups(&table(&structure, &["2024"]), "FINE");
    assert_eq!(fine[0].0, fine[0].1, "without a ladder the total goes with its parts");
    structure.tables[0].ragged = true;
    assert_eq!(table(&structure, &["2024"]).rules.whole, Vec::new());
    structure.sums.clear();
    structure.tables[0].ragged = false;
    assert_eq!(table(&structure, &["2024"]).rules.whole, Vec::new(), "nothing adds up");
}

#[test]
fn shorter_periods_are_returned_with_the_longer() {
    let structure = small(&[("T", "A Q", "OTH", "A B", "LO")]);
    let quarters = ["2024", "2024-Q1", "2024-Q2", "2023"];
    let made = table(&structure, &quarters);
    let row = |off: &str| {
        let year = format!("A.OTH.{off}.LO.2024");
        let parts = ["Q1", "Q2"].map(|quarter| format!("Q.OTH.{off}.LO.2024-{quarter}"));
        (parts.to_vec(), [vec![year], parts.to_vec()].concat())
    };
    assert_eq!(groups(&made, "T"), [row("A"), row("B")]);
    assert_eq!(table(&structure, &["2024-Q1", "2024-Q2"]).rules.whole, Vec::new(), "no year to add up to");
    // Ages of a quarter go together, and with those of the year; those of the year go alone.
    let structure = small(&[("T", "A Q", "OTH", "A", "_T LO HI _U")]);
    let made = table(&structure, &quarters);
    let sizes: Vec<(usize, usize)> =
        groups(&made, "T").iter().map(|(own, all)| (own.len(), all.len())).collect();
    assert_eq!(sizes, [(4, 4), (8, 12), (4, 4)]);
}

#[test]
fn areas_lie_within_others_by_code_or_by_list() {
    let mut structure = small(&[("T", "A", "OTH", "A", "LO")]);
    let pairs = |structure: &Structure| -> Vec<(String, String)> {
        let within = table(structure, &["2024"]).rules.within;
        within.into_iter().map(|one| (one.inner, one.outer)).collect()
    };
    let pair = |inner: &str, outer: &str| (inner.to_owned(), outer.to_owned());
    assert_eq!(pairs(&structure), [pair("XA-1", "XA")]);
    structure.areas_within.push(AreaWithin { inner: "XA".into(), outer: "XB".into() });
    assert_eq!(pairs(&structure), [pair("XA", "XB"), pair("XA-1", "XB")], "the outermost counts");
    // A list may have the parts of a country and not the country.
    structure.areas_within.clear();
    let mut lacking = structure.clone();
    let list = lacking.codelists.iter_mut().find(|list| list.codes.iter().any(|code| code.id == "XA-1"));
    list.unwrap().codes.retain(|code| code.id != "XA");
    assert_eq!(pairs(&lacking), [pair("XA-1", "XA")]);
    // A national round: the sum of all is no country that they have in common.
    structure.areas_within.clear();
    structure.total_area = "XA".into();
    assert_eq!(pairs(&structure), []);
    structure.areas_within.push(AreaWithin { inner: "XB".into(), outer: "XA".into() });
    assert_eq!(pairs(&structure), []);
}

/// Every code with what it may be a part of, asked or not: by the codelist unless the structure says otherwise, by a declared
/// sum, as a numerator. Places are those in a figure, without FREQ.
#[test]
fn parents_are_what_lies_within_what() {
    let told = |structure: &Structure| -> Vec<String> {
        let rules = table(structure, &["2024"]).rules;
        let told = rules.parents.iter();
        told.map(|one| format!("{} {} {}", one.dimension, plain(&one.code), one.parent)).collect()
    };
    let mut structure = small(&[("T", "A", "OTH", "A", "_T")]);
    let offences = ["1 A _T", "1 B _T", "1 B1 B", "1 B2 B", "1 C _T"];
    let ages = ["2 HI _T", "2 LO _T", "2 _U _T"];
    let all = |offences: &[&str]| -> Vec<String> {
        let all = ["0 REP PER"].iter().chain(offences).chain(&ages);
        all.map(|one| (*one).to_owned()).collect()
    };
    assert_eq!(told(&structure), all(&offences));
    structure.not_sums.push(NotSum { dimension: "OFF".into(), parent: "B".into(), reason: "overlap".into() });
    assert_eq!(
        told(&structure),
        all(&offences),
        "children that do not add up lie within their parent all the same"
    );
    // What a sum does not name lies within it by the codelist, and may have anything in common with each of its parts.
    structure.sums.push(Sum {
        dimension: "OFF".into(),
        parent: "_T".into(),
        children: ["A", "B"].map(str::to_owned).to_vec(),
    });
    let offences =
        ["1 A _T", "1 B _T", "1 B1 B", "1 B2 B", "1 C _T", "1 C _T~sum", "1 _T~sum A", "1 _T~sum B"];
    assert_eq!(told(&structure), all(&offences));
    // Of a part that is a sum itself its parts count.
    structure.sums.push(Sum {
        dimension: "OFF".into(),
        parent: "B".into(),
        children: ["B1", "B2"].map(str::to_owned).to_vec(),
    });
    let parts = ["1 _T~sum A", "1 _T~sum B1", "1 _T~sum B2"];
    let offences: Vec<&str> = offences.iter().take(6).copied().chain(parts).collect();
    assert_eq!(told(&structure), all(&offences));
}
