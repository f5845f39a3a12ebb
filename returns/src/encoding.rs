//! Bytes to text, with the fault or warning that goes with them.

use super::fault::Findings;
use super::rules::{ENCODING, ENCODING_GUESSED};
use intertally_structure::text::decode;

/// The text of a file with lines ending in LF. None if it is no text; the fault is then added.
pub(super) fn text(bytes: &[u8], findings: &mut Findings) -> Option<String> {
    match decode(bytes) {
        Ok(decoded) => {
            if let Some(name) = decoded.guessed {
                findings.file(
                    ENCODING_GUESSED,
                    format!("the file is not UTF-8; it was read as {name}"),
                    "look at accented letters in notes; save as UTF-8 next time",
                );
            }
            Some(decoded.text)
        }
        Err(why) => {
            findings.file(
                ENCODING,
                why.to_string(),
                "save it again as CSV in UTF-8, or use the Excel template",
            );
            None
        }
    }
}
