//! Files of a simulated round: read as members' returns are.

use super::fault::SimulateError;
use intertally_returns::{ReadInput, Return, keys_in, read};
use intertally_structure::{RoundTable, Structure, span};
use std::collections::{BTreeMap, BTreeSet};

/// One round's returns: files by name, each named after its area.
#[derive(Clone, Default)]
pub struct Files {
    /// What the round is called in messages.
    pub name: String,
    /// The files.
    pub files: BTreeMap<String, Vec<u8>>,
}

/// What a round asks, and what its members returned.
pub(super) struct Asked {
    /// The structure, without the cells that nobody returns.
    pub(super) structure: Structure,
    pub(super) periods: Vec<String>,
    pub(super) table: RoundTable,
    /// Ascending.
    pub(super) areas: Vec<String>,
    /// In the order of the areas.
    pub(super) returns: Vec<Return>,
}

impl Files {
    fn fault(&self, file: &str, faults: Vec<intertally_returns::Fault>) -> SimulateError {
        SimulateError::Return { round: self.name.clone(), file: file.to_owned(), faults }
    }

    /// Files by area.
    fn by_area(&self, structure: &Structure) -> Result<BTreeMap<String, (&str, &[u8])>, SimulateError> {
        let known = structure.dimensions.iter().find(|one| one.id == structure.area);
        let known = structure
            .codelists
            .iter()
            .find(|list| known.and_then(|one| one.codelist.as_ref()) == Some(&list.id));
        let mut out = BTreeMap::new();
        for (file, bytes) in &self.files {
            let stem = file.rsplit_once('.').map_or(file.as_str(), |(stem, _)| stem);
            let area = structure.area_code(stem).to_owned();
            if known.is_some_and(|list| list.codes.iter().all(|code| code.id != area)) {
                return Err(SimulateError::Area { round: self.name.clone(), file: file.clone() });
            }
            if out.insert(area.clone(), (file.as_str(), bytes.as_slice())).is_some() {
                return Err(SimulateError::Twice { round: self.name.clone(), file: file.clone(), area });
            }
        }
        if out.is_empty() {
            return Err(SimulateError::Empty { round: self.name.clone() });
        }
        Ok(out)
    }

    /// The round asks what some file speaks of.
    pub(super) fn read(&self, structure: &Structure) -> Result<Asked, SimulateError> {
        let files = self.by_area(structure)?;
        let (mut keys, mut periods) = (BTreeSet::new(), BTreeSet::new());
        for (file, bytes) in files.values() {
            let (more, spoken) =
                keys_in(structure, file, bytes).map_err(|faults| self.fault(file, faults))?;
            keys.extend(more);
            periods.extend(spoken);
        }
        let mut periods: Vec<String> = periods.into_iter().collect();
        // Oldest first, and of two that begin together the longer one.
        periods.sort_by_key(|period| span(period).map(|(start, months)| (start, std::cmp::Reverse(months))));
        let structure = structure.restricted_to(&keys);
        let fault = |faults| SimulateError::Structure { round: self.name.clone(), faults };
        let table = structure.table(&periods).map_err(fault)?;
        let mut returns = Vec::new();
        for (area, (file, bytes)) in &files {
            let reading = read(&ReadInput {
                structure: &structure,
                cells: &table.cells,
                whole: &table.rules.whole,
                count_only: &table.count_only,
                area,
                round: None,
                file_name: file,
                bytes,
                previous: None,
                mapping: None,
            });
            let Some(mut own) = reading.table else { return Err(self.fault(file, reading.faults)) };
            own.complete(&table.count_only);
            returns.push(own);
        }
        Ok(Asked { periods, table, areas: files.into_keys().collect(), returns, structure })
    }
}
