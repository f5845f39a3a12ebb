//! Bytes of any kind end in faults, never in a panic.

use super::fill::{edited, repacked};
use super::*;
use proptest::prelude::*;

/// Rules about a file as a whole: their faults have no row.
const WHOLE_FILE: [&str; 17] = [
    "file-format",
    "file-size",
    "file-empty",
    "encoding",
    "encoding-guessed",
    "csv-quotes",
    "header-missing",
    "cells-absent",
    "reason-absent",
    "period-outside",
    "mapping-target",
    "mapping-added",
    "mapping-left-out",
    "return-empty",
    "return-without",
    "figures-round",
    "note-many",
];

pub(super) fn mappings() -> [Option<Mapping>; 5] {
    let of = |text: &str| Some(Mapping::parse("m.toml", text.as_bytes()).unwrap());
    let periods = include_str!("../../samples/eurostat.tsv.mapping.toml");
    let rows = include_str!("../../samples/eurostat.csv.mapping.toml");
    let added = include_str!("../../samples/cases/wide-months.csv.mapping.toml");
    let measures = include_str!("../../samples/cases/wide-measures.csv.mapping.toml");
    [None, of(periods), of(rows), of(added), of(measures)]
}

/// Every reader gives a return, or faults with a place; never neither.
fn never_panics(structure: &Structure, area: &str, bytes: &[u8]) {
    never_panics_in((structure, &table(structure, &["2024"])), area, &mappings(), bytes);
}

/// The same in a round that was made before.
pub(super) fn never_panics_in(
    (structure, table): (&Structure, &RoundTable),
    area: &str,
    mappings: &[Option<Mapping>],
    bytes: &[u8],
) {
    for mapping in mappings {
        let reading = read(&ReadInput {
            structure,
            cells: &table.cells,
            whole: &table.rules.whole,
            count_only: &table.count_only,
            area,
            round: Some(ROUND),
            file_name: "hostile",
            bytes,
            previous: None,
            mapping: mapping.as_ref(),
        });
        assert_eq!(reading.table.is_some(), reading.faults.is_empty());
        for fault in reading.faults.iter().chain(&reading.warnings) {
            assert!(
                (fault.file.starts_with("hostile") || fault.file == "m.toml")
                    && !fault.what.is_empty()
                    && !fault.hint.is_empty(),
                "{fault}"
            );
            let sheet = fault.file.contains('[');
            let placed = sheet || fault.row.is_some_and(|row| row > 0) || WHOLE_FILE.contains(&fault.rule);
            assert!(placed, "no place: {fault}");
            assert!(RULES.iter().any(|rule| rule.id == fault.rule), "no rule: {fault}");
        }
        if let Some(read) = &reading.table {
            let sent = notes_sent(&read.notes, &read.keys);
            let mut sorted = sent.clone();
            sorted.sort();
            assert_eq!(intertally_core::submission::note::check(&sorted, read.keys.len()), Ok(()));
            let cells = table.cells.len();
            assert_eq!([read.keys.len(), read.statuses.len(), read.values.len()], [cells; 3]);
        }
    }
    let _ = keys_in(structure, "hostile", bytes);
    let _ = Mapping::parse("hostile", bytes);
    assert!(Structure::parse("hostile", bytes).is_err());
}

/// A file with some bytes changed, cut or put in.
fn spoiled(file: &[u8], changes: &[(usize, u8)], cut: usize) -> Vec<u8> {
    let mut bytes = file.to_vec();
    for (at, byte) in changes {
        let at = at % bytes.len().max(1);
        bytes[at] = *byte;
    }
    bytes.truncate(bytes.len() - cut % bytes.len().max(1));
    bytes
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn noise(bytes in prop::collection::vec(any::<u8>(), 0..2_000)) {
        never_panics(&structure(), "NL", &bytes);
    }

    #[test]
    fn text(text in "[A-Z_0-9,;\t\"\n.<>/=\\-é:]{0,400}") {
        never_panics(&structure(), "NL", text.as_bytes());
        never_panics(&structure(), "NL", format!("FREQ,REF_AREA,OBS_VALUE,{text}").as_bytes());
        never_panics(&structure(), "NL", format!("<StructureSpecificData>{text}").as_bytes());
    }

    #[test]
    fn spoiled_samples(
        which in 0..7_usize,
        changes in prop::collection::vec((any::<usize>(), any::<u8>()), 1..8),
        cut in 0..400_usize,
    ) {
        let file: &[u8] = match which {
            0 => include_bytes!("../../samples/return-sdmx-csv-2.csv"),
            1 => include_bytes!("../../samples/return-sdmx-ml.xml"),
            2 => include_bytes!("../../samples/return-workbook.xlsx"),
            3 => include_bytes!("../../samples/every-fault.csv"),
            4 => include_bytes!("../../samples/eurostat.tsv"),
            5 => include_bytes!("../../samples/eurostat.csv"),
            _ => include_bytes!("../../samples/return-long-utf16.csv"),
        };
        never_panics(&structure(), "NL", &spoiled(file, &changes, cut));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// A workbook that unpacks well, one part of which is spoiled.
    #[test]
    fn spoiled_parts(
        part in any::<prop::sample::Index>(),
        changes in prop::collection::vec((any::<usize>(), any::<u8>()), 1..6),
        cut in prop_oneof![Just(0_usize), 1..2_000_usize],
    ) {
        let book = include_bytes!("../../samples/workbook-faults.xlsx");
        let spoil = repacked(book, |at, of, _, bytes| {
            if at == part.index(of) {
                *bytes = spoiled(bytes, &changes, cut);
            }
        });
        never_panics(&structure(), "NL", &spoil);
    }
}

/// Sheets whose XML is odd: huge places, no places, unknown types.
#[test]
fn odd_sheets() {
    let book = include_bytes!("../../samples/return-workbook.xlsx");
    for (from, to) in [
        ("r=\"A5\"", "r=\"XFD1048576\""),
        ("r=\"A5\"", "r=\"ZZZZZZZZ99999999999\""),
        ("<row r=\"5\"", "<row r=\"4294967295\""),
        ("<row r=\"5\"", "<row r=\"-5\""),
        ("t=\"s\"><v>0</v>", "t=\"s\"><v>999999999</v>"),
        ("<v>", "<v>1e999"),
        ("</sheetData>", ""),
    ] {
        let odd = edited(book, |_, xml| *xml = xml.replacen(from, to, 3));
        never_panics(&structure(), "NL", &odd);
    }
}

/// Series that are missing would be taken for figures that an office does not have.
#[test]
fn sdmx_ml_that_was_cut_is_refused_wherever_it_was_cut() {
    let text = include_str!("../../samples/return-sdmx-ml.xml");
    let whole = text.trim_end().len();
    assert!(reading(&structure(), "cut.xml", text.as_bytes(), None).table.is_some());
    for at in text.match_indices("<Series").map(|(at, _)| at).chain([whole - 1]) {
        let cut = &text.as_bytes()[..at];
        let reading = reading(&structure(), "cut.xml", cut, None);
        assert!(reading.table.is_none());
        assert!(reading.faults.iter().any(|fault| fault.rule == "file-format"), "{:?}", reading.faults);
    }
}
