//! Filling in a workbook as a spreadsheet would: figures and states are put into the cells of its sheets.

use calamine::{Data, Reader, Xlsx};
use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

/// Content of a cell as SpreadsheetML.
pub(super) fn number(value: u32) -> String {
    format!("><v>{value}</v></c>")
}

pub(super) fn text(value: &str) -> String {
    format!(" t=\"inlineStr\"><is><t>{value}</t></is></c>")
}

/// Rows of a template: sheet, row from 1, key of the cell, first input column.
pub(super) fn rows(book: &[u8]) -> Vec<(String, u32, String, usize)> {
    let mut reader = Xlsx::new(Cursor::new(book.to_vec())).unwrap();
    let mut rows = Vec::new();
    for sheet in reader.sheet_names() {
        let range = reader.worksheet_range(&sheet).unwrap();
        let cell = |row: usize, at: usize| range.get((row, at)).map_or(String::new(), ToString::to_string);
        let Some(value) = (0..range.width()).find(|at| cell(3, *at) == "OBS_VALUE") else { continue };
        for row in 4..range.height() {
            let key: Vec<String> = (value + 5..range.width()).map(|at| cell(row, at)).collect();
            rows.push((sheet.clone(), row as u32 + 1, key.join("."), value));
            assert_eq!(range.get((row, value)).unwrap_or(&Data::Empty), &Data::Empty);
        }
    }
    rows
}

/// A workbook with cells replaced: by sheet and name (`D5`), what follows the cell's style in its XML.
pub(super) fn filled(book: &[u8], cells: &BTreeMap<(String, String), String>) -> Vec<u8> {
    edited(book, |sheet, xml| {
        for ((_, name), content) in cells.iter().filter(|((of, _), _)| of == sheet) {
            let start = xml.find(&format!("<c r=\"{name}\"")).unwrap_or_else(|| panic!("no cell {name}"));
            let end = start + xml[start..].find("/>").unwrap();
            xml.replace_range(end..end + 2, content);
        }
    })
}

/// A workbook whose sheets' XML was changed.
pub(super) fn edited(book: &[u8], change: impl Fn(&str, &mut String)) -> Vec<u8> {
    let names = Xlsx::new(Cursor::new(book.to_vec())).unwrap().sheet_names();
    repacked(book, |_, _, path, bytes| {
        let number = path.strip_prefix("xl/worksheets/sheet").and_then(|rest| rest.strip_suffix(".xml"));
        if let Some(number) = number {
            let mut xml = String::from_utf8(std::mem::take(bytes)).unwrap();
            change(&names[number.parse::<usize>().unwrap() - 1], &mut xml);
            *bytes = xml.into_bytes();
        }
    })
}

/// A workbook whose parts were changed: place, number of parts, path, bytes.
pub(super) fn repacked(book: &[u8], change: impl Fn(usize, usize, &str, &mut Vec<u8>)) -> Vec<u8> {
    let mut archive = ZipArchive::new(Cursor::new(book)).unwrap();
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..archive.len() {
        let of = archive.len();
        let mut file = archive.by_index(at).unwrap();
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).unwrap();
        let path = file.name().unwrap().into_owned();
        change(at, of, &path, &mut bytes);
        writer.start_file(path, SimpleFileOptions::default()).unwrap();
        writer.write_all(&bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}
