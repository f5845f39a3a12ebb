//! What a member does before a round opens, without office and server: against a structure file and the periods that the round
//! will ask for.

use super::check::Checked;
use crate::error::{ClientError, Result};
use crate::home::files;
use intertally_core::round::CellSpec;
use intertally_release::returns::{Fault, Mapping, ReadInput, draft_mapping, read};
use intertally_release::structure::{DEFAULT, RoundTable, Structure, StructureFault};
use std::path::Path;

/// A structure file and the cells of some periods.
pub struct Draft {
    /// The structure.
    pub structure: Structure,
    /// Its cells over the periods, and what goes together in them.
    pub table: RoundTable,
}

/// The faults of a structure, one line each.
fn structure_stop(path: &Path, faults: &[StructureFault]) -> ClientError {
    let lines: Vec<String> = faults.iter().map(ToString::to_string).collect();
    ClientError::content(path, format!("{} faults:\n  {}", faults.len(), lines.join("\n  ")))
}

/// The bytes of a structure file; `default` is the one that ships.
pub fn structure_bytes(path: &Path) -> Result<Vec<u8>> {
    if path == Path::new("default") && !path.exists() {
        return Ok(DEFAULT.as_bytes().to_vec());
    }
    files::need(path)
}

impl Draft {
    /// Read a structure file; `default` names the one that ships.
    ///
    /// # Errors
    /// All faults of the file, or of the periods.
    pub fn read(path: &Path, periods: &[String]) -> Result<Self> {
        let name = path.display().to_string();
        let structure = Structure::parse(&name, &structure_bytes(path)?)
            .map_err(|faults| structure_stop(path, &faults))?;
        let table = structure.table(periods).map_err(|faults| structure_stop(path, &faults))?;
        Ok(Self { structure, table })
    }

    /// Check a return of an area.
    ///
    /// # Errors
    /// An area that the structure does not have, or a file that cannot be read.
    pub fn check(&self, area: &str, file: &Path, mapping: Option<&Mapping>) -> Result<Checked> {
        let code = self.structure.area_code(area);
        if self.structure.code(&self.structure.area, code).is_none() {
            let what = format!("'{area}' is no area of {}", self.structure.id);
            return Err(ClientError::stop(what, "give the area code of your office, e.g. NL"));
        }
        let bytes = zeroize::Zeroizing::new(files::need(file)?);
        let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let input = ReadInput {
            structure: &self.structure,
            cells: &self.table.cells,
            whole: &self.table.rules.whole,
            count_only: &self.table.count_only,
            area: code,
            round: None,
            file_name: &name,
            bytes: &bytes,
            previous: None,
            mapping,
        };
        Ok(Checked { reading: read(&input) })
    }
}

/// A first mapping of a foreign file, as text.
///
/// # Errors
/// A file that cannot be read as text.
pub fn mapping_of_file(structure: &Structure, cells: &[CellSpec], file: &Path) -> Result<String> {
    let bytes = zeroize::Zeroizing::new(files::need(file)?);
    let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    draft_mapping(structure, cells, &name, &bytes).map_err(|faults| refused(file, &name, &faults))
}

/// A mapping file.
///
/// # Errors
/// A file that cannot be read, or is no mapping.
pub fn read_mapping(file: &Path) -> Result<Mapping> {
    let bytes = files::need(file)?;
    Mapping::parse("mapping", &bytes).map_err(|faults| refused(file, "mapping", &faults))
}

/// The faults of a file; its name is said once. `name`: as the faults have it.
fn refused(file: &Path, name: &str, faults: &[Fault]) -> ClientError {
    let line = |fault: &Fault| {
        let text = fault.to_string();
        text.strip_prefix(name)
            .map_or(text.as_str(), |rest| rest.trim_start_matches([':', ',', ' ']))
            .to_owned()
    };
    ClientError::content(file, faults.iter().map(line).collect::<Vec<_>>().join("\n"))
}
