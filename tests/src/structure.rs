//! Structure files of generated test rounds: every cell an offence of its own, no sums unless asked for.

use std::collections::BTreeSet;
use std::fmt::Write;

/// What is asked in a test round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// Number of cells.
    pub cells: u32,
    /// Largest figure of one member.
    pub max: u32,
    /// Cells whose totals are shown in bands of 5; the others are shown exactly from 13 on.
    pub banded: BTreeSet<u32>,
    /// Offence 0 is declared as the sum of 1 and 2, and 3 lies below 1 in the codelist, which adds a cell that is counted alone.
    pub nested: bool,
}

impl Asked {
    /// Cells that are all shown exactly.
    #[must_use]
    pub const fn exact(cells: u32, max: u32) -> Self {
        Self { cells, max, banded: BTreeSet::new(), nested: false }
    }

    /// Four cells that share figures, shown exactly, and one that is counted alone.
    #[must_use]
    pub fn nested() -> Self {
        Self { nested: true, ..Self::exact(4, 200) }
    }

    /// The structure file. A cell keeps its number in whatever order its table stands: each run of one measure is a table.
    #[must_use]
    pub fn structure(&self) -> String {
        let mut text = HEAD.replace("MAX", &self.max.to_string());
        let parent = |cell: u32| match self.nested && cell == 3 {
            true => format!(", parent = \"{}\"", code(1)),
            false => String::new(),
        };
        let named = |cell: u32| format!("{{ id = \"{0}\", name = \"{0}\"{1} }}", code(cell), parent(cell));
        let codes: Vec<String> = (0..self.cells).map(named).collect();
        let _ = writeln!(
            text,
            "  {{ id = \"CL_OFFENCE\", name = \"Offences\", codes = [{}] }},\n]",
            codes.join(", ")
        );
        if self.nested {
            let (parent, one, other) = (code(0), code(1), code(2));
            let _ = writeln!(
                text,
                "sums = [{{ dimension = \"OFFENCE\", parent = \"{parent}\", children = [\"{one}\", \"{other}\"] }}]"
            );
        }
        let mut first = 0;
        while first < self.cells {
            let banded = self.banded.contains(&first);
            let run = (first..self.cells).take_while(|cell| self.banded.contains(cell) == banded);
            let codes: Vec<String> = run.map(|cell| format!("\"{}\"", code(cell))).collect();
            let measure = if banded { "PER_SUSP" } else { "OFF_REC" };
            let _ = write!(
                text,
                "\n[[tables]]\nid = \"T{first}\"\ntitle = \"Table {first}\"\nvalues = [\n  {{ dimension = \"MEASURE\", \
                 codes = [\"{measure}\"] }},\n  {{ dimension = \"OFFENCE\", codes = [{}] }},\n]\n",
                codes.join(", ")
            );
            first = first.saturating_add(u32::try_from(codes.len()).unwrap_or(u32::MAX));
        }
        text + PUBLICATION
    }
}

fn code(cell: u32) -> String {
    format!("CELL{cell:05}")
}

const HEAD: &str = r#"# A structure of a generated test round.
agency = "TEST"
id = "DSD_TEST"
version = "1.0"
name = "Generated test round"
national_flow = "DF_TEST_NAT"
total_flow = "DF_TEST_TOT"
area = "REF_AREA"
measure = "MEASURE"
time = "TIME_PERIOD"
total_area = "_ALL"
dimensions = [
  { id = "REF_AREA", name = "Reporting area", codelist = "CL_AREA" },
  { id = "MEASURE", name = "Measure", codelist = "CL_MEASURE" },
  { id = "OFFENCE", name = "Offence", codelist = "CL_OFFENCE" },
  { id = "TIME_PERIOD", name = "Period" },
]
measures = [
  { code = "OFF_REC", unit = "offence", max = MAX, min_contributors = 3, rounding = 1 },
  { code = "PER_SUSP", unit = "person", max = MAX, min_contributors = 3, rounding = 5 },
]
codelists = [
  { id = "CL_AREA", name = "Areas that nobody has", codes = [{ id = "_ALL", name = "All reporting members" }] },
  { id = "CL_MEASURE", name = "Measures", codes = [
    { id = "OFF_REC", name = "Offences recorded" }, { id = "PER_SUSP", name = "Suspects" },
  ] },
"#;

const PUBLICATION: &str = r#"
[publication]
title = "Generated test round"
publisher = "Nobody"
contact = "nobody@example.org"
licence = "CC BY 4.0"
release = 1
provisional = true
"#;
