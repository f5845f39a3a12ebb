//! The participation that a coordinator expects, as a file: CSV with some dimensions of the structure as columns, then
//! `MEMBERS` and `NONZERO`. An empty field means any code; of the lines that match a cell the last counts.
//!
//! ```text
//! MEASURE,INTERVENTION,MEMBERS,NONZERO
//! ,,22,90
//! INT_START,HACK_RIGHT,6,70
//! ```
//! says: 22 members report each cell, nine in ten of them a figure above zero; but six report starts of Hack_Right.

use crate::structure::Structure;

/// One line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line {
    /// Place in the cell's key, and code.
    codes: Vec<(usize, String)>,
    /// Members that report.
    pub(super) members: u16,
    /// How many of a hundred have a figure above zero.
    pub(super) nonzero: u8,
}

/// What is expected of each cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expected {
    lines: Vec<Line>,
}

/// What is wrong with the file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ExpectedFault {
    /// Not CSV.
    #[error("line {line}: {why}")]
    Csv {
        /// Line of the file.
        line: u64,
        /// What the reader said.
        why: String,
    },
    /// A column that is neither a dimension nor MEMBERS nor NONZERO.
    #[error("column {0} is no dimension of the cells; use dimension ids, MEMBERS and NONZERO")]
    Column(String),
    /// MEMBERS or NONZERO is missing.
    #[error("the file has no column {0}")]
    Missing(&'static str),
    /// A number out of its range.
    #[error("line {line}: {column} is {value:?}; give a whole number from 0 to {most}")]
    Number {
        /// Line of the file.
        line: u64,
        /// The column.
        column: &'static str,
        /// What stands there.
        value: String,
        /// Largest admitted.
        most: u16,
    },
}

impl Expected {
    /// Every cell is reported by so many members, so many of a hundred of them with a figure above zero.
    #[must_use]
    pub fn everywhere(members: u16, nonzero: u8) -> Self {
        Self { lines: vec![Line { codes: Vec::new(), members, nonzero: nonzero.min(100) }] }
    }

    /// Read the file. All faults at once.
    pub fn parse(structure: &Structure, text: &str) -> Result<Self, Vec<ExpectedFault>> {
        let mut faults = Vec::new();
        let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(text.as_bytes());
        let head = match reader.headers() {
            Ok(head) => head.clone(),
            Err(why) => return Err(vec![ExpectedFault::Csv { line: 1, why: why.to_string() }]),
        };
        let keys: Vec<&String> =
            structure.dimensions.iter().map(|one| &one.id).filter(|id| **id != structure.area).collect();
        let mut places = Vec::new();
        for (column, name) in head.iter().enumerate() {
            match keys.iter().position(|id| *id == name) {
                Some(place) => places.push((column, place)),
                None if matches!(name, "MEMBERS" | "NONZERO") => {}
                None => faults.push(ExpectedFault::Column(name.to_owned())),
            }
        }
        let column =
            |name: &'static str| head.iter().position(|one| one == name).ok_or(ExpectedFault::Missing(name));
        let (members, nonzero) = (column("MEMBERS"), column("NONZERO"));
        faults.extend([&members, &nonzero].into_iter().filter_map(|one| one.as_ref().err()).cloned());
        let (Ok(members), Ok(nonzero)) = (members, nonzero) else { return Err(faults) };
        let mut lines = Vec::new();
        for (at, record) in (2u64..).zip(reader.records()) {
            let record = match record {
                Ok(record) => record,
                Err(why) => {
                    faults.push(ExpectedFault::Csv { line: at, why: why.to_string() });
                    continue;
                }
            };
            let line = record.position().map_or(at, csv::Position::line);
            let mut number = |column: usize, name: &'static str, most: u16| {
                let value = record.get(column).unwrap_or("");
                let number = value.parse().ok().filter(|number| *number <= most);
                if number.is_none() {
                    faults.push(ExpectedFault::Number { line, column: name, value: value.to_owned(), most });
                }
                number.unwrap_or(0)
            };
            let members = number(members, "MEMBERS", 256);
            let nonzero = u8::try_from(number(nonzero, "NONZERO", 100)).unwrap_or(100);
            let code = |(column, place): &(usize, usize)| {
                let code = record.get(*column).filter(|code| !code.is_empty())?;
                Some((*place, code.to_owned()))
            };
            lines.push(Line { codes: places.iter().filter_map(code).collect(), members, nonzero });
        }
        if faults.is_empty() { Ok(Self { lines }) } else { Err(faults) }
    }

    /// Number of the line that counts for a cell, and the line; none expected: nobody reports it.
    pub(super) fn of(&self, key: &str) -> Option<(usize, &Line)> {
        let codes: Vec<&str> = key.split('.').collect();
        let matches =
            |line: &Line| line.codes.iter().all(|(place, code)| codes.get(*place) == Some(&code.as_str()));
        self.lines.iter().enumerate().rfind(|(_, line)| matches(line))
    }
}
