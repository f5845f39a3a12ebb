//! What every format becomes before it is looked at: a header, and rows of fields.

use super::fault::Place;
use super::mends::Spot;

/// Most columns of a file.
pub(super) const MAX_COLUMNS: usize = 1_000;
/// Most fields of a file.
pub(super) const MAX_FIELDS: usize = 5_000_000;

/// A table as found in a file.
#[derive(Clone, Default)]
pub(super) struct Grid {
    /// Which of its file's grids it is, from 0.
    pub(super) at: usize,
    /// The sheet of a workbook.
    pub(super) sheet: Option<String>,
    /// Row of the header, from 1.
    pub(super) header_row: u32,
    /// Column names as written.
    pub(super) header: Vec<String>,
    /// What stands above the header, with its row.
    pub(super) above: Vec<(u32, String)>,
    /// The rows below, blank ones left out.
    pub(super) rows: Vec<Row>,
    /// The area of all rows, where the file says it once.
    pub(super) area: Option<String>,
    /// Headings of figures in the file, where it has a column for each of several things.
    pub(super) headings: Vec<String>,
    /// The column that they head.
    pub(super) headed: usize,
}

/// A row of a grid.
#[derive(Clone)]
pub(super) struct Row {
    /// Where it is.
    pub(super) number: Line,
    /// Its fields; may be fewer than the columns.
    pub(super) fields: Vec<Field>,
    /// What tells it from others of the same cell, if they are added up; none if it stands for itself.
    pub(super) part: Option<Vec<String>>,
}

/// Where a row is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Line {
    /// Line or row in the file, from 1; 0 for a row that the file does not have.
    pub(super) row: u32,
    /// Place among the rows of its grid, from 0; none for a header, and before the rows are counted.
    pub(super) at: Option<usize>,
    /// Which of the headings of figures it is under, in a grid that has several.
    pub(super) heading: Option<usize>,
}

impl From<u32> for Line {
    fn from(row: u32) -> Self {
        Self { row, at: None, heading: None }
    }
}

/// A field.
#[derive(Clone, Default)]
pub(super) struct Field {
    /// As written; numbers of a workbook in plain digits.
    pub(super) text: String,
    /// What the file says that it is.
    pub(super) kind: Kind,
}

/// What a field is in its file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Kind {
    /// Text of a text file, in which numbers are text.
    #[default]
    Plain,
    /// A number of a workbook.
    Number,
    /// Text of a workbook, which is no number there.
    Text,
    /// A formula whose result is an error.
    Error,
    /// A formula without result.
    Uncomputed,
    /// Text that does not fit the marks that a mapping names.
    Unfit,
    /// What a person typed in place of what the file has.
    Typed,
}

/// A name, code or figure without blanks around it, without characters of no width, and without marks that turn the direction
/// of writing the way that digits run anyway. Joiners have a meaning in notes alone, which do not come here.
pub(super) fn bare(text: &str) -> String {
    let unseen = |c: &char| {
        matches!(
            c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}' | '\u{202c}'
                | '\u{2060}'..='\u{2064}' | '\u{2066}' | '\u{2068}' | '\u{2069}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
        )
    };
    let kept: String = text.chars().filter(|c| !unseen(c)).collect();
    kept.trim().to_owned()
}

impl Field {
    /// A field of a text file.
    pub(super) fn plain(text: &str) -> Self {
        Self { text: text.to_owned(), kind: Kind::Plain }
    }

    /// Whether there is nothing in it.
    pub(super) fn is_blank(&self) -> bool {
        self.text.trim().is_empty() && self.kind != Kind::Uncomputed
    }
}

impl Grid {
    /// Whether there is more of it than a return can have.
    pub(super) fn is_too_large(&self) -> bool {
        self.header.len() > MAX_COLUMNS || self.header.len().saturating_mul(self.rows.len()) > MAX_FIELDS
    }

    /// A place in the grid, for people.
    pub(super) fn place(&self, row: impl Into<Line>, column: Option<usize>) -> Place {
        let Line { row, at, heading } = row.into();
        let spot = at.map(|row| Spot { grid: self.at, row, column });
        let heading = heading.and_then(|at| self.headings.get(at)).map(String::as_str);
        let column = column.map(|at| {
            let name = self.header.get(at).map_or("", |name| name.trim());
            let name = heading.filter(|_| at == self.headed).unwrap_or(name);
            match (&self.sheet, name) {
                (Some(_), "") => format!("column {}", letters(at)),
                (Some(_), name) => format!("column {} ({name})", letters(at)),
                (None, "") => format!("column {}", at + 1),
                (None, name) => name.to_owned(),
            }
        });
        Place { file: None, sheet: self.sheet.clone(), row: (row > 0).then_some(row), column, spot }
    }
}

/// A column of a sheet: A, B, .., Z, AA.
pub(super) fn letters(at: usize) -> String {
    let mut rest = at;
    let mut name = String::new();
    loop {
        name.insert(0, char::from(b'A' + (rest % 26) as u8));
        if rest < 26 {
            return name;
        }
        rest = rest / 26 - 1;
    }
}
