//! Archives and other packed files: behind the first bytes of each kind that is told apart, and inside a good archive.
#![no_main]

mod reading;

use libfuzzer_sys::fuzz_target;
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// The first bytes of gzip, zip, 7z, RAR, zstd, bzip2, xz, and of old workbooks and those with a password.
const HEADS: [&[u8]; 8] = [
    b"\x1f\x8b\x08",
    b"PK\x03\x04",
    b"7z\xbc\xaf\x27\x1c",
    b"Rar!\x1a\x07",
    b"\x28\xb5\x2f\xfd",
    b"BZh9",
    b"\xfd7zXZ\0",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
];

/// Names of parts by which a workbook, a text document or a sheet of another program is told.
const NAMES: [&str; 6] =
    ["xl/workbook.xml", "xl\\workbook.xml", "workbook.xml", "_rels/.rels", "content.xml", "return.csv"];

fn archive(name: &str, content: &[u8]) -> Option<Vec<u8>> {
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    writer.start_file(name, stored).ok()?;
    writer.write_all(content).ok()?;
    Some(writer.finish().ok()?.into_inner())
}

fuzz_target!(|data: &[u8]| {
    let Some((which, rest)) = data.split_first() else { return };
    let which = usize::from(*which) % (HEADS.len() + NAMES.len() + 1);
    if let Some(head) = HEADS.get(which) {
        reading::any(&[*head, rest].concat(), None);
    } else if let Some(name) = NAMES.get(which - HEADS.len()) {
        archive(name, rest).iter().for_each(|bytes| reading::any(bytes, None));
    } else {
        reading::any(rest, None);
    }
});
