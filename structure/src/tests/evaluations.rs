//! Evaluations: their cells, what a member's tool makes of four counts, and their faults.

use super::periods;
use crate::{Evaluation, RoundTable, Structure};
use intertally_core::round::{LadderSlice, Whole};
use std::collections::BTreeSet;

const SAMPLE: &str = include_str!("../../files/sample-evaluation.toml");

fn sample() -> Structure {
    Structure::parse("sample-evaluation.toml", SAMPLE.as_bytes()).unwrap()
}

fn table(list: &[&str]) -> RoundTable {
    sample().table(&periods(list)).unwrap()
}

/// Figures of the round for four counts, in the order of the table: followed up, events, and of the comparison group.
fn made(table: &RoundTable, counts: [Option<u32>; 4]) -> Vec<Option<u32>> {
    let mut figures = vec![None; table.cells.len()];
    figures.iter_mut().zip(counts).for_each(|(slot, count)| *slot = count);
    table.complete(&mut figures);
    figures.split_off(table.cells.iter().position(|cell| cell.key.contains('~') && !cell.count_only).unwrap())
}

#[test]
fn terms_are_cells_behind_all_others_that_nobody_types() {
    let (with, periods) = (table(&["2024"]), periods(&["2024"]));
    let without = Structure { evaluations: Vec::new(), ..sample() }.table(&periods).unwrap();
    let plain = without.cells.len();
    assert_eq!(with.cells[..plain], without.cells, "the others are as they were");
    assert_eq!(with.leaves[..without.leaves.len()], without.leaves);
    let typed: Vec<&str> =
        with.cells.iter().filter(|cell| cell.is_typed()).map(|cell| cell.key.as_str()).collect();
    assert_eq!(typed.len(), 4, "{typed:?}");
    let keys: Vec<&str> = with.cells[plain..].iter().map(|cell| cell.key.as_str()).collect();
    let wanted: Vec<String> = ["R", "S", "P", "Q", "G", "H", "W", "V", "E", "D"]
        .map(|term| format!("~REOFF~{term}.TRACK.2024"))
        .into_iter()
        .chain(["K", "W", "WY", "WYY", "WW"].map(|part| format!("~SPREAD~RR-{part}-0.TRACK.2024")))
        .collect();
    assert_eq!(keys, wanted);
    // Ten terms, four more that say something of the same counts, and these: eighteen sums are known together.
    let minima: BTreeSet<(u16, u32)> =
        with.cells[plain..].iter().map(|cell| (cell.min_contributors, cell.first)).collect();
    assert_eq!(minima, BTreeSet::from([(3 + 9, 13)]));
    assert!(with.cells[plain..].iter().all(|cell| !cell.count_only && cell.width() == 32));
}

#[test]
fn what_is_summed_of_the_same_counts_counts_together() {
    let mut structure = sample();
    let minima = |structure: &Structure| -> BTreeSet<u16> {
        let table = structure.table(&periods(&["2024"])).unwrap();
        let derived = table.cells.iter().filter(|cell| cell.key.contains('~') && !cell.count_only);
        derived.map(|cell| cell.min_contributors).collect()
    };
    structure.evaluations[1].effects = vec!["odds-ratio".into()];
    assert_eq!(minima(&structure), BTreeSet::from([3 + 7]), "the same terms twice say nothing more");
    structure.evaluations.truncate(1);
    structure.evaluations[0].effects = vec!["odds-ratio".into()];
    assert_eq!(minima(&structure), BTreeSet::from([3 + 4]), "four terms and four counts");
    structure.measures[0].min_contributors = 5;
    assert_eq!(minima(&structure), BTreeSet::from([5 + 4]), "the largest minimum of the four");
}

#[test]
fn a_family_is_returned_whole_and_opened_whole_or_not_at_all() {
    let (table, plain) = (table(&["2024"]), 6);
    assert!(table.cells[plain].key.starts_with("~REOFF~R"), "{:?}", table.cells[plain]);
    let own: Vec<u32> = (6..16).collect();
    let all: Vec<u32> = (0..4).chain(6..16).collect();
    assert!(table.rules.whole.contains(&Whole { table: "REOFF".into(), own: own.clone(), all }));
    let steps = vec![own, (0..4).collect()];
    assert_eq!(table.rules.ladders[0], LadderSlice { steps, elsewhere: vec![], quiet: vec![] });
    assert_eq!(table.rules.ladders.len(), 2);
}

/// What is left of a quarter's term after another's means nothing: no cell holds what another one does.
#[test]
fn a_term_of_a_year_is_no_sum_of_those_of_its_quarters() {
    let table = table(&["2024", "2024-Q1", "2024-Q2", "2024-Q3", "2024-Q4"]);
    let derived = table.cells.iter().filter(|cell| cell.key.starts_with('~') && !cell.count_only);
    let leaves: Vec<&Vec<u32>> =
        derived.filter(|cell| cell.key.starts_with("~REOFF~R.")).map(|cell| &cell.leaves).collect();
    assert_eq!(leaves.len(), 5);
    assert!(leaves.iter().all(|own| own.len() == 1));
    assert_eq!(leaves.iter().collect::<BTreeSet<_>>().len(), 5);
    let figures: BTreeSet<&str> =
        leaves.iter().map(|own| table.leaves[own[0] as usize].figure.as_str()).collect();
    assert_eq!(figures, BTreeSet::from(["~~REOFF~R~12~TRACK", "~~REOFF~R~3~TRACK"]));
    assert!(table.leaves.is_sorted());
}

#[test]
fn the_tool_makes_terms_of_four_counts() {
    let table = table(&["2024"]);
    // 4 of 123 and 11 of 139: a trial of the vaccine against tuberculosis.
    let terms = made(&table, [Some(123), Some(4), Some(139), Some(11)]);
    let (a, b, c, d, n) = (4, 119, 11, 128, 262);
    assert_eq!(terms[0], Some(256 * a * d / n), "R");
    assert_eq!(terms[1], Some(256 * b * c / n), "S");
    assert_eq!(terms[6], Some(256 * 123 * 139 / n), "W");
    assert!(terms.iter().all(Option::is_some));
    for lacking in 0..4 {
        let mut counts = [Some(123), Some(4), Some(139), Some(11)];
        counts[lacking] = None;
        assert!(made(&table, counts).iter().all(Option::is_none), "{lacking}");
    }
}

#[test]
fn four_counts_that_are_no_table_make_no_terms_at_all() {
    let table = table(&["2024"]);
    let none = |counts: [u32; 4]| made(&table, counts.map(Some)).iter().all(Option::is_none);
    assert!(none([3, 4, 139, 11]), "more events than persons");
    assert!(none([1 << 24, 4, 139, 11]), "more persons than an evaluation takes");
    let large = made(&table, [1 << 20, 4, 1 << 20, 11].map(Some));
    assert!(large[..10].iter().all(Option::is_none), "one term does not fit, so none of its family is sent");
    assert!(large[10..].iter().all(Option::is_some), "the other family has no such term");
}

#[test]
fn an_evaluation_that_cannot_be_made_is_refused_by_name() {
    type Edit = fn(&mut Evaluation);
    let edits: [(Edit, &str); 12] = [
        (|e| e.id = "a.b".into(), "'a.b' is no id"),
        (|e| e.id = "SPREAD".into(), "SPREAD stands there twice"),
        (|e| e.event = "NONE".into(), "no measure is called 'NONE'"),
        (|e| e.of = e.comparison_of.clone(), "are one measure"),
        (|e| e.title = " ".into(), "title is empty"),
        (|e| e.effects.clear(), "no effect is asked for"),
        (|e| e.effects.push("hazard".into()), "no effect is called \"hazard\""),
        (|e| e.effects.push("test".into()), "an effect stands there twice"),
        (|e| e.effects.push("random-odds-ratio".into()), "take the tau_squared"),
        (|e| e.tau_squared = Some(12), "none is asked for"),
        (|e| e.values.clear(), "its dimensions must be INTERVENTION"),
        (|e| e.values[0].codes.push("OTHER".into()), "no table asks for REOFF_12M"),
    ];
    for (edit, wanted) in edits {
        let mut structure = sample();
        edit(&mut structure.evaluations[0]);
        let faults: Vec<String> = structure.faults().iter().map(ToString::to_string).collect();
        assert!(faults.iter().any(|fault| fault.contains(wanted)), "{wanted}: {faults:?}");
    }
}

#[test]
fn evaluations_survive_their_file_and_go_with_their_counts() {
    let structure = sample();
    assert_eq!(Structure::parse("again.toml", structure.to_toml().as_bytes()), Ok(structure.clone()));
    let kept = ["FU_12M.TRACK.2024", "REOFF_12M.TRACK.2024", "CMP_FU_12M.TRACK.2024"].map(str::to_owned);
    assert!(structure.restricted_to(&BTreeSet::from(kept.clone())).evaluations.is_empty());
    let all = kept.into_iter().chain(["CMP_REOFF_12M.TRACK.2024".to_owned()]).collect();
    assert_eq!(structure.restricted_to(&all).evaluations.len(), 2);
}
