//! What is to be confirmed before sending.

use super::*;

fn read_after(previous: Option<&Return>, periods: &[&str], text: &str) -> Reading {
    let structure = structure();
    let table = table(&structure, periods);
    read(&ReadInput {
        structure: &structure,
        cells: &table.cells,
        whole: &table.rules.whole,
        count_only: &table.count_only,
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
    let table = table(&structure, &["2024"]);
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
            cells: &table.cells,
            whole: &table.rules.whole,
            count_only: &table.count_only,
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

/// Notes and deviating years travel with their cell; a note on the data set stands once, and so does what is said of
/// every cell of the file.
#[test]
fn notes_travel() {
    let head =
        "OFFENCE,MEASURE,INTERVENTION,AGE,SEX,TIME_PERIOD,FREQ,OBS_VALUE,REF_YEAR,COMMENT_DSET,COUNTING_UNIT";
    let row = |code: &str, year: &str| {
        format!("{code},OFF_REC,_Z,_Z,_Z,2024,A,3,{year},\"Year runs\n April  to March\",case")
    };
    let text = [head, &row("ICCS0903", "2023/24"), &row("_T", "")].join("\n");
    let reading = read_after(None, &["2024"], &text);
    let cell = "A.OFF_REC.ICCS0903._Z._Z._Z.2024";
    let note = |cell: Option<&str>, attribute: &str, text: &str| ReturnNote {
        cell: cell.map(str::to_owned),
        attribute: attribute.to_owned(),
        text: text.to_owned(),
    };
    let wanted = [
        note(None, "COMMENT_DSET", "Year runs April to March"),
        note(None, "COUNTING_UNIT", "case"),
        note(Some(cell), "REF_YEAR", "2023/24"),
    ];
    let table = reading.table.as_ref().unwrap();
    assert_eq!(table.notes, wanted);
    let rules: Vec<&str> =
        reading.warnings.iter().map(|fault| fault.rule).filter(|rule| rule.starts_with("note")).collect();
    assert_eq!(rules, ["note-digits"], "the year alone has digits");
    let digits: Vec<bool> = reading.summary.notes.iter().map(|note| note.digits).collect();
    assert_eq!(digits, [false, false, true]);
    assert!(reading.to_member().contains(&format!("  {cell}, REF_YEAR: 2023/24\n")));
    // As they are sent: by index, and to another round without those on cells that it does not have.
    let sent = notes_sent(&table.notes, &table.keys);
    assert_eq!(intertally_core::submission::note::check(&sent, table.keys.len()), Ok(()));
    assert_eq!(table.keys[sent[2].cell.unwrap() as usize], cell);
    assert_eq!(notes_sent(&table.notes, &[]).len(), 2);
}

/// The same words on many cells are one line of the summary.
#[test]
fn notes_with_the_same_words_are_shown_together() {
    let head = "OFFENCE,MEASURE,INTERVENTION,AGE,SEX,TIME_PERIOD,FREQ,OBS_VALUE,NOTE";
    let row = |code: &str, note: &str| format!("{code},OFF_REC,_Z,_Z,_Z,2024,A,3,{note}");
    let text = [head, &row("_T", "by hand"), &row("ICCS0903", ""), &row("ICCS09031", "by hand")].join("\n");
    let reading = read_after(None, &["2024"], &text);
    let [note] = reading.summary.notes.as_slice() else { panic!("one line") };
    assert_eq!(note.to_string(), "A.OFF_REC._T._Z._Z._Z.2024 and 1 more, NOTE: by hand");
}
