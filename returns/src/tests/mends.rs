//! What is typed over a file: it is read in place of what stands there, whatever the file is, and the rest stays.

use super::fill::{edited, filled, number, rows};
use super::*;
use std::collections::BTreeMap;

const HEAD: &str = "MEASURE,OFFENCE,INTERVENTION,AGE,SEX,FREQ,TIME_PERIOD,OBS_VALUE\n";

fn rules(reading: &Reading) -> Vec<&'static str> {
    reading.faults.iter().map(|fault| fault.rule).collect()
}

/// The first field of this kind beside a fault of this rule.
fn offer<'a>(reading: &'a Reading, rule: &str, part: &Part) -> &'a Offer {
    let of = reading.faults.iter().filter(|fault| fault.rule == rule).flat_map(|fault| &fault.offers);
    of.into_iter().find(|offer| offer.part == *part).unwrap_or_else(|| panic!("no {part:?} at {rule}"))
}

fn figure(reading: &Reading, key: &str) -> Option<u32> {
    let table = reading.table.as_ref().unwrap();
    table.values[table.keys.iter().position(|own| own == key).unwrap()]
}

#[test]
fn what_was_typed_is_read_in_place_of_what_the_file_has() {
    let structure = ragged(structure());
    let row = |offence: &str, figure: &str| format!("OFF_REC,{offence},_Z,_Z,_Z,A,2024,{figure}\n");
    let text = [
        HEAD.to_owned(),
        row("ICCS0903", "1.234"),
        row("ICCS09031", "n/a"),
        row("ICCS09032X", "7"),
        row("ICCS0903", "1234"),
    ]
    .concat();
    let read = |mends: &Mends| mended(&structure, ("nl.csv", text.as_bytes()), None, mends);
    let mut mends = Mends::default();
    let before = read(&mends);
    assert_eq!(rules(&before), ["value-ambiguous", "value-text", "code-unknown", "cell-duplicate"]);
    assert_eq!(before.faults[0].cell.as_deref(), Some("A.OFF_REC.ICCS0903._Z._Z._Z.2024"));
    assert!(before.mended.is_empty());
    let shown = |rule: &str, part: &Part| offer(&before, rule, part).shows.clone();
    assert_eq!(shown("value-ambiguous", &Part::Figure), "", "what is wrong is typed anew");
    assert_eq!(shown("code-unknown", &Part::Code("OFFENCE".into())), "ICCS09032X");
    for (rule, part, typed) in [
        ("value-ambiguous", Part::Figure, " 1234 "),
        ("value-text", Part::Figure, ""),
        // The file has no column for it.
        ("value-text", Part::Status, "L"),
        ("code-unknown", Part::Code("OFFENCE".into()), "ICCS09032"),
        ("cell-duplicate", Part::Row, ""),
    ] {
        mends.set(offer(&before, rule, &part).spot, typed);
    }
    let after = read(&mends);
    assert_eq!(rules(&after), [""; 0], "{:?}", after.faults);
    assert_eq!(figure(&after, "A.OFF_REC.ICCS0903._Z._Z._Z.2024"), Some(1234));
    assert_eq!(figure(&after, "A.OFF_REC.ICCS09032._Z._Z._Z.2024"), Some(7));
    assert_eq!(after.summary.missing.get(&'L'), Some(&1));
    let told: Vec<(Option<u32>, &str, &str, bool)> = after
        .mended
        .iter()
        .map(|one| (one.row, one.was.as_str(), one.now.as_str(), one.column.is_none()))
        .collect();
    let all = [
        (Some(2), "1.234", "1234", false),
        (Some(3), "n/a", "", false),
        (Some(3), "", "L", false),
        (Some(4), "ICCS09032X", "ICCS09032", false),
        (Some(5), "", "", true),
    ];
    assert_eq!(told, all);
    assert_eq!(after.mended[0].cell.as_deref(), Some("A.OFF_REC.ICCS0903._Z._Z._Z.2024"));
    // What is typed is read by the same rules, and can be taken back.
    let spot = offer(&before, "value-ambiguous", &Part::Figure).spot;
    mends.set(spot, "1,234");
    assert_eq!(rules(&read(&mends)), ["value-ambiguous"]);
    mends.undo(spot);
    let again = read(&mends);
    assert_eq!((rules(&again), again.mended.len()), (vec!["value-ambiguous"], 4));
    // Places that the file does not have change nothing.
    let mut nowhere = Mends::default();
    for spot in ["0.99.1", "0.0.99", "7.0.0", "1.99999.8"] {
        nowhere.set(spot.parse().unwrap(), "5");
    }
    assert_eq!((rules(&read(&nowhere)).len(), read(&nowhere).mended.len()), (4, 0));
}

#[test]
fn cells_that_the_file_lacks_are_typed_beside_the_fault_that_asks_for_them() {
    let structure = ragged(structure());
    let text = format!("{HEAD}REOFF_12M,_Z,_T,_T,_T,A,2024,9\n");
    let read = |mends: &Mends| mended(&structure, ("nl.csv", text.as_bytes()), None, mends);
    let mut mends = Mends::default();
    let first = read(&mends);
    assert_eq!(rules(&first), ["pair-half"]);
    let denominator = first.faults[0].offers.iter().rfind(|offer| offer.part == Part::Figure).unwrap();
    assert!(denominator.cell.as_deref().unwrap().contains("FU_12M"));
    mends.set(denominator.spot, "40");
    let second = read(&mends);
    assert_eq!(rules(&second), ["pair-half"; 3], "the other outcomes of those 40 are asked for");
    for fault in &second.faults {
        let (figure, status) = (&fault.offers[2], &fault.offers[3]);
        assert_eq!((&figure.part, &status.part), (&Part::Figure, &Part::Status));
        mends.set(status.spot, "L");
    }
    let third = read(&mends);
    assert_eq!(rules(&third), [""; 0]);
    assert_eq!((figure(&third, "A.FU_12M._Z._T._T._T.2024"), third.mended.len()), (Some(40), 4));
    assert!(third.mended.iter().all(|one| one.row.is_none() && one.cell.is_some()));
}

#[test]
fn a_figure_that_nobody_saw_in_a_workbook_is_typed_and_then_seen() {
    let structure = ragged(structure());
    let book = template_xlsx(&structure, &asked(&structure, &["2024"]), "NL", "Round", ROUND).unwrap();
    let (sheet, row, key, value) = rows(&book).into_iter().next().unwrap();
    let cell = (sheet.clone(), format!("{}{row}", crate::grid::letters(value)));
    let book = filled(&book, &BTreeMap::from([(cell, number(37))]));
    let book = edited(&book, |name, xml| {
        if name == sheet {
            *xml = xml.replacen(&format!("<row r=\"{row}\""), &format!("<row r=\"{row}\" hidden=\"1\""), 1);
        }
    });
    let mut mends = Mends::default();
    let before = mended(&structure, ("nl.xlsx", &book), None, &mends);
    assert_eq!(rules(&before), ["workbook-hidden"]);
    let field = offer(&before, "workbook-hidden", &Part::Figure);
    assert_eq!((field.shows.as_str(), field.cell.as_ref()), ("", Some(&key)));
    mends.set(field.spot, "37");
    let after = mended(&structure, ("nl.xlsx", &book), None, &mends);
    assert_eq!((rules(&after).len(), figure(&after, &key)), (0, Some(37)));
    assert_eq!((after.mended[0].row, after.mended[0].sheet.as_ref()), (Some(row), Some(&sheet)));
}

#[test]
fn what_is_typed_goes_over_a_foreign_file_as_its_mapping_reads_it() {
    let structure = ragged(structure());
    let mapping = Mapping::parse("m", include_bytes!("../../samples/eurostat.tsv.mapping.toml")).unwrap();
    // Two figures of one line: the places are told apart.
    let text =
        include_str!("../../samples/eurostat.tsv").replace("123 p", "12.3 p").replace("45 b", "some b");
    let mut mends = Mends::default();
    let before = mended(&structure, ("eurostat.tsv", text.as_bytes()), Some(&mapping), &mends);
    assert_eq!(rules(&before), ["value-fraction", "value-text"]);
    for (rule, typed) in [("value-fraction", "123"), ("value-text", "45")] {
        mends.set(offer(&before, rule, &Part::Figure).spot, typed);
    }
    let after = mended(&structure, ("eurostat.tsv", text.as_bytes()), Some(&mapping), &mends);
    assert_eq!(rules(&after), [""; 0]);
    assert_eq!(figure(&after, "A.OFF_REC.ICCS0903._Z._Z._Z.2024"), Some(123));
    assert_eq!(figure(&after, "A.OFF_REC.ICCS09031._Z._Z._Z.2024"), Some(45));
}

#[test]
fn faults_of_the_file_as_a_whole_offer_no_field() {
    let structure = structure();
    let text = "MEASURE,OFFENCE,INTERVENTION,AGE,SEX,FREQ,TIME_PERIOD,OBS_VALUE,UNIT\nOFF_REC,ICCS0903,_Z,_Z,_Z,A,2024,7,Thousands\n";
    let unit = mended(&structure, ("nl.csv", text.as_bytes()), None, &Mends::default());
    let lacking = mended(&structure, ("nl.csv", b"MEASURE,OBS_VALUE\nOFF_REC,1\n"), None, &Mends::default());
    for (reading, rule) in [(&unit, "unit-other"), (&lacking, "column-missing")] {
        let fault = reading.faults.iter().find(|fault| fault.rule == rule).unwrap();
        assert!(fault.offers.is_empty(), "{fault:?}");
    }
}
