//! Evaluations: their cells, what a member's tool makes of four counts, and their faults.

use super::periods;
use crate::{Code, Evaluation, Measure, RoundTable, Structure};
use intertally_core::round::{LadderSlice, ProvedTerm, Whole};
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

/// Of a minimum of 3; `attack/tests/evaluations.rs` looks for tables among so many countries.
#[test]
fn what_an_evaluation_asks_for() {
    let wanted: [(&[&str], u16); 7] = [
        (&["odds-ratio"], 7),
        (&["risk-ratio"], 7),
        (&["risk-difference"], 7),
        (&["test"], 7),
        (&["odds-ratio", "risk-ratio"], 8),
        (&["risk-ratio", "directions"], 8),
        (&["odds-ratio", "risk-ratio", "risk-difference", "test", "effective-number"], 10),
    ];
    for (effects, asked) in wanted {
        let table = counting(effects).table(&periods(&["2024"])).unwrap();
        assert_eq!(table.cells[6].min_contributors, asked, "{effects:?}");
    }
}

#[test]
fn a_family_is_returned_whole_and_opened_whole_or_not_at_all() {
    let (table, plain) = (table(&["2024"]), 6);
    assert!(table.cells[plain].key.starts_with("~REOFF~R"), "{:?}", table.cells[plain]);
    // Both families are made of the same counts, and are reported together.
    let cells = u32::try_from(table.cells.len()).unwrap();
    let all = (0..4).chain(6..cells).collect();
    let of_both = Whole { table: "REOFF".into(), own: (6..cells).collect(), all };
    assert_eq!(table.rules.whole.iter().filter(|one| one.own.contains(&6)).collect::<Vec<_>>(), [&of_both]);
    assert!(table.cells[16].key.starts_with("~SPREAD~"), "{:?}", table.cells[16]);
    let steps = vec![(6..16).collect(), (0..4).collect()];
    assert_eq!(table.rules.ladders[0], LadderSlice { steps, elsewhere: vec![], quiet: vec![] });
    assert_eq!(table.rules.ladders.len(), 2);
}

/// An evaluation of a risk ratio that counts countries, too.
fn counting(effects: &[&str]) -> Structure {
    let mut structure = sample();
    structure.evaluations.truncate(1);
    structure.evaluations[0].effects = effects.iter().map(|effect| (*effect).to_owned()).collect();
    structure
}

/// Every term that is proved is one of an evaluation, and they stand in the same order: the manifest names them by it.
#[test]
fn terms_of_evaluations_and_of_proofs_are_the_same() {
    let effects = [
        "odds-ratio",
        "risk-ratio",
        "risk-difference",
        "test",
        "effective-number",
        "directions",
        "classes",
        "heterogeneity-of-risk-ratios",
    ];
    let table = counting(&effects).table(&periods(&["2024"])).unwrap();
    let (proved, cells): (Vec<ProvedTerm>, Vec<u32>) =
        table.rules.evaluations[0].terms.iter().copied().unzip();
    assert_eq!(proved, ProvedTerm::ALL);
    let names = cells.iter().map(|cell| table.cells[*cell as usize].key.split(['~', '.']).nth(2).unwrap());
    let fractions = ["R", "S", "P", "Q", "G", "H", "W", "V", "E", "D"];
    let countries = ["N", "N-FEWER", "N-OTHER", "N-067", "N-090", "N-110", "N-MORE"];
    assert!(names.eq(fractions.into_iter().chain(countries)), "{cells:?}");
}

#[test]
fn countries_are_counted_by_pieces_beside_sums_that_ask_for_more() {
    let structure = counting(&["risk-ratio", "directions", "classes"]);
    let table = structure.table(&periods(&["2024"])).unwrap();
    let derived: Vec<(&str, u16, usize)> = table.cells[6..]
        .iter()
        .map(|cell| (cell.key.split('.').next().unwrap(), cell.min_contributors, cell.leaves.len()))
        .collect();
    // Four terms, four numbers that follow from no other one, and the four counts: six and the minimum of three.
    let sums = ["~REOFF~R", "~REOFF~S", "~REOFF~G", "~REOFF~H"].map(|key| (key, 9, 1));
    let numbers =
        [("N", 5), ("N-FEWER", 3), ("N-OTHER", 2), ("N-067", 1), ("N-090", 1), ("N-110", 2), ("N-MORE", 1)];
    assert_eq!(derived[..4], sums);
    let numbers: Vec<(String, u16, usize)> =
        numbers.into_iter().map(|(term, pieces)| (format!("~REOFF~{term}"), 3, pieces)).collect();
    assert!(derived[4..].iter().copied().eq(numbers.iter().map(|(key, least, pieces)| (
        key.as_str(),
        *least,
        *pieces
    ))));
    let [sums, counts] = [(6..10).collect::<Vec<u32>>(), (0..4).collect()];
    let steps = vec![(6..17).collect(), (6..13).collect(), sums, counts];
    assert_eq!(table.rules.ladders[0].steps, steps);
    let pieces: Vec<&str> =
        table.leaves.iter().rev().take(5).rev().map(|leaf| leaf.figure.as_str()).collect();
    assert_eq!(pieces[0], "~~~REOFF_12M~FU_12M~CMP_REOFF_12M~CMP_FU_12M~N1~12~TRACK");
    assert!(pieces.is_sorted() && table.leaves.is_sorted());
}

#[test]
fn a_country_is_one_of_its_class_and_of_its_side() {
    let structure = counting(&["risk-ratio", "directions", "classes"]);
    let table = structure.table(&periods(&["2024"])).unwrap();
    // 80 of 1,000 against 100 of 1,000.
    let figures = made(&table, [Some(1_000), Some(80), Some(1_000), Some(100)]);
    assert_eq!(figures[4..], [256, 256, 0, 0, 256, 0, 0].map(Some));
    let figures = made(&table, [Some(1_000), Some(0), Some(1_000), Some(0)]);
    assert_eq!(figures[4..], [256, 0, 256, 0, 0, 256, 0].map(Some), "without a ratio");
}

/// Whatever counts the same countries holds the same pieces, so that differences are seen.
#[test]
fn two_evaluations_of_the_same_measures_count_the_same_countries() {
    let mut structure = counting(&["risk-ratio", "directions"]);
    let mut other = structure.evaluations[0].clone();
    (other.id, other.effects) = ("SPREAD".into(), vec!["odds-ratio".into(), "classes".into()]);
    structure.evaluations.push(other);
    let table = structure.table(&periods(&["2024"])).unwrap();
    let leaves = |key: &str| &table.cells.iter().find(|cell| cell.key.starts_with(key)).unwrap().leaves;
    assert_eq!(leaves("~REOFF~N."), leaves("~SPREAD~N."));
    assert_eq!(leaves("~REOFF~N-FEWER.")[..1], leaves("~SPREAD~N-067.")[..]);
    assert!(structure.faults().is_empty());
    let turned = &mut structure.evaluations[1];
    std::mem::swap(&mut turned.event, &mut turned.comparison_event);
    std::mem::swap(&mut turned.of, &mut turned.comparison_of);
    let faults: Vec<String> = structure.faults().iter().map(ToString::to_string).collect();
    assert!(faults.iter().all(|fault| fault.contains("same measures in other roles")) && faults.len() == 2);
}

/// What was opened of both left N - N-FEWER - N-FEWER' countries: those with equal risks, one at times.
#[test]
fn countries_are_counted_by_one_outcome_of_two_groups() {
    let mut structure = counting(&["risk-ratio", "directions"]);
    for (code, of) in [("KEPT_12M", "FU_12M"), ("CMP_KEPT_12M", "CMP_FU_12M")] {
        let event =
            structure.measures.iter().find(|measure| measure.of.as_deref() == Some(of)).unwrap().clone();
        structure.measures.push(Measure { code: code.into(), ..event });
        let list = structure.codelists.iter_mut().find(|list| list.id == "CL_MEASURE").unwrap();
        list.codes.push(Code { id: code.into(), ..list.codes[0].clone() });
        structure.tables[0].values[0].codes.push(code.into());
    }
    let other = Evaluation {
        id: "KEPT".into(),
        event: "KEPT_12M".into(),
        comparison_event: "CMP_KEPT_12M".into(),
        ..structure.evaluations[0].clone()
    };
    structure.evaluations.push(other.clone());
    let faults = |structure: &Structure| -> Vec<String> {
        structure.faults().iter().map(ToString::to_string).collect()
    };
    let told = faults(&structure);
    assert!(
        told.len() == 2 && told.iter().all(|one| one.contains("another outcome of the same two groups")),
        "{told:?}"
    );
    let turned = Evaluation {
        event: other.comparison_event.clone(),
        of: other.comparison_of.clone(),
        comparison_event: other.event.clone(),
        comparison_of: other.of.clone(),
        ..other
    };
    structure.evaluations[1] = turned;
    assert_eq!(faults(&structure).len(), 2, "turned, too");
    structure.evaluations[1].effects = vec!["risk-ratio".into(), "classes".into()];
    assert_eq!(faults(&structure).len(), 2, "classes say the same");
    structure.evaluations[1].effects = vec!["risk-ratio".into()];
    assert_eq!(faults(&structure), Vec::<String>::new());
    // 8 terms and a number of countries in six counts.
    let table = structure.table(&periods(&["2024"])).unwrap();
    let sums = table.cells.iter().filter(|cell| cell.key.starts_with("~KEPT~"));
    assert!(sums.map(|cell| cell.min_contributors).eq([3 + 2 + 3; 4]));
}

/// Eight arms compared with each other: 280 sums of terms in 16 counts a country were opened of ten countries.
#[test]
fn evaluations_that_share_arms_are_held_against_the_counts_of_all() {
    let mut structure =
        counting(&["odds-ratio", "risk-ratio", "risk-difference", "test", "effective-number"]);
    let (arms, sample) = (8, structure.evaluations.remove(0));
    let names = |arm: usize| [format!("EV{arm}"), format!("FU{arm}")];
    let measures: Vec<Measure> = structure.measures.clone();
    let list = structure.codelists.iter_mut().find(|list| list.id == "CL_MEASURE").unwrap();
    let code = list.codes[0].clone();
    list.codes.clear();
    structure.measures.clear();
    structure.tables[0].values[0].codes.clear();
    for arm in 0..arms {
        let [event, of] = names(arm);
        for (own, whole) in [(of.clone(), None), (event, Some(of))] {
            list.codes.push(Code { id: own.clone(), ..code.clone() });
            structure.tables[0].values[0].codes.push(own.clone());
            structure.measures.push(Measure { code: own, of: whole, ..measures[0].clone() });
        }
    }
    for one in 0..arms {
        for other in one + 1..arms {
            let ([event, of], [comparison_event, comparison_of]) = (names(one), names(other));
            let id = format!("E{one}{other}");
            let own = Evaluation { id, event, of, comparison_event, comparison_of, ..sample.clone() };
            structure.evaluations.push(own);
        }
    }
    let minima = |structure: &Structure| -> BTreeSet<u16> {
        let table = structure.table(&periods(&["2024"])).unwrap();
        let derived = table.cells.iter().filter(|cell| cell.key.starts_with('~') && !cell.count_only);
        derived.map(|cell| cell.min_contributors).collect()
    };
    assert_eq!(minima(&structure), BTreeSet::from([3 + 2 + 35]));
    structure.evaluations.truncate(1);
    assert_eq!(minima(&structure), BTreeSet::from([10]));
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
    let of = |months: u32| format!("~~REOFF_12M~FU_12M~CMP_REOFF_12M~CMP_FU_12M~R~{months}~TRACK");
    assert_eq!(figures, BTreeSet::from([of(12).as_str(), of(3).as_str()]));
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
    let large = [1 << 20, 4, 1 << 20, 11];
    assert!(none(large), "one term does not fit, so none is sent that is made of these counts");
    let mut structure = sample();
    structure.evaluations.remove(0);
    let other = structure.table(&periods(&["2024"])).unwrap();
    assert!(made(&other, large.map(Some)).iter().all(Option::is_some), "the other family has no such term");
}

#[test]
fn an_evaluation_that_cannot_be_made_is_refused_by_name() {
    type Edit = fn(&mut Evaluation);
    let edits: [(Edit, &str); 13] = [
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
        (|e| e.effects = vec!["classes".into(), "directions".into()], "stand beside what is pooled"),
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

#[test]
fn terms_in_fewer_bits_are_other_terms_of_the_same_counts() {
    let with = |bits: Option<u8>| {
        let mut structure = sample();
        structure.evaluations.iter_mut().for_each(|one| one.bits = bits);
        structure
    };
    let table = |structure: &Structure| structure.table(&["2024".to_owned()]).unwrap();
    assert_eq!(table(&with(None)), table(&with(Some(8))));
    let coarse = table(&with(Some(4)));
    assert_eq!(coarse.rules.evaluations[0].bits, 4);
    let has = |key: &str| coarse.cells.iter().any(|cell| cell.key == key);
    assert!(has("~REOFF~R-B4.TRACK.2024") && has("~REOFF~D.TRACK.2024") && !has("~REOFF~R.TRACK.2024"));
    // In both they are twice as many equations.
    let mut both = with(None);
    let first = both.evaluations[0].clone();
    both.evaluations[1] = Evaluation { id: "COARSE".into(), bits: Some(4), ..first };
    let least = |structure: &Structure| {
        let key = "~REOFF~R.TRACK.2024";
        table(structure).cells.iter().find(|cell| cell.key == key).unwrap().min_contributors
    };
    // Ten terms, of which D is the same in both: 19, so 3 + 2 + 38/4 rounded up.
    assert_eq!(least(&both), 15);
    let faults = with(Some(9)).faults();
    assert!(
        faults.iter().all(|fault| fault.to_string().contains("bits is 0 to 8")) && faults.len() == 2,
        "{faults:?}"
    );
}

/// The same term in two evaluations of the same counts is one figure.
#[test]
fn a_term_of_two_evaluations_has_one_leaf() {
    let mut structure = sample();
    let first = structure.evaluations[0].clone();
    structure.evaluations[1] = Evaluation { id: "AGAIN".into(), effects: vec!["odds-ratio".into()], ..first };
    let table = structure.table(&["2024".to_owned()]).unwrap();
    let leaves = |key: &str| &table.cells.iter().find(|cell| cell.key == key).unwrap().leaves;
    assert_eq!(leaves("~REOFF~R.TRACK.2024"), leaves("~AGAIN~R.TRACK.2024"));
    let least: BTreeSet<u16> = table
        .cells
        .iter()
        .filter(|cell| cell.key.starts_with('~'))
        .map(|cell| cell.min_contributors)
        .collect();
    assert_eq!(least, BTreeSet::from([10]), "ten different sums");
}
