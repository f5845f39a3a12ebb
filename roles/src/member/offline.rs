//! What a member does before a round opens, without office and server: against a structure file and the periods that the round
//! will ask for.

use super::check::{Checked, Given, no_workbook};
use crate::error::{Result, RoleError};
use intertally_core::round::CellSpec;
use intertally_returns::{Fault, Mapping, ReadInput, TemplateFacts, draft_mapping, read, template_xlsx_with};
use intertally_structure::text::many;
use intertally_structure::{ImportOptions, RoundTable, Structure, StructureFault, nearest};
use std::path::Path;

/// A structure file and the cells of some periods.
pub struct Draft {
    /// The structure.
    pub structure: Structure,
    /// Its cells over the periods, and what goes together in them.
    pub table: RoundTable,
    periods: Vec<String>,
}

/// The faults of a structure, one line each.
fn structure_stop(path: &str, faults: &[StructureFault]) -> RoleError {
    let lines: Vec<String> = faults.iter().map(ToString::to_string).collect();
    RoleError::content(path, format!("{}:\n  {}", many(faults.len(), "fault"), lines.join("\n  ")))
}

impl Draft {
    /// Read a structure file. `path`: how people find it; `how`: what an SDMX-ML file leaves open.
    ///
    /// # Errors
    /// All faults of the file, or of the periods.
    pub fn parse((path, bytes, how): (&str, &[u8], &ImportOptions), periods: &[String]) -> Result<Self> {
        let read = Structure::parse_with(path, bytes, how);
        let structure = read.map_err(|faults| structure_stop(path, &faults))?;
        let table = structure.table(periods).map_err(|faults| structure_stop(path, &faults))?;
        Ok(Self { structure, table, periods: periods.to_vec() })
    }

    /// The code of an area, as it is written or by an alias.
    fn area<'a>(&'a self, area: &'a str) -> Result<&'a str> {
        let code = self.structure.area_code(area);
        if self.structure.code(&self.structure.area, code).is_none() {
            let what = format!("'{area}' is no area of {}", self.structure.id);
            return Err(RoleError::stop(what, self.areas(area)));
        }
        Ok(code)
    }

    /// An empty return of an area, as CSV.
    ///
    /// # Errors
    /// An area that the structure does not have.
    pub fn template_csv(&self, area: &str) -> Result<String> {
        Ok(intertally_returns::template_csv(&self.structure, &self.table.cells, self.area(area)?))
    }

    /// The same as a workbook. It names no round, so that every round of these periods takes it.
    ///
    /// # Errors
    /// An area that the structure does not have.
    pub fn template_xlsx(&self, area: &str) -> Result<Vec<u8>> {
        let (code, facts) = (self.area(area)?, TemplateFacts::default());
        let named = format!("{} {}", self.structure.name, self.periods.join(", "));
        template_xlsx_with(&self.structure, &self.table.cells, code, (&named, ""), &facts)
            .map_err(|why| no_workbook(&why))
    }

    /// Check a return of an area.
    ///
    /// # Errors
    /// An area that the structure does not have, or a file that cannot be read.
    pub fn check(&self, area: &str, file: &Given, mapping: Option<&Mapping>) -> Result<Checked> {
        let code = self.area(area)?;
        let input = ReadInput {
            structure: &self.structure,
            cells: &self.table.cells,
            whole: &self.table.rules.whole,
            count_only: &self.table.count_only,
            area: code,
            round: None,
            file_name: &file.name,
            bytes: &file.bytes,
            previous: None,
            mapping,
        };
        Ok(Checked { reading: read(&input), corrects: None })
    }
}

/// Most areas that are listed.
const MAX_LISTED: usize = 12;

impl Draft {
    /// What to give in place of what is no area of the structure.
    fn areas(&self, written: &str) -> String {
        let codes = self.structure.codes(&self.structure.area).into_iter().flat_map(|list| &list.codes);
        let offices: Vec<&str> =
            codes.map(|code| code.id.as_str()).filter(|code| *code != self.structure.total_area).collect();
        match nearest(written, offices.iter().copied()) {
            Some(near) => format!("did you mean {near}?"),
            None => {
                let more = if offices.len() > MAX_LISTED { ", .." } else { "" };
                let first: Vec<&str> = offices.into_iter().take(MAX_LISTED).collect();
                format!("give the area code of your office, one of {}{more}", first.join(", "))
            }
        }
    }
}

/// A first mapping of a foreign file, as text.
///
/// # Errors
/// A file that cannot be read as text.
pub fn mapping_of_file(structure: &Structure, cells: &[CellSpec], file: &Given) -> Result<String> {
    let made = draft_mapping(structure, cells, &file.name, &file.bytes);
    made.map_err(|faults| refused(&file.name, &file.name, &faults))
}

/// A mapping file. `path`: how people find it.
///
/// # Errors
/// What is no mapping.
pub fn read_mapping(path: impl AsRef<Path>, bytes: &[u8]) -> Result<Mapping> {
    let name = path.as_ref().file_name().map_or("mapping".into(), |name| name.to_string_lossy());
    Mapping::parse(&name, bytes).map_err(|faults| refused(path.as_ref(), &name, &faults))
}

/// The faults of a file; its name is said once. `name`: as the faults have it.
fn refused(path: impl AsRef<Path>, name: &str, faults: &[Fault]) -> RoleError {
    let line = |fault: &Fault| {
        let text = fault.to_string();
        text.strip_prefix(name)
            .map_or(text.as_str(), |rest| rest.trim_start_matches([':', ',', ' ']))
            .to_owned()
    };
    RoleError::content(path, faults.iter().map(line).collect::<Vec<_>>().join("\n"))
}
