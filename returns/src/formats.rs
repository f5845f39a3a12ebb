//! Formats of numbers that show another thing than the cell holds (ECMA-376 part 1, 18.8.30 and 18.8.31): nothing at all, words
//! in place of the figure, hundredths.

use intertally_structure::xml::{Step, Walk, attribute};
use std::collections::BTreeMap;

/// What a cell's format does to a figure.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Shows {
    /// A figure above 0 is not shown.
    pub(super) no_figure: bool,
    /// A zero is not shown.
    pub(super) no_zero: bool,
    /// The figure is shown as a percentage.
    pub(super) percent: bool,
}

impl Shows {
    fn of(format: &str) -> Self {
        let sections = sections(format);
        let section = |at: usize| sections.get(at).map(String::as_str);
        let first = section(0).unwrap_or_default();
        Self {
            no_figure: !shows_number(first),
            // Many show a zero as "-": that is seen.
            no_zero: section(2).map_or(!shows_number(first), |zero| zero.trim().is_empty()),
            percent: first.contains('%'),
        }
    }
}

/// The sections of a format: for figures above 0, below 0, for 0, for text. Of what is quoted there is a mark; what is escaped,
/// or in brackets, is left out.
fn sections(format: &str) -> Vec<String> {
    let mut all = vec![String::new()];
    let mut letters = format.chars();
    while let Some(letter) = letters.next() {
        match letter {
            ';' => all.push(String::new()),
            '"' => {
                let quoted = letters.by_ref().take_while(|c| *c != '"').count();
                all.last_mut().into_iter().for_each(|section| section.extend((quoted > 0).then_some('"')));
            }
            '[' => drop(letters.by_ref().find(|c| *c == ']')),
            '\\' | '_' | '*' => drop(letters.next()),
            _ => all.last_mut().into_iter().for_each(|section| section.push(letter)),
        }
    }
    all
}

/// Whether a section shows the number: by its digits, as General, or as a date.
fn shows_number(section: &str) -> bool {
    let lower = section.to_lowercase();
    // General has other names in other languages, and dates are made of letters: whatever has a letter shows something.
    lower.contains(['0', '#', '?', '@']) || lower.chars().any(char::is_alphabetic)
}

/// What each format of cells does, in the order in which cells name them. None if it is not well formed.
pub(super) fn formats(styles: &str) -> Option<Vec<Shows>> {
    let mut walk = Walk::new(styles);
    let (mut own, mut found) = (BTreeMap::new(), Vec::new());
    let mut of_cells = false;
    loop {
        match walk.step().ok()? {
            Step::Start(name, given, _) => match name.as_str() {
                "numFmt" => {
                    let code = attribute(&given, "formatCode").unwrap_or_default().to_owned();
                    own.insert(attribute(&given, "numFmtId").unwrap_or_default().to_owned(), code);
                }
                "cellXfs" => of_cells = true,
                "xf" if of_cells => found.push(match attribute(&given, "numFmtId").unwrap_or_default() {
                    // Built in: 0% and 0.00%.
                    "9" | "10" => Shows { percent: true, ..Shows::default() },
                    id => own.get(id).map_or(Shows::default(), |code| Shows::of(code)),
                }),
                _ => {}
            },
            Step::End(name) if name == "cellXfs" => of_cells = false,
            Step::Eof => return Some(found),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_formats_show() {
        let shows = |no_figure, no_zero, percent| Shows { no_figure, no_zero, percent };
        for (format, wanted) in [
            ("0", shows(false, false, false)),
            ("General", shows(false, false, false)),
            ("Standard", shows(false, false, false)),
            ("#,##0", shows(false, false, false)),
            ("#,##0;[Red]-#,##0", shows(false, false, false)),
            ("@", shows(false, false, false)),
            ("yyyy-mm-dd", shows(false, false, false)),
            ("_-* #,##0_-;-* #,##0_-;_-* \"-\"_-;_-@_-", shows(false, false, false)),
            (";;;", shows(true, true, false)),
            (";;", shows(true, true, false)),
            ("\"secret\"", shows(true, true, false)),
            ("0;-0;;@", shows(false, true, false)),
            ("0;-0;\"none\"", shows(false, false, false)),
            ("0;-0;\"\";@", shows(false, true, false)),
            ("0%", shows(false, false, true)),
            ("0.0%;-0.0%;0", shows(false, false, true)),
            ("0\"%\"", shows(false, false, false)),
            ("[>999]0", shows(false, false, false)),
        ] {
            assert_eq!(Shows::of(format), wanted, "{format}");
        }
    }

    #[test]
    fn styles_of_cells_name_them() {
        let styles = "<styleSheet><numFmts><numFmt numFmtId='164' formatCode=';;;'/></numFmts>\
                      <cellStyleXfs><xf numFmtId='164'/></cellStyleXfs>\
                      <cellXfs><xf numFmtId='0'/><xf numFmtId='164'/><xf numFmtId='9'/></cellXfs></styleSheet>";
        let found = formats(styles).unwrap();
        assert_eq!(
            found.iter().map(|one| (one.no_figure, one.percent)).collect::<Vec<_>>(),
            [(false, false), (true, false), (false, true)]
        );
    }
}
