//! Notes of a submission: public remarks of the member on its return or on single cells (spec section 5.1).

use serde::{Deserialize, Serialize};

/// Most notes of a submission.
pub const MAX_NOTES: usize = 1_000;
/// Most bytes of a note's text.
pub const MAX_TEXT: usize = 500;
/// Most bytes of an attribute's name.
pub const MAX_ATTRIBUTE: usize = 32;
/// Most bytes of all notes in their canonical encoding.
pub const MAX_BYTES: usize = 8 + MAX_NOTES * (5 + 8 + MAX_ATTRIBUTE + 8 + MAX_TEXT);

/// Attribute of the note on a whole return that names the record whose totals it reports (spec section 5.6).
pub const SOURCE_RECORD: &str = "SOURCE_RECORD";

/// A remark that everybody can read. Notes stand in the order of their fields: those on the whole return first.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Note {
    /// Index of the cell in round order; none for the whole return.
    pub cell: Option<u32>,
    /// Name of the attribute, e.g. `COUNTING_UNIT`.
    pub attribute: String,
    /// The text.
    pub text: String,
}

/// What is wrong with the notes of a submission.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoteFault {
    /// Too many.
    #[error(
        "{0} notes, at most {MAX_NOTES} are taken; say once for the whole return what holds for all cells"
    )]
    TooMany(usize),
    /// A cell that the round does not have.
    #[error("note {0} is about a cell that the round does not have; make the return for this round")]
    Cell(usize),
    /// No name of an attribute.
    #[error("note {0}: the attribute's name has 1 to {MAX_ATTRIBUTE} letters of A to Z, digits and _")]
    Attribute(usize),
    /// An empty or long text.
    #[error("note {0}: its text is empty or longer than {MAX_TEXT} bytes; shorten it")]
    Length(usize),
    /// A control character, or blanks at an end.
    #[error("note {0}: its text begins or ends with a blank, or holds a control character; take it out")]
    Character(usize),
    /// Out of order, or twice.
    #[error("note {0} is out of order or stands there twice; sort them by cell, attribute and text")]
    Order(usize),
}

/// Whether a character may steer a terminal or page, or cannot stand in XML: controls, separators of lines, marks that
/// turn the direction of writing, and what is no character.
#[must_use]
pub fn steers(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{2028}' | '\u{2029}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
        || matches!(character, '\u{FEFF}' | '\u{FFFE}' | '\u{FFFF}')
}

/// Checks the notes of a submission to a round of so many cells.
///
/// # Errors
/// The first fault, by the note's place in the list.
pub fn check(notes: &[Note], cells: usize) -> Result<(), NoteFault> {
    if notes.len() > MAX_NOTES {
        return Err(NoteFault::TooMany(notes.len()));
    }
    for (at, note) in notes.iter().enumerate() {
        if note.cell.is_some_and(|cell| cell as usize >= cells) {
            return Err(NoteFault::Cell(at));
        }
        let letter = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_';
        if !(1..=MAX_ATTRIBUTE).contains(&note.attribute.len()) || !note.attribute.bytes().all(letter) {
            return Err(NoteFault::Attribute(at));
        }
        if !(1..=MAX_TEXT).contains(&note.text.len()) {
            return Err(NoteFault::Length(at));
        }
        if note.text.trim() != note.text || note.text.chars().any(steers) {
            return Err(NoteFault::Character(at));
        }
    }
    let disordered = notes.windows(2).position(|pair| pair.first() >= pair.last());
    disordered.map_or(Ok(()), |at| Err(NoteFault::Order(at + 1)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::canonical::encode;
    use proptest::prelude::*;

    fn note(cell: Option<u32>, attribute: &str, text: &str) -> Note {
        Note { cell, attribute: attribute.into(), text: text.into() }
    }

    #[test]
    fn each_fault_is_named_with_its_place() {
        let good = note(None, "COMMENT_DSET", "Year runs April to March");
        let with = |other: Note| check(&[good.clone(), other], 3);
        assert_eq!(with(note(Some(2), "REF_YEAR", "2023/24")), Ok(()));
        assert_eq!(with(note(Some(3), "REF_YEAR", "2023/24")), Err(NoteFault::Cell(1)));
        for attribute in ["", "ref_year", "REF YEAR", "REF\u{301}", &"A".repeat(33)] {
            assert_eq!(with(note(Some(0), attribute, "x")), Err(NoteFault::Attribute(1)), "{attribute}");
        }
        for text in [String::new(), "é".repeat(251)] {
            assert_eq!(with(note(Some(0), "NOTE", &text)), Err(NoteFault::Length(1)));
        }
        assert_eq!(with(note(Some(0), "NOTE", &"é".repeat(250))), Ok(()));
        for text in ["a\nb", "\u{1b}[2J", " a", "a ", "\u{202e}a", "a\u{2028}b", "\u{85}", "a\u{ffff}"] {
            assert_eq!(with(note(Some(0), "NOTE", text)), Err(NoteFault::Character(1)), "{text:?}");
        }
        assert_eq!(with(good.clone()), Err(NoteFault::Order(1)), "twice");
        assert_eq!(check(&[note(Some(0), "NOTE", "a"), good.clone()], 3), Err(NoteFault::Order(1)));
        let many: Vec<Note> = (0..1_001).map(|cell| note(Some(cell), "NOTE", "a")).collect();
        assert_eq!(check(&many, 5_000), Err(NoteFault::TooMany(1_001)));
        assert_eq!(check(&many[..1_000], 5_000), Ok(()));
    }

    #[test]
    fn no_list_is_longer_than_the_limit_of_its_bytes() {
        let long = |cell| note(Some(cell), &"A".repeat(MAX_ATTRIBUTE), &"x".repeat(MAX_TEXT));
        let notes: Vec<Note> = (0..MAX_NOTES as u32).map(long).collect();
        assert_eq!(check(&notes, MAX_NOTES), Ok(()));
        assert_eq!(encode(&notes).len(), MAX_BYTES);
    }

    proptest! {
        /// What holds holds in one order alone.
        #[test]
        fn one_set_of_notes_has_one_order(mut notes: Vec<(Option<u8>, bool, u8)>, swap: (usize, usize)) {
            let make = |(cell, first, text): (Option<u8>, bool, u8)| {
                note(cell.map(u32::from), if first { "NOTE" } else { "REF_YEAR" }, &text.to_string())
            };
            notes.sort_unstable();
            let mut notes: Vec<Note> = notes.into_iter().map(make).collect();
            notes.sort();
            notes.dedup();
            prop_assert_eq!(check(&notes, 256), Ok(()));
            if notes.len() > 1 {
                let (a, b) = (swap.0 % notes.len(), swap.1 % notes.len());
                notes.swap(a, b);
                prop_assert_eq!(check(&notes, 256).is_ok(), a == b);
            }
        }
    }
}
