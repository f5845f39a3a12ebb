//! What is made of a return for evaluations, as the member sees it before it sends.

use super::*;
use intertally_core::submission::Status;

const SAMPLE: &str = include_str!("../../../structure/files/sample-evaluation.toml");

/// Figures of the measures that are given.
fn reading(given: &[(&str, &str)]) -> (RoundTable, Reading) {
    let structure = Structure::parse("sample.toml", SAMPLE.as_bytes()).unwrap();
    let table = table(&structure, &["2024"]);
    let mut text = "REF_AREA,MEASURE,INTERVENTION,TIME_PERIOD,OBS_VALUE\n".to_owned();
    for (measure, figure) in given {
        text += &format!("XA,{measure},TRACK,2024,{figure}\n");
    }
    let read = read(&ReadInput {
        structure: &structure,
        cells: &table.cells,
        whole: &table.rules.whole,
        count_only: &table.count_only,
        area: "XA",
        round: None,
        file_name: "return.csv",
        bytes: text.as_bytes(),
        previous: None,
        mapping: None,
    });
    (table, read)
}

const ALL: [(&str, &str); 4] =
    [("FU_12M", "123"), ("REOFF_12M", "4"), ("CMP_FU_12M", "139"), ("CMP_REOFF_12M", "11")];

#[test]
fn terms_are_shown_before_they_are_sent_and_go_with_the_return() {
    let (round, reading) = reading(&ALL);
    assert!(reading.faults.is_empty(), "{:?}", reading.faults);
    assert_eq!((reading.summary.cells, reading.summary.filled), (4, 4), "nobody types a term");
    let [pooled, spread] = reading.summary.evaluated.as_slice() else { panic!("two evaluations") };
    assert!(pooled.lacking.is_empty() && spread.terms.len() == 5);
    let said = pooled.to_text();
    let r = 256 * 4 * 128 / 262;
    assert!(
        said.starts_with("evaluation REOFF on FU_12M.TRACK.2024") && said.contains(&format!("R {r}, S ")),
        "{said}"
    );
    let table = reading.table.unwrap();
    let at = round.cells.iter().position(|cell| cell.key == "~REOFF~R.TRACK.2024").unwrap();
    assert_eq!((table.values[at], table.statuses[at]), (Some(r), Status::Normal));
}

#[test]
fn it_is_said_why_no_term_is_sent() {
    let (_, lacking) = reading(&ALL[..2]);
    let said: Vec<String> = lacking.summary.evaluated.iter().map(Evaluated::to_text).collect();
    assert!(said.iter().all(|text| text.contains("no figure for CMP_REOFF_12M.TRACK.2024")), "{said:?}");
    let mut none = ALL;
    none[1].1 = "124";
    let (round, reading) = reading(&none);
    let said = reading.summary.evaluated[0].to_text();
    assert!(said.contains("more events than persons"), "{said}");
    if let Some(table) = reading.table.as_ref() {
        let derived =
            round.cells.iter().zip(&table.statuses).filter(|(cell, _)| cell.key.starts_with("~REOFF~R."));
        assert!(derived.map(|(_, status)| *status).eq([Status::Missing]));
    }
}

#[test]
fn a_return_without_any_of_the_counts_says_nothing_of_evaluations() {
    let (_, reading) = reading(&[]);
    assert!(reading.summary.evaluated.is_empty());
}
