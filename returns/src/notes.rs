//! Notes of a return: what the member says of its figures to everybody. They travel with the figures, unencrypted.

use super::fault::{Findings, Place};
use super::rules::{NOTE_DIGITS, NOTE_MANY, NOTE_TEXT};
use intertally_core::submission::note::{MAX_NOTES, MAX_TEXT, check};
use intertally_core::submission::{Note, NoteFault};
use intertally_structure::CellKey;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// A note: on a cell or, without one, on the whole return.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ReturnNote {
    /// The cell's key; none for the whole return.
    pub cell: Option<CellKey>,
    /// Name of the attribute.
    pub attribute: String,
    /// The text, on one line.
    pub text: String,
}

/// Notes with the same words, as they are shown to the member before it sends.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NoteSaid {
    /// Name of the attribute.
    pub attribute: String,
    /// The text.
    pub text: String,
    /// How many cells it is on; 0: the whole return.
    pub cells: usize,
    /// The first of them.
    pub first: Option<CellKey>,
    /// Whether it holds digits: it may name a figure.
    pub digits: bool,
}

/// Notes with the same words together, in the order of the return.
#[must_use]
pub fn notes_said(notes: &[ReturnNote]) -> Vec<NoteSaid> {
    let mut said: Vec<NoteSaid> = Vec::new();
    let mut places: HashMap<(&str, &str, bool), usize> = HashMap::new();
    for note in notes {
        let key = (note.attribute.as_str(), note.text.as_str(), note.cell.is_none());
        let at = *places.entry(key).or_insert_with(|| {
            said.push(NoteSaid {
                attribute: note.attribute.clone(),
                text: note.text.clone(),
                cells: 0,
                first: note.cell.clone(),
                digits: has_digits(&note.text),
            });
            said.len() - 1
        });
        if let Some(one) = said.get_mut(at) {
            one.cells += usize::from(note.cell.is_some());
        }
    }
    said
}

/// The notes as they are sent, for a round of these cells. Those on other cells stay behind.
#[must_use]
pub fn notes_sent(notes: &[ReturnNote], keys: &[CellKey]) -> Vec<Note> {
    let places: HashMap<&str, u32> = keys.iter().map(String::as_str).zip(0..).collect();
    let sent = |note: &ReturnNote| {
        let cell = match &note.cell {
            Some(key) => Some(*places.get(key.as_str())?),
            None => None,
        };
        Some(Note { cell, attribute: note.attribute.clone(), text: note.text.clone() })
    };
    notes.iter().filter_map(sent).collect()
}

/// Whether a text is what programs write for nothing: `NA` of R, `NaN`, `#N/A` of SDMX-CSV 2.x, `NULL` of databases.
pub(super) fn is_nothing(text: &str) -> bool {
    let text = text.trim();
    let words = ["na", "n/a", "#n/a", "#na", "<na>", "nan", "null"];
    text.is_empty() || words.iter().any(|word| text.eq_ignore_ascii_case(word))
}

/// What else stands for nothing where words are expected, by program: Python, databases, Eurostat, Lua, pandas.
const NO_WORDS: [&str; 15] = [
    "na",
    "n/a",
    "n.a",
    "n/a n/a",
    "nan",
    "null",
    "none",
    "nil",
    "nat",
    "blank",
    "empty",
    "undefined",
    "\\n",
    "ind",
    "qnan",
];

/// Whether a note says nothing at all.
pub(super) fn says_nothing(text: &str) -> bool {
    let text = text.trim();
    // As in `<NULL>`, `(blank)`, `N.A.`, `-1.#IND` of C; `#NULL!` is an error of a spreadsheet.
    let bare = text.trim_start_matches("-1.#").trim_start_matches("1.#");
    let bare = bare.trim_matches(|c| matches!(c, '<' | '>' | '(' | ')' | '[' | ']' | '-' | '.' | ';' | '#'));
    is_nothing(text)
        || NO_WORDS.iter().any(|word| bare.eq_ignore_ascii_case(word))
        || text.chars().all(|c| matches!(c, '.' | '-' | ':' | '–' | '—' | '−' | '_' | '/' | '*' | '?' | '~'))
}

/// Whether a text is an error of a spreadsheet, as its export to text has it.
fn is_error(text: &str) -> bool {
    let errors = ["#VALUE!", "#REF!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!", "#SPILL!", "#CALC!"];
    errors.contains(&text)
}

fn has_digits(text: &str) -> bool {
    text.chars().any(char::is_numeric)
}

/// Notes as they are met in a file.
#[derive(Default)]
pub(super) struct Notes {
    /// Cells by attribute and text; none for the whole return.
    found: BTreeMap<(&'static str, String), BTreeSet<Option<usize>>>,
}

impl Notes {
    /// Puts one in. White space of any kind, line ends too, becomes one blank.
    pub(super) fn add(
        &mut self,
        (attribute, text): (&'static str, &str),
        cell: Option<usize>,
        place: &Place,
        findings: &mut Findings,
    ) {
        let text = text.split_whitespace().collect::<Vec<&str>>().join(" ");
        let first = !self.found.contains_key(&(attribute, text.clone()));
        if first {
            judge(attribute, &text, place, findings);
        }
        self.found.entry((attribute, text)).or_default().insert(cell);
    }

    /// What a return holds. A note that stands on every cell of the file is one on the whole return.
    pub(super) fn finish(
        self,
        keys: &[CellKey],
        in_file: &BTreeSet<usize>,
        findings: &mut Findings,
    ) -> Vec<ReturnNote> {
        let mut notes = BTreeSet::new();
        for ((attribute, text), cells) in self.found {
            let everywhere = in_file.len() > 1 && in_file.iter().all(|cell| cells.contains(&Some(*cell)));
            let cells = if everywhere { BTreeSet::from([None]) } else { cells };
            notes.extend(cells.into_iter().map(|cell| (cell, attribute, text.clone())));
        }
        if notes.len() > MAX_NOTES {
            let what = format!("{} notes; a return has {MAX_NOTES} at most", notes.len());
            findings.file(
                NOTE_MANY,
                what,
                "say once for the whole return what holds for many cells: COMMENT_DSET",
            );
        }
        let note = |(cell, attribute, text): (Option<usize>, &str, String)| ReturnNote {
            cell: cell.and_then(|cell| keys.get(cell)).cloned(),
            attribute: attribute.to_owned(),
            text,
        };
        notes.into_iter().map(note).collect()
    }
}

fn judge(attribute: &str, text: &str, place: &Place, findings: &mut Findings) {
    if is_error(text) {
        let what = "a note that is an error of the spreadsheet".to_owned();
        findings.add(NOTE_TEXT, place, Some(text), what, "correct its formula, or type the note".to_owned());
    }
    let note = Note { cell: None, attribute: attribute.to_owned(), text: text.to_owned() };
    match check(&[note], 0) {
        Ok(()) => {}
        Err(NoteFault::Length(_)) => {
            let what = format!("a note longer than {MAX_TEXT} bytes");
            findings.add(
                NOTE_TEXT,
                place,
                Some(text),
                what,
                "shorten it, or split it over attributes".to_owned(),
            );
        }
        Err(_) => {
            let what =
                "a note with a character that steers screens or turns the direction of writing".to_owned();
            findings.add(NOTE_TEXT, place, Some(text), what, "type the note again as plain text".to_owned());
        }
    }
    if has_digits(text) {
        let what = "a note with digits: everybody will read it".to_owned();
        let hint = "see that it names no figure; leave it as it is if it names none".to_owned();
        findings.add(NOTE_DIGITS, place, Some(text), what, hint);
    }
}
