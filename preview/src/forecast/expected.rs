//! The participation that a coordinator expects, as a file: CSV with some dimensions of the structure as columns, then
//! `MEMBERS` and `NONZERO`. An empty field means any code; of the lines that match a cell the last counts.
//!
//! ```text
//! MEASURE,INTERVENTION,MEMBERS,NONZERO
//! ,,22,90
//! INT_START,HACK_RIGHT,6,70
//! ```
//! says: 22 members report each cell, nine in ten of them a figure above zero; but six report starts of Hack_Right.

use intertally_core::round::CellSpec;
use intertally_structure::text;
use intertally_structure::{Dimension, Structure, canonical, foreign, nearest};
use std::collections::BTreeSet;

/// One line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line {
    /// Line of the file; 0 where there is no file.
    at: u64,
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
    /// Two columns of one name.
    #[error("column {0} stands there twice; keep the one that is right")]
    Repeated(String),
    /// MEMBERS or NONZERO is missing.
    #[error("the file has no column {0}")]
    Missing(&'static str),
    /// Not text.
    #[error("{0}; save it as CSV in UTF-8")]
    Text(String),
    /// A file of another kind.
    #[error("{what}; {next}")]
    Foreign {
        /// What it is.
        what: &'static str,
        /// What to do with it.
        next: &'static str,
    },
    /// No line under the header.
    #[error("the file has no line under its header; write one, as ,,22,90 for all cells")]
    Empty,
    /// A line whose cells all have a later line, so that it counts for nothing.
    #[error(
        "line {line} counts for no cell, since later lines fit all of its cells; put it behind those that are wider, or take it out"
    )]
    Overtaken {
        /// Line of the file.
        line: u64,
    },
    /// A code that the codelist of its column lacks.
    #[error("line {line}: {column} has no code {value:?}{hint}")]
    Code {
        /// Line of the file.
        line: u64,
        /// The column.
        column: String,
        /// What stands there.
        value: String,
        /// The code that was perhaps meant, as words.
        hint: String,
    },
    /// A line whose codes are right, and which fits no cell.
    #[error("line {line} fits no cell of the round; correct its codes, or take it out")]
    Unmet {
        /// Line of the file.
        line: u64,
    },
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
        Self { lines: vec![Line { at: 0, codes: Vec::new(), members, nonzero: nonzero.min(100) }] }
    }

    /// Read the file, for a round of these cells and so many members: as returns are read, in any encoding and with any
    /// separator. All faults at once; a line that counts for no cell is one.
    pub fn read(
        structure: &Structure,
        cells: &[CellSpec],
        members: u16,
        bytes: &[u8],
    ) -> Result<Self, Vec<ExpectedFault>> {
        let archive =
            [b"PK\x03\x04".as_slice(), b"\xD0\xCF\x11\xE0"].iter().any(|start| bytes.starts_with(start));
        let workbook = archive.then_some(("a workbook or an archive", "save its sheet as CSV in UTF-8"));
        if let Some((what, next)) = workbook.or_else(|| foreign(bytes)) {
            return Err(vec![ExpectedFault::Foreign { what, next }]);
        }
        let text = text::decode(bytes).map_err(|why| vec![ExpectedFault::Text(why.to_string())])?.text;
        let expected = Self::parse(structure, &text)?;
        let mut faults = expected.too_many(members);
        faults.extend(expected.idle(cells));
        if expected.lines.is_empty() {
            faults.push(ExpectedFault::Empty);
        }
        if faults.is_empty() { Ok(expected) } else { Err(faults) }
    }

    /// Lines of more members than there are.
    fn too_many(&self, members: u16) -> Vec<ExpectedFault> {
        let fault = |line: &Line| ExpectedFault::Number {
            line: line.at,
            column: "MEMBERS",
            value: line.members.to_string(),
            most: members,
        };
        self.lines.iter().filter(|line| line.members > members).map(fault).collect()
    }

    /// Lines that count for no cell: none fits, or later lines fit all.
    fn idle(&self, cells: &[CellSpec]) -> Vec<ExpectedFault> {
        let (mut fits, mut counts) = (BTreeSet::new(), BTreeSet::new());
        for cell in cells {
            let codes: Vec<&str> = cell.key.split('.').collect();
            let met = self.lines.iter().enumerate().filter(|(_, line)| line.fits(&codes)).map(|(at, _)| at);
            let met: Vec<usize> = met.collect();
            counts.extend(met.last().copied());
            fits.extend(met);
        }
        let idle = self.lines.iter().enumerate().filter(|(at, _)| !counts.contains(at));
        idle.map(|(at, line)| {
            if fits.contains(&at) {
                ExpectedFault::Overtaken { line: line.at }
            } else {
                ExpectedFault::Unmet { line: line.at }
            }
        })
        .collect()
    }

    /// Read the file. All faults at once.
    pub fn parse(structure: &Structure, text: &str) -> Result<Self, Vec<ExpectedFault>> {
        let mut faults = Vec::new();
        let text = text::seen(text);
        // Excel puts the separator first, as `sep=;`.
        let begins = |line: &str| line.trim().trim_matches('"').to_ascii_lowercase().starts_with("sep=");
        let (text, skipped) = match text.split_once('\n') {
            Some((first, rest)) if begins(first) => (rest.to_owned(), 1),
            _ => (text, 0),
        };
        let first = text.lines().next().unwrap_or_default();
        let many = |separator: &u8| first.bytes().filter(|byte| byte == separator).count();
        let separator = [b'|', b'\t', b';', b','].into_iter().max_by_key(many).unwrap_or(b',');
        let mut reader = csv::ReaderBuilder::new();
        let mut reader =
            reader.trim(csv::Trim::All).flexible(true).delimiter(separator).from_reader(text.as_bytes());
        let head = match reader.headers() {
            Ok(head) => head.clone(),
            Err(why) => return Err(vec![ExpectedFault::Csv { line: 1, why: why.to_string() }]),
        };
        let head: csv::StringRecord = head.iter().map(|name| name.to_ascii_uppercase()).collect();
        let keys: Vec<&Dimension> = structure.key_dimensions().collect();
        let mut places = Vec::new();
        for (column, name) in head.iter().enumerate() {
            let is = |one: &&Dimension| [&one.id, &one.name].iter().any(|own| own.eq_ignore_ascii_case(name));
            match keys.iter().position(is) {
                Some(place) => places.push((column, place)),
                // A spreadsheet puts empty fields behind every row.
                None if matches!(name, "MEMBERS" | "NONZERO" | "") => {}
                None => faults.push(ExpectedFault::Column(name.to_owned())),
            }
        }
        for name in head.iter().filter(|name| !name.is_empty()).collect::<std::collections::BTreeSet<&str>>()
        {
            if head.iter().filter(|other| *other == name).count() > 1 {
                faults.push(ExpectedFault::Repeated(name.to_owned()));
            }
        }
        let column =
            |name: &'static str| head.iter().position(|one| one == name).ok_or(ExpectedFault::Missing(name));
        let (members, nonzero) = (column("MEMBERS"), column("NONZERO"));
        faults.extend([&members, &nonzero].into_iter().filter_map(|one| one.as_ref().err()).cloned());
        let (Ok(members), Ok(nonzero)) = (members, nonzero) else { return Err(faults) };
        let wide = head
            .iter()
            .collect::<Vec<&str>>()
            .iter()
            .rposition(|name| !name.is_empty())
            .map_or(0, |at| at + 1);
        let mut lines = Vec::new();
        for (at, record) in (2 + skipped..).zip(reader.records()) {
            let record = match record {
                Ok(record) => record,
                Err(why) => {
                    faults.push(ExpectedFault::Csv { line: at, why: why.to_string() });
                    continue;
                }
            };
            let line = record.position().map_or(at, |position| position.line() + skipped);
            if record.iter().all(str::is_empty) {
                continue;
            }
            if record.len() < wide || record.iter().skip(wide).any(|field| !field.is_empty()) {
                let why = format!("{} fields under {wide} columns", record.len());
                faults.push(ExpectedFault::Csv { line, why });
                continue;
            }
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
                // A code may carry its label, as in a return.
                let code = record.get(*column)?.split(':').next().unwrap_or_default().trim();
                (!code.is_empty()).then(|| (*place, code.to_owned()))
            };
            let codes: Vec<(usize, String)> = places.iter().filter_map(code).collect();
            for (place, code) in &codes {
                let column = keys.get(*place).map_or("", |one| one.id.as_str());
                faults.extend(unknown(structure, line, column, code));
            }
            lines.push(Line { at: line, codes, members, nonzero });
        }
        if faults.is_empty() { Ok(Self { lines }) } else { Err(faults) }
    }

    /// Number of the line that counts for a cell, and the line; none expected: nobody reports it.
    pub(super) fn of(&self, key: &str) -> Option<(usize, &Line)> {
        let codes: Vec<&str> = key.split('.').collect();
        self.lines.iter().enumerate().rfind(|(_, line)| line.fits(&codes))
    }
}

impl Line {
    /// Whether a cell is meant; a period may have another spelling.
    fn fits(&self, cell: &[&str]) -> bool {
        let same = |own: &str, given: &str| {
            own == given || (canonical(own).is_some() && canonical(own) == canonical(given))
        };
        self.codes.iter().all(|(place, code)| cell.get(*place).is_some_and(|own| same(own, code)))
    }
}

/// The fault of a code that the codelist of its dimension lacks.
fn unknown(structure: &Structure, line: u64, column: &str, code: &str) -> Option<ExpectedFault> {
    let list = structure.codes(column)?;
    if list.codes.iter().any(|known| known.id == code) {
        return None;
    }
    let named = list.codes.iter().find(|known| known.name.eq_ignore_ascii_case(code));
    let near = named.map(|known| known.id.as_str());
    let near = near.or_else(|| nearest(code, list.codes.iter().map(|known| known.id.as_str())));
    let hint =
        near.map_or_else(|| format!("; take one of {}", list.id), |near| format!("; did you mean {near}?"));
    Some(ExpectedFault::Code { line, column: column.to_owned(), value: code.to_owned(), hint })
}

#[cfg(test)]
mod tests {
    use super::*;
    use intertally_structure::DEFAULT;

    #[test]
    fn lines_that_meet_nothing_are_faults_and_the_others_are_read_as_returns_are() {
        let structure = Structure::parse("default.toml", DEFAULT.as_bytes()).unwrap();
        let cells = structure.table(&["2031".to_owned()]).unwrap().cells;
        let read = |text: &str| Expected::read(&structure, &cells, 27, text.as_bytes());
        for good in [
            "MEASURE,MEMBERS,NONZERO\nOFF_REC,22,90\n",
            "\u{feff}measure;members;nonzero\r\nOFF_REC;22;90\r\n",
            "NONZERO\tMEMBERS\tMEASURE\n90\t22\tOFF_REC\n",
            "TIME_PERIOD,MEMBERS,NONZERO\n2031-A1,22,90\n",
            "Measure,Members,Nonzero\nOFF_REC: Offences recorded,22,90\n",
            "MEASURE;MEMBERS;NONZERO;;\nOFF_REC;22;90;;\n;;;;\n",
            "MEASURE,MEMBERS,NONZERO\nOFF_REC,22,90,\n",
            "MEASURE,MEMBERS,NONZERO,,\nOFF_REC,22,90\n",
            "MEASURE|MEMBERS|NONZERO\n\"OFF_REC\"|22|90\n\x1a",
            "sep=;\r\nMEASURE;MEMBERS;NONZERO\r\nOFF_REC;22;90\r\n",
            "MEASURE,MEMBERS,NONZERO\n,6,70\nOFF_REC,22,90\n",
        ] {
            assert_eq!(read(good).unwrap().of("A.OFF_REC._T._Z._Z._Z.2031").unwrap().1.members, 22, "{good}");
        }
        for (bad, words) in [
            ("MEASURE,MEMBERS,NONZERO\nOFF_RECC,22,90\n", ["line 2", "did you mean OFF_REC?"]),
            ("MEASURE,MEMBERS,NONZERO\n,22,90\nOFF,22,90\n", ["line 3", "no code"]),
            ("MEASURE,AGE,MEMBERS,NONZERO\nOFF_REC,Y_GE18,22,90\n", ["line 2", "fits no cell"]),
            ("TIME_PERIOD,MEMBERS,NONZERO\n2030,22,90\n", ["line 2", "fits no cell"]),
            // A lone quotation mark swallows no line; a list without head has no names to go by.
            ("MEASURE,MEMBERS,NONZERO\n\"OFF_REC,22,90\nPER_SUSP\",22,90\n", ["line 2", "no code"]),
            ("MEASURE,MEMBERS,NONZERO\nOFF_REC,22,\"90\nPER_SUSP,22,90\"\n", ["line 2", "NONZERO"]),
            ("OFF_REC,22,90\n", ["column OFF_REC", "no column MEMBERS"]),
            ("MEASURE,MEMBERS,NONZERO\nOFF_REC,22\n", ["line 2", "2 fields"]),
            ("MEASURE,MEMBERS,NONZERO\nOFF_REC,2,2,90\n", ["line 2", "4 fields"]),
            ("MEASURE,MEMBERS,MEMBERS,NONZERO\nOFF_REC,22,6,90\n", ["MEMBERS", "twice"]),
            // The last line that fits a cell counts: one before a wider one is lost.
            ("MEASURE,MEMBERS,NONZERO\nOFF_REC,6,70\n,22,90\n", ["line 2", "counts for no cell"]),
            (
                "MEASURE,MEMBERS,NONZERO\n,22,90\nOFF_REC,6,70\nOFF_REC,7,70\n",
                ["line 3", "counts for no cell"],
            ),
            ("sep=,\nMEASURE,MEMBERS,NONZERO\nOFF_RECC,22,90\n", ["line 3", "did you mean OFF_REC?"]),
            ("MEASURE,MEMBERS,NONZERO\n,28,90\n", ["line 2", "from 0 to 27"]),
            ("MEASURE,MEMBERS,NONZERO\n", ["no line", "header"]),
            ("{\"MEASURE\": 1}", ["JSON", "CSV"]),
            ("PK\u{3}\u{4}", ["workbook", "CSV"]),
        ] {
            let faults: Vec<String> = read(bad).unwrap_err().iter().map(ToString::to_string).collect();
            assert!(words.iter().all(|word| faults.join("\n").contains(word)), "{bad}: {faults:?}");
        }
        let utf16: Vec<u8> = "\u{feff}MEASURE,MEMBERS,NONZERO\nOFF_REC,1,9\n"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        assert!(Expected::read(&structure, &cells, 27, &utf16).is_ok());
    }
}
