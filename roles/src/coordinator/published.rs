//! What is in published files, counted in the files themselves: what a person is told is what readers will find.

use crate::error::{Result, RoleError};
use intertally_structure::text::many;
use std::collections::BTreeMap;

/// Totals in `totals.csv`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct InFiles {
    /// With a value.
    pub values: usize,
    /// With an interval in place of a value.
    pub intervals: usize,
    /// Without either.
    pub withheld: usize,
    /// Those of them that no member reported: nothing is protected there.
    pub unreported: usize,
}

const FILE: &str = "totals.csv";

impl InFiles {
    /// Count the lines of `totals.csv` among published files.
    ///
    /// # Errors
    /// There is no such file, or it is no publication.
    pub fn of(files: &BTreeMap<String, Vec<u8>>) -> Result<Self> {
        let wrong = || RoleError::content(FILE, "is not as this tool publishes it; report this");
        let mut reader = csv::Reader::from_reader(files.get(FILE).ok_or_else(wrong)?.as_slice());
        let head = reader.headers().map_err(|_| wrong())?.clone();
        let column = |name: &str| head.iter().position(|own| own == name).ok_or_else(wrong);
        let (value, lowest, reporting) = (column("OBS_VALUE")?, column("LOWEST")?, column("REPORTING")?);
        let mut found = Self::default();
        for line in reader.records() {
            let line = line.map_err(|_| wrong())?;
            let number = |at: usize| line.get(at).is_some_and(|text| text.parse::<u64>().is_ok());
            match (number(value), number(lowest)) {
                (true, _) => found.values += 1,
                (false, true) => found.intervals += 1,
                (false, false) => {
                    found.withheld += 1;
                    found.unreported += usize::from(line.get(reporting) == Some("0"));
                }
            }
        }
        Ok(found)
    }

    /// Totals of which something is shown.
    #[must_use]
    pub const fn shown(&self) -> usize {
        self.values + self.intervals
    }

    /// In words.
    #[must_use]
    pub fn to_text(&self) -> String {
        let Self { values, intervals, withheld, unreported } = self;
        let of = match unreported {
            0 => String::new(),
            some => format!(" ({some} of these nobody reported)"),
        };
        format!(
            "{} with a value, {intervals} as an interval, {withheld} withheld{of}",
            many(*values, "total")
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Result<InFiles> {
        InFiles::of(&BTreeMap::from([(FILE.to_owned(), text.as_bytes().to_vec())]))
    }

    #[test]
    fn lines_are_counted_by_what_they_show() {
        let text = "KEY,OBS_VALUE,LOWEST,REPORTING,COMMENT_OBS\na,12,10,5,\"one, two\"\nb,NaN,3,5,\nc,NaN,NaN,2,\nd,0,0,5,\n\
                    e,NaN,NaN,0,\n";
        let found = of(text).unwrap();
        assert_eq!(found, InFiles { values: 2, intervals: 1, withheld: 2, unreported: 1 });
        assert_eq!(found.shown(), 3);
        assert!(found.to_text().ends_with("2 withheld (1 of these nobody reported)"), "{}", found.to_text());
        assert!(of("").is_err() && of("KEY,VALUE\n").is_err() && InFiles::of(&BTreeMap::new()).is_err());
    }
}
