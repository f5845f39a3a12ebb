//! Workbooks: the bytes as they are, or as changes of one part of the round's own workbook, which unpacks well.
#![no_main]

mod reading;

use intertally_returns::template_xlsx;
use libfuzzer_sys::fuzz_target;
use reading::{STRUCTURE, TABLE, any};
use std::io::{Cursor, Read, Write};
use std::sync::LazyLock;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

/// Names and content of the parts of a workbook.
static PARTS: LazyLock<Vec<(String, Vec<u8>)>> = LazyLock::new(|| {
    let book = template_xlsx(&STRUCTURE, &TABLE.cells, "XA", "Fuzzed", "fuzzed").expect("a workbook");
    let mut archive = ZipArchive::new(Cursor::new(book)).expect("an archive");
    let count = archive.len();
    let part = |at: usize| {
        let mut file = archive.by_index(at).expect("a part");
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).expect("its bytes");
        (file.name().expect("its name").into_owned(), bytes)
    };
    (0..count).map(part).collect()
});

/// The workbook with one part replaced.
fn with(part: usize, content: &[u8]) -> Vec<u8> {
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (at, (name, bytes)) in PARTS.iter().enumerate() {
        writer.start_file(name.as_str(), stored).expect("a part");
        writer.write_all(if at == part { content } else { bytes }).expect("its bytes");
    }
    writer.finish().expect("an archive").into_inner()
}

/// A part with changes: each a place (2 bytes), how many bytes go (1), how many come (1), and these.
fn changed(part: &[u8], mut changes: &[u8]) -> Vec<u8> {
    let mut content = part.to_vec();
    while let [high, low, gone, come, rest @ ..] = changes {
        let from = usize::from(u16::from_be_bytes([*high, *low])) % content.len().max(1);
        let until = (from + usize::from(*gone)).min(content.len());
        let (new, rest) = rest.split_at(usize::from(*come).min(rest.len()));
        content.splice(from..until, new.iter().copied());
        changes = rest;
    }
    content
}

fuzz_target!(|data: &[u8]| {
    let Some((which, bytes)) = data.split_first() else { return };
    // The first byte names a part; 255 stands for the file itself.
    match PARTS.get(usize::from(*which) % PARTS.len()).filter(|_| *which != 255) {
        Some((_, part)) => any(&with(usize::from(*which) % PARTS.len(), &changed(part, bytes)), None),
        None => any(bytes, None),
    }
});
