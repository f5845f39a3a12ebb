//! The round's table made again from its structure file (docs/spec.md section 7.6): other cells, leaves, equations or minima
//! would make another plan.

use super::refusal::ConsentRefusal as No;
use intertally_core::event::payload::file_digest;
use intertally_core::party::RoundId;
use intertally_core::round::RoundManifest;
use intertally_structure::Structure;

/// What came of it. Made by [`SeenTable::of`] alone.
#[derive(Clone, Debug)]
pub struct SeenTable {
    pub(super) round: RoundId,
    pub(super) no: Vec<No>,
}

impl SeenTable {
    /// Make the table of a round from the bytes of the structure file that it names, and compare.
    #[must_use]
    pub fn of(manifest: &RoundManifest, structure: &[u8]) -> Self {
        let round = manifest.id();
        if file_digest(structure) != manifest.structure {
            return Self { round, no: vec![No::OtherStructureFile] };
        }
        let no = match Structure::parse("structure", structure) {
            Err(faults) => faults.into_iter().map(|fault| No::Structure(fault.to_string())).collect(),
            Ok(structure) => match structure.check_table(manifest) {
                Ok(()) => Vec::new(),
                Err(all) => all.into_iter().map(No::Table).collect(),
            },
        };
        Self { round, no }
    }

    /// A table that nothing was compared for.
    #[cfg(test)]
    pub(crate) const fn unchecked(round: RoundId) -> Self {
        Self { round, no: Vec::new() }
    }
}
