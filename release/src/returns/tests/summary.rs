//! What is to be confirmed before sending.

use super::*;

fn read_after(previous: Option<&Return>, periods: &[&str], text: &str) -> Reading {
    let structure = structure();
    let cells = table(&structure, periods).cells;
    read(&ReadInput {
        structure: &structure,
        cells: &cells,
        area: "NL",
        round: None,
        file_name: "return.csv",
        bytes: text.as_bytes(),
        previous,
        mapping: None,
    })
}

fn line(year: &str, value: u64) -> String {
    let head = "FREQ,REF_AREA,MEASURE,OFFENCE,INTERVENTION,AGE,SEX,TIME_PERIOD,OBS_VALUE";
    format!("{head}\nA,NL,OFF_REC,ICCS0903,_Z,_Z,_Z,{year},{value}\n")
}

#[test]
fn thousands_entered_as_units_are_asked_about() {
    let last = read_after(None, &["2023"], &line("2023", 41_234)).table.unwrap();
    let asked = |value: u64| {
        let reading = read_after(Some(&last), &["2024"], &line("2024", value));
        reading.summary.to_confirm.into_iter().map(|cell| (cell.value, cell.reason)).collect::<Vec<_>>()
    };
    let key = "A.OFF_REC.ICCS0903._Z._Z._Z.2023".to_owned();
    assert!(asked(41) == [(41, Reason::Previous { key: key.clone(), value: 41_234 })]);
    assert!(asked(41_000_000) == [(41_000_000, Reason::Previous { key, value: 41_234 })]);
    assert!(asked(39_000).is_empty());
}

#[test]
fn a_figure_above_the_usual_is_asked_about() {
    let reading = read_after(None, &["2024"], &line("2024", 3_000_001));
    assert!(
        matches!(reading.summary.to_confirm.as_slice(), [cell] if cell.reason == Reason::Usual { limit: 3_000_000 })
    );
    assert!(read_after(None, &["2024"], &line("2024", 3_000_000)).summary.to_confirm.is_empty());
}

/// Neither `Display` nor `Debug` of a fault holds what was typed; only the member's own view does.
#[test]
fn faults_hide_figures() {
    let reading = read_after(None, &["2024"], &line("2024", 9_876_543_210));
    let [fault] = reading.faults.as_slice() else { panic!("one fault expected") };
    assert_eq!(fault.rule, "value-max");
    assert!(!fault.to_string().contains("9876543210") && !format!("{fault:?}").contains("9876543210"));
    assert!(fault.to_member().contains("9876543210"));
}

#[test]
fn aliases_name_the_same_area() {
    let structure = structure();
    let cells = table(&structure, &["2024"]).cells;
    for (ours, written, right) in [
        ("GR", "EL", true),
        ("EL", "GRC", true),
        ("GB", "UK", true),
        ("NL", "NLD", true),
        ("NL", "BE", false),
        ("GB-SCT", "GB", false),
    ] {
        let text = line("2024", 5).replace(",NL,", &format!(",{written},"));
        let reading = read(&ReadInput {
            structure: &structure,
            cells: &cells,
            area: ours,
            round: None,
            file_name: "return.csv",
            bytes: text.as_bytes(),
            previous: None,
            mapping: None,
        });
        assert_eq!(reading.table.is_some(), right, "{ours} {written}");
    }
}
