//! Numerators and denominators: both or neither, cell by cell.

use super::*;

/// Rules broken by a return of outcomes of one intervention, in the order of the file: measure, figure, status.
fn broken(rows: &[(&str, &str, &str)]) -> (Vec<&'static str>, Vec<&'static str>) {
    let mut text = "MEASURE,OFFENCE,INTERVENTION,AGE,SEX,FREQ,TIME_PERIOD,OBS_VALUE,OBS_STATUS\n".to_owned();
    for (measure, figure, status) in rows {
        text.push_str(&format!("{measure},_Z,_T,_T,_T,A,2024,{figure},{status}\n"));
    }
    let reading = reading(&structure(), "return.csv", text.as_bytes(), None);
    let of = |list: &[Fault]| -> Vec<&'static str> {
        list.iter().map(|fault| fault.rule).filter(|rule| rule.starts_with("pair")).collect()
    };
    (of(&reading.faults), of(&reading.warnings))
}

const ALL: [(&str, &str, &str); 5] = [
    ("FU_12M", "40", "A"),
    ("REOFF_12M", "9", "A"),
    ("REOFF_CY_12M", "3", "A"),
    ("EDU_IT_12M", "8", "A"),
    ("JOB_IT_12M", "0", "A"),
];

#[test]
fn all_or_none_is_right() {
    assert_eq!(broken(&ALL), (vec![], vec![]));
    assert_eq!(broken(&ALL.map(|(measure, ..)| (measure, "", "L"))), (vec![], vec![]));
}

/// One outcome that a member does not count forbids nothing else, if the member says so.
#[test]
fn an_outcome_that_is_not_counted_is_left_out_with_its_reason() {
    for status in ["L", "M"] {
        let mut rows = ALL;
        rows[4] = ("JOB_IT_12M", "", status);
        assert_eq!(broken(&rows), (vec![], vec!["pair-part"]));
    }
    // Forgotten, unknown, or counted elsewhere is no such reason.
    for status in ["", "O", "K"] {
        let mut rows = ALL;
        rows[4] = ("JOB_IT_12M", "", status);
        assert_eq!(broken(&rows).0, ["pair-half"], "{status}");
    }
    assert_eq!(broken(&ALL[..4]).0, ["pair-half"], "a row that is not there");
}

#[test]
fn a_numerator_needs_its_denominator_and_a_denominator_one_numerator() {
    assert_eq!(broken(&[("REOFF_12M", "9", "A")]).0, ["pair-half"]);
    let mut alone = ALL.map(|(measure, ..)| (measure, "", "L"));
    alone[0] = ALL[0];
    assert_eq!(broken(&alone).0, ["pair-half"; 4]);
}

/// The pair is that of one cell: what is said of another intervention or age does not count.
#[test]
fn pairs_are_those_of_a_cell() {
    let head = "MEASURE,OFFENCE,INTERVENTION,AGE,SEX,FREQ,TIME_PERIOD,OBS_VALUE\n";
    let text = format!("{head}REOFF_12M,_Z,_T,_T,_T,A,2024,9\nFU_12M,_Z,_T,Y_LT18,_T,A,2024,40\n");
    let reading = reading(&ragged(structure()), "return.csv", text.as_bytes(), None);
    let halves = reading.faults.iter().filter(|fault| fault.rule == "pair-half").count();
    assert_eq!((halves, reading.faults.len()), (5, 5), "{:?}", reading.faults);
}
