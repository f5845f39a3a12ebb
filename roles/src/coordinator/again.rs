//! The same round for another year: structure, members and policy of an earlier one.

use crate::error::{Result, RoleError};
use crate::session::Synced;
use crate::wire::blobs;
use intertally_core::blob::BlobKind;
use intertally_core::round::RoundManifest;
use intertally_structure::Structure;

/// What a later round takes over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Again {
    /// Name of the earlier round.
    pub name: String,
    /// Its structure file.
    pub structure: Vec<u8>,
    /// Areas of its members.
    pub members: Vec<String>,
    /// Fewest members for sealing.
    pub min_members: u16,
    /// Fewest contributors of a total, where the round asked for more than its structure does.
    pub min_contributors: Option<u16>,
}

/// Read it from the log and the server.
pub async fn again(session: &Synced<'_>, wanted: &str) -> Result<Again> {
    let manifest = session.round(Some(wanted))?.manifest().clone();
    let structure = blobs::fetch(&*session.wire, BlobKind::File, manifest.structure).await?;
    Ok(Again {
        min_contributors: stricter(&structure, &manifest)?,
        name: manifest.name,
        structure,
        members: manifest.members.into_iter().map(|member| member.area).collect(),
        min_members: manifest.policy.min_members,
    })
}

/// The minimum that the round set above that of its structure; none if it took the structure's own.
fn stricter(structure: &[u8], manifest: &RoundManifest) -> Result<Option<u16>> {
    let wrong = |why: String| {
        RoleError::stop(format!("the structure of that round is at fault: {why}"), "name a structure file")
    };
    let lines = |faults: Vec<intertally_structure::StructureFault>| {
        faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
    };
    let structure = Structure::parse("structure", structure).map_err(|faults| wrong(lines(faults)))?;
    let table = structure.table(&manifest.periods).map_err(|faults| wrong(lines(faults)))?;
    let own = table.cells.iter().map(|cell| cell.min_contributors);
    let asked = manifest.cells.iter().map(|cell| cell.min_contributors);
    Ok(if own.eq(asked.clone()) { None } else { asked.max() })
}
