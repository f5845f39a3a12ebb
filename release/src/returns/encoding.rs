//! Bytes to text: UTF-8, UTF-16 with or without mark, and what Windows writes in Western Europe.

use super::fault::Findings;
use super::rules::{ENCODING, ENCODING_GUESSED};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// The text of a file with lines ending in LF. None if it is no text; the fault is then added.
pub(super) fn text(bytes: &[u8], findings: &mut Findings) -> Option<String> {
    let (encoding, certain) = guess(bytes);
    let (text, _, broken) = encoding.decode(bytes);
    if broken || text.contains('\0') {
        findings.file(
            ENCODING,
            format!("the file is not text in {}", encoding.name()),
            "save it again as CSV in UTF-8, or use the Excel template",
        );
        return None;
    }
    if !certain {
        findings.file(
            ENCODING_GUESSED,
            format!("the file is not UTF-8; it was read as {}", encoding.name()),
            "look at accented letters in notes; save as UTF-8 next time",
        );
    }
    Some(text.replace("\r\n", "\n").replace('\r', "\n"))
}

/// The encoding, and whether the bytes leave no doubt.
fn guess(bytes: &[u8]) -> (&'static Encoding, bool) {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return (encoding, true);
    }
    // Text of figures and codes in UTF-16 has a zero in every other byte.
    let zeros = |from: usize| bytes.iter().skip(from).step_by(2).take(200).filter(|byte| **byte == 0).count();
    let half = bytes.len().div_ceil(2).min(200);
    if half > 1 && zeros(1) * 4 > half * 3 {
        return (UTF_16LE, true);
    }
    if half > 1 && zeros(0) * 4 > half * 3 {
        return (UTF_16BE, true);
    }
    match std::str::from_utf8(bytes) {
        Ok(_) => (UTF_8, true),
        Err(_) => (WINDOWS_1252, false),
    }
}
