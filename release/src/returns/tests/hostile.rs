//! Bytes of any kind end in faults, never in a panic.

use super::fill::edited;
use super::*;
use proptest::prelude::*;

fn never_panics(structure: &Structure, bytes: &[u8]) {
    let mapping =
        Mapping::parse("m.toml", include_bytes!("../../../samples/eurostat.tsv.mapping.toml")).unwrap();
    for mapping in [None, Some(&mapping)] {
        let reading = reading(structure, "hostile", bytes, mapping);
        assert_eq!(reading.table.is_some(), reading.faults.is_empty());
    }
    let _ = keys_in(structure, "hostile", bytes);
    let _ = Mapping::parse("hostile", bytes);
    for name in ["hostile.toml", "hostile.xml"] {
        assert!(Structure::parse(name, bytes).is_err());
    }
}

/// A file with some bytes changed, cut or put in.
fn spoiled(file: &[u8], changes: &[(usize, u8)], cut: usize) -> Vec<u8> {
    let mut bytes = file.to_vec();
    for (at, byte) in changes {
        let at = at % bytes.len();
        bytes[at] = *byte;
    }
    bytes.truncate(bytes.len() - cut % bytes.len());
    bytes
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn noise(bytes in prop::collection::vec(any::<u8>(), 0..2_000)) {
        never_panics(&structure(), &bytes);
    }

    #[test]
    fn text(text in "[A-Z_0-9,;\t\"\n.<>/=\\-é:]{0,400}") {
        never_panics(&structure(), text.as_bytes());
        never_panics(&structure(), format!("FREQ,REF_AREA,OBS_VALUE,{text}").as_bytes());
        never_panics(&structure(), format!("<StructureSpecificData>{text}").as_bytes());
    }

    #[test]
    fn spoiled_samples(
        which in 0..4_usize,
        changes in prop::collection::vec((any::<usize>(), any::<u8>()), 1..8),
        cut in 0..400_usize,
    ) {
        let file: &[u8] = match which {
            0 => include_bytes!("../../../samples/return-sdmx-csv-2.csv"),
            1 => include_bytes!("../../../samples/return-sdmx-ml.xml"),
            2 => include_bytes!("../../../samples/return-workbook.xlsx"),
            _ => include_bytes!("../../../samples/return-long-utf16.csv"),
        };
        never_panics(&structure(), &spoiled(file, &changes, cut));
    }
}

/// Sheets whose XML is odd: huge places, no places, unknown types.
#[test]
fn odd_sheets() {
    let book = include_bytes!("../../../samples/return-workbook.xlsx");
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
        never_panics(&structure(), &odd);
    }
}
