//! Files that are no text, told by their first bytes, and what to do with them.

use intertally_structure::foreign;
use std::io::Cursor;
use zip::ZipArchive;

/// Whether the bytes are an archive that holds a workbook of Excel.
pub(super) fn is_workbook(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04")
        && names(bytes).is_none_or(|names| names.iter().any(|name| is_part(name)))
}

fn is_part(name: &str) -> bool {
    let name = name.replace('\\', "/");
    name.eq_ignore_ascii_case("[Content_Types].xml") || name.eq_ignore_ascii_case("_rels/.rels")
}

/// Names in an archive; none if it is damaged.
fn names(bytes: &[u8]) -> Option<Vec<String>> {
    let archive = ZipArchive::new(Cursor::new(bytes)).ok()?;
    archive.file_names().map(|name| name.map(std::borrow::Cow::into_owned)).collect::<Result<_, _>>().ok()
}

/// What a file is that is not read as text, and what to do. None for text.
pub(super) fn other(bytes: &[u8]) -> Option<(&'static str, &'static str)> {
    const SEND: &str = "send CSV, SDMX-ML 2.1 or the round's workbook as .xlsx";
    const UNPACK: &str = "unpack it, and send the file that is in it";
    let utf16 = |text: &str| -> Vec<u8> { text.encode_utf16().flat_map(u16::to_le_bytes).collect() };
    let holds = |text: &str| {
        let wanted = utf16(text);
        bytes.windows(wanted.len()).any(|window| window == wanted)
    };
    if bytes.starts_with(b"PK\x03\x04") {
        let names = names(bytes).unwrap_or_default();
        let has = |end: &str| names.iter().any(|name| name.ends_with(end));
        return Some(if let Some(found) = office(bytes) {
            found
        } else if names.iter().any(|name| is_part(name)) {
            (
                "a workbook, which is read without mapping alone",
                "save its sheet as CSV in UTF-8, and give that with the mapping",
            )
        } else if has("content.xml") && has("mimetype") {
            (
                "a spreadsheet of OpenDocument (.ods), which is not read",
                "save it as .xlsx, or as CSV in UTF-8",
            )
        } else {
            ("a compressed archive (.zip)", UNPACK)
        });
    }
    if bytes.starts_with(b"\xD0\xCF\x11\xE0") {
        return Some(if holds("EncryptedPackage") {
            (
                "a workbook with a password",
                "take the password off (File, Info, Protect workbook), and save it as .xlsx",
            )
        } else if holds("Workbook") || holds("Book") {
            ("a workbook of before 2007 (.xls), which is not read", "save it as .xlsx, or as CSV in UTF-8")
        } else {
            ("a file of a kind that is not read here", SEND)
        });
    }
    if let Some(found) = foreign(bytes) {
        return Some(found);
    }
    let documents: [&[u8]; 4] = [b"%PDF", b"{\\rtf", b"\x89PNG", b"\xFF\xD8\xFF"];
    let document = documents.iter().any(|start| bytes.starts_with(start));
    document.then_some(("a file of a kind that is not read here", SEND))
}

/// Documents of the kind of workbooks that are none, or none that is read.
pub(super) fn office(bytes: &[u8]) -> Option<(&'static str, &'static str)> {
    let names = names(bytes).unwrap_or_default();
    let has = |wanted: &str| names.iter().any(|name| name.replace('\\', "/").eq_ignore_ascii_case(wanted));
    if has("xl/workbook.bin") {
        Some(("a binary workbook (.xlsb), which is not read", "save it as .xlsx, or as CSV in UTF-8"))
    } else if has("word/document.xml") {
        Some(("a document of Word", "put its table into the round's workbook, or into a CSV file"))
    } else if has("ppt/presentation.xml") {
        Some(("a presentation", "put its table into the round's workbook, or into a CSV file"))
    } else {
        None
    }
}
