//! What the templates ask for comes back when it is filled in.

use super::fill::{filled, number, rows, text};
use super::*;
use crate::grid::letters;
use calamine::Reader;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// A made-up figure for a cell, without reading it from anywhere.
fn figure(at: usize) -> u32 {
    (at as u32 * 7919) % 60_000
}

#[test]
fn the_workbook_asks_for_every_cell_once() {
    let structure = structure();
    let cells = table(&structure, &["2023", "2024"]).cells;
    assert!(cells.iter().any(|cell| cell.count_only), "no cell that nobody is asked for");
    let book = template_xlsx(&structure, &cells, "NL", "Pilot", ROUND).unwrap();
    let asked: Vec<String> = rows(&book).into_iter().map(|(_, _, key, _)| key).collect();
    let wanted = super::asked(&structure, &["2023", "2024"]);
    let wanted: BTreeSet<String> = wanted.into_iter().map(|cell| cell.key).collect();
    assert_eq!(asked.len(), wanted.len());
    assert_eq!(asked.into_iter().collect::<BTreeSet<_>>(), wanted);
}

#[test]
fn the_same_round_gives_the_same_workbook() {
    let structure = structure();
    let cells = table(&structure, &["2024"]).cells;
    let book = || template_xlsx(&structure, &cells, "NL", "Pilot", ROUND).unwrap();
    assert!(book() == book());
}

#[test]
fn a_refilled_workbook_reads_back() {
    let structure = ragged(structure());
    let cells = asked(&structure, &["2024"]);
    let book = template_xlsx(&structure, &cells, "NL", "Pilot", ROUND).unwrap();
    let places: BTreeMap<&str, usize> =
        cells.iter().enumerate().map(|(at, cell)| (cell.key.as_str(), at)).collect();
    let mut fill = BTreeMap::new();
    for (sheet, row, key, value) in rows(&book) {
        let at = places[key.as_str()];
        let cell = |column: usize| (sheet.clone(), format!("{}{row}", letters(column)));
        match at % 5 {
            0 => fill.insert(cell(value + 1), text("L")),
            1 => {
                fill.insert(cell(value + 2), text("counted by hand"));
                fill.insert(cell(value), number(figure(at)))
            }
            _ => fill.insert(cell(value), number(figure(at))),
        };
    }
    let reading = reading(&structure, "book.xlsx", &filled(&book, &fill), None);
    // Made-up figures break the pairs; nothing else may be wrong.
    let others: Vec<&Fault> = reading.faults.iter().filter(|fault| fault.rule != "pair-half").collect();
    assert!(others.is_empty(), "{others:?}");
    assert_eq!(reading.summary.filled, (0..cells.len()).filter(|at| at % 5 != 0).count());
    let largest = (0..cells.len()).filter(|at| at % 5 != 0).map(|at| (figure(at), at)).max().unwrap();
    assert!(reading.summary.largest.as_ref() == Some(&(cells[largest.1].key.clone(), largest.0)));
}

#[test]
fn the_untouched_workbook_is_a_return_of_nothing() {
    let structure = structure();
    let cells = table(&structure, &["2024"]).cells;
    let book = template_xlsx(&structure, &cells, "NL", "Pilot", ROUND).unwrap();
    let reading = reading(&structure, "book.xlsx", &book, None);
    let rules: Vec<&str> = reading.faults.iter().map(|fault| fault.rule).collect();
    assert_eq!(rules, ["return-empty"], "{:?}", reading.faults);
    assert_eq!((reading.summary.filled, reading.summary.cells), (0, 308));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    /// Whatever is typed into the CSV template comes back, cell by cell, with status and figure.
    #[test]
    fn a_refilled_text_template_reads_back(
        figures in prop::collection::vec(prop::option::of(0_u32..65_536), 308),
        letters in prop::collection::vec(0_usize..4, 308),
    ) {
        let structure = ragged(structure());
        let cells = asked(&structure, &["2024"]);
        let measure = |at: usize| cells[at].key.split('.').nth(1).unwrap().to_owned();
        // Both or neither of a pair: measures with a denominator, and denominators, are all filled.
        let paired = |at: usize| measure(at).ends_with('M') && measure(at) != "PER_SUSP";
        let figure = |at: usize| figures[at].or(paired(at).then_some(1));
        let status = |at: usize| match figure(at) {
            Some(_) => ['A', 'P', 'B', 'W'][letters[at]],
            None => ['M', 'L', 'O', 'K'][letters[at]],
        };
        let template = template_csv(&structure, &cells, "NL");
        let mut lines = template.lines();
        let mut filled = format!("{}\n", lines.next().unwrap());
        for (at, line) in lines.enumerate() {
            let value = figure(at).map_or(String::new(), |figure| figure.to_string());
            filled.push_str(&format!("{}{value},{},,,\n", line.strip_suffix(",,,,").unwrap(), status(at)));
        }
        let reading = reading(&structure, "return.csv", filled.as_bytes(), None);
        prop_assert!(reading.faults.is_empty(), "{:?}", reading.faults);
        let read = reading.table.unwrap();
        for (at, cell) in cells.iter().enumerate() {
            let place = read.keys.iter().position(|key| *key == cell.key).unwrap();
            prop_assert!(read.values[place] == figure(at));
            prop_assert_eq!(read.statuses[place].code(), status(at));
        }
    }
}

/// What the workbook says: when it closes, whom to ask, that notes are public, what is counted, and the member's own last figures,
/// which are no part of what is read.
#[test]
fn the_workbook_says_what_an_office_needs() {
    let structure = structure();
    let cells = table(&structure, &["2024"]).cells;
    let text = include_bytes!("../../samples/return-sdmx-csv-2.csv");
    let mut previous = reading(&structure, "last.csv", text, None).table.unwrap();
    previous.keys.iter_mut().for_each(|key| *key = key.replace(".2024", ".2023"));
    let facts = TemplateFacts { deadline: Some("2025-03-31 15:00 UTC"), previous: Some(&previous) };
    let book = template_xlsx_with(&structure, &cells, "NL", ("Pilot", ROUND), &facts).unwrap();
    let mut reader = calamine::Xlsx::new(std::io::Cursor::new(book.clone())).unwrap();
    let mut said = String::new();
    for sheet in reader.sheet_names() {
        let range = reader.worksheet_range(&sheet).unwrap();
        range.rows().flatten().for_each(|cell| said += &format!("{cell}\n"));
    }
    for word in
        ["2025-03-31 15:00 UTC", &structure.publication.contact, "Notes are PUBLIC", "in units of 'offence'"]
    {
        assert!(said.contains(word), "{word}");
    }
    let shown =
        previous.values.iter().flatten().filter(|value| said.contains(&format!("{value} (2023)"))).count();
    assert_eq!(shown, previous.values.iter().flatten().count());
    let untouched = reading(&structure, "book.xlsx", &book, None);
    let rules: Vec<&str> = untouched.faults.iter().map(|fault| fault.rule).collect();
    assert!(rules == ["return-empty"] && untouched.summary.filled == 0, "{}", untouched.to_member());
    // Before a round opens the workbook names none, and every round of its cells takes it.
    let early =
        template_xlsx_with(&structure, &cells, "NL", ("Pilot", ""), &TemplateFacts::default()).unwrap();
    let mut reader = calamine::Xlsx::new(std::io::Cursor::new(early.clone())).unwrap();
    let guide = reader.worksheet_range("Read me first").unwrap();
    assert!(!guide.rows().flatten().any(|cell| *cell == "ROUND_ID"));
    let early = reading(&structure, "early.xlsx", &early, None);
    assert_eq!(early.faults.iter().map(|fault| fault.rule).collect::<Vec<_>>(), ["return-empty"]);
}

/// A workbook of last year's round: that is said first, and not once more for each of its rows.
#[test]
fn a_workbook_of_another_round_is_one_fault_that_comes_first() {
    let structure = structure();
    let cells = table(&structure, &["2023"]).cells;
    let book = template_xlsx(&structure, &cells, "NL", "Last year", "last-round").unwrap();
    let reading = reading(&structure, "last.xlsx", &book, None);
    let rules: Vec<&str> = reading.faults.iter().map(|fault| fault.rule).collect();
    assert_eq!(rules, ["workbook-round"], "{}", reading.to_member());
    let rows = cells.iter().filter(|cell| cell.is_typed()).count();
    assert!(reading.faults[0].what.contains(&format!("{rows} rows of it")), "{}", reading.faults[0]);
}
