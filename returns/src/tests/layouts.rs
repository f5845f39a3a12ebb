//! Any order of columns and rows, any separator, any encoding: the same return.

use super::*;
use proptest::prelude::*;

/// The sample return, as header and rows.
fn sample() -> (Vec<String>, Vec<Vec<String>>) {
    let text = include_str!("../../samples/return-sdmx-csv-2.csv");
    let mut reader = ::csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    let mut rows: Vec<Vec<String>> =
        reader.records().map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect();
    let header = rows.remove(0);
    (header, rows)
}

fn written(header: &[String], rows: &[Vec<String>], separator: u8, end: &str, quote: bool) -> String {
    let style = if quote { ::csv::QuoteStyle::Always } else { ::csv::QuoteStyle::Necessary };
    let end = if end == "\r\n" { ::csv::Terminator::CRLF } else { ::csv::Terminator::Any(b'\n') };
    let mut writer = ::csv::WriterBuilder::new()
        .delimiter(separator)
        .terminator(end)
        .quote_style(style)
        .from_writer(Vec::new());
    writer.write_record(header).unwrap();
    for row in rows {
        writer.write_record(row).unwrap();
    }
    String::from_utf8(writer.into_inner().unwrap()).unwrap()
}

fn encoded(text: &str, how: usize) -> Vec<u8> {
    match how {
        0 => text.as_bytes().to_vec(),
        1 => [b"\xEF\xBB\xBF".as_slice(), text.as_bytes()].concat(),
        2 => [0xFF, 0xFE].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect(),
        3 => [0xFE, 0xFF].into_iter().chain(text.encode_utf16().flat_map(u16::to_be_bytes)).collect(),
        _ => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn layouts_do_not_matter(
        columns in Just((0..14_usize).collect::<Vec<_>>()).prop_shuffle(),
        order in Just((0..308_usize).collect::<Vec<_>>()).prop_shuffle(),
        separator in prop::sample::select(vec![b',', b';', b'\t', b'|']),
        end in prop::sample::select(vec!["\n", "\r\n"]),
        quote: bool,
        labels: bool,
        encoding in 0..5_usize,
    ) {
        let structure = structure();
        let (header, rows) = sample();
        let wanted = reading(&structure, "sample.csv", include_bytes!("../../samples/return-sdmx-csv-2.csv"), None);
        let label = |at: usize, text: &str| match structure.code(&header[at], text) {
            Some(code) if labels => format!("{text}: {}", code.name),
            _ => text.to_owned(),
        };
        let head: Vec<String> = columns.iter().map(|at| header[*at].clone()).collect();
        let body: Vec<Vec<String>> =
            order.iter().map(|row| columns.iter().map(|at| label(*at, &rows[*row][*at])).collect()).collect();
        let text = written(&head, &body, separator, end, quote);
        let got = reading(&structure, "sample.csv", &encoded(&text, encoding), None);
        prop_assert!(got.faults.is_empty(), "{:?}", got.faults);
        let (wanted, got) = (wanted.table.unwrap(), got.table.unwrap());
        prop_assert!(wanted.values == got.values);
        prop_assert!(wanted.statuses == got.statuses);
        prop_assert!(wanted.notes == got.notes);
    }
}
