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
    let words = ["na", "n/a", "#n/a", "#na", "<na>", "nan", "null", "."];
    text.is_empty() || words.iter().any(|word| text.eq_ignore_ascii_case(word))
}

/// What else stands for nothing where words are expected, by program: Python, databases, Eurostat, Lua, pandas.
const NO_WORDS: [&str; 26] = [
    // Of formulas that look at an empty cell.
    "0",
    "false",
    "na",
    "n/a",
    "n.a",
    "n/a n/a",
    "nan",
    "null",
    "none",
    "nil",
    "nat",
    // Pivot tables, in the languages of those who send them.
    "blank",
    "leer",
    "vide",
    "vuoto",
    "leeg",
    "tom",
    "puste",
    "en blanco",
    "em branco",
    "na_character_",
    "empty",
    "undefined",
    "\\n",
    "ind",
    "qnan",
];

/// Whether a note says nothing at all.
pub(super) fn says_nothing(text: &str) -> bool {
    let text = text.trim();
    if text.starts_with('#') && NOT_AVAILABLE.contains(&text.to_lowercase().trim_end_matches(['!', '.', '?']))
    {
        return true;
    }
    // As in `<NULL>`, `(blank)`, `N.A.`, `-1.#IND` of C; `#NULL!` is an error of a spreadsheet.
    let bare = text.trim_start_matches("-1.#").trim_start_matches("1.#");
    let bare = bare.trim_matches(|c| matches!(c, '<' | '>' | '(' | ')' | '[' | ']' | '-' | '.' | ';' | '#'));
    // Of formulas and of pandas, and what a spreadsheet shows of a column that is too narrow.
    let no_number = text.starts_with("0.") && text.trim_start_matches(['0', '.']).is_empty();
    is_nothing(text)
        || no_number
        || text.chars().all(|c| c == '#')
        || NO_WORDS.iter().any(|word| bare.eq_ignore_ascii_case(word))
        || text.chars().all(|c| matches!(c, '.' | '-' | ':' | '–' | '—' | '−' | '_' | '/' | '*' | '?' | '~'))
}

/// `#N/A` as spreadsheets of other languages show it, without its last mark.
const NOT_AVAILABLE: [&str; 25] = [
    "#n/a",
    "#nv",
    "#n/b",
    "#n/d",
    "#nd",
    "#n.d",
    "#n/v",
    "#i/t",
    "#yok",
    "#saknas",
    "#puuttuu",
    "#hiányzik",
    "#n/disp",
    "#n/dyz",
    "#nedostupný",
    "#nedostupné",
    "#není_k_dispozici",
    "#brak",
    "#н/д",
    "#н/п",
    "#δ/υ",
    "#d/υ",
    "#manglar",
    "#mangler",
    "#n/t",
];

/// An error of a spreadsheet in any language: `#REF!`, `#BEZUG!`, `#NAME?`, `#ДЕЛ/0!`, and `Err:502` of LibreOffice.
fn is_error(text: &str) -> bool {
    let sign = |c: char| {
        (c.is_alphabetic() && !c.is_lowercase())
            || c.is_ascii_digit()
            || matches!(c, '/' | '_' | '¡' | '¿' | '.')
    };
    let ends = |rest: &str| {
        rest.strip_suffix(['!', '?']).is_some_and(|word| !word.is_empty() && word.chars().all(sign))
    };
    let coded = text.strip_prefix("Err:").or_else(|| text.strip_prefix("#ERR"));
    text.strip_prefix('#').is_some_and(ends)
        || ["#GETTING_DATA", "#BUSY!", "#CONNECT!"].contains(&text)
        || coded.is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_digit()))
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

    /// Looks at one that has no cell.
    pub(super) fn look((attribute, text): (&'static str, &str), place: &Place, findings: &mut Findings) {
        let text = text.split_whitespace().collect::<Vec<&str>>().join(" ");
        judge(attribute, &text, place, findings);
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

#[cfg(test)]
mod tests {
    use super::{is_error, says_nothing};

    #[test]
    fn errors_of_spreadsheets_are_known_in_any_language() {
        for error in [
            "#REF!",
            "#VALUE!",
            "#NAME?",
            "#DIV/0!",
            "#NUM!",
            "#NULL!",
            "#SPILL!",
            "#CALC!",
            "#FIELD!",
            "#BLOCKED!",
            "#BEZUG!",
            "#WERT!",
            "#ZAHL!",
            "#VALEUR!",
            "#NOM?",
            "#NOMBRE!",
            "#¡REF!",
            "#¡VALOR!",
            "#¿NOMBRE?",
            "#WAARDE!",
            "#VERW!",
            "#NAAM?",
            "#ADR!",
            "#ARG!",
            "#NAZWA?",
            "#DEĞER!",
            "#BAŞV!",
            "#SAYI!",
            "#VÄRDEFEL!",
            "#REFERENS!",
            "#ДЕЛ/0!",
            "#ЗНАЧ!",
            "#ΤΙΜΗ!",
            "#GETTING_DATA",
            "Err:502",
            "Err:508",
        ] {
            assert!(is_error(error) && !says_nothing(error), "{error}");
        }
        for nothing in [
            "#N/A",
            "#NV",
            "#N/B",
            "#N/D",
            "#ND",
            "#YOK",
            "#I/T",
            "#SAKNAS!",
            "#HIÁNYZIK",
            "#Н/Д",
            "0",
            "0.0",
            "0.00",
            "#####",
            "FALSE",
            ".",
            "(Leer)",
            "(vide)",
            "NA_character_",
        ] {
            assert!(says_nothing(nothing), "{nothing}");
        }
        for note in [
            "#police",
            "#1 priority",
            "# of persons!",
            "Err on the safe side",
            "#Gesamt",
            "No",
            "10",
            "0.5",
            "false alarms",
            "see #12",
            "#!",
        ] {
            assert!(!is_error(note) && !says_nothing(note), "{note}");
        }
    }
}
