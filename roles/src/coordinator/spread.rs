//! Spreading a table over the keys of a ceremony, within the privacy budget of each.

use crate::error::{Result, RoleError};
use intertally_core::ceremony::CeremonyState;
use intertally_core::lattice::noise::Committee;
use intertally_core::packing::split::split_cells;
use intertally_core::party::KeyId;
use intertally_core::round::{CellSpec, RoundKey};
use intertally_structure::text::many;
use std::collections::BTreeSet;

/// Keys for these cells, in order: as many cells to each as its budget admits. `used`: keys of earlier rounds.
pub(super) fn spread(
    ceremony: &CeremonyState,
    used: &BTreeSet<KeyId>,
    (cells, members, revision): (&[CellSpec], u64, bool),
) -> Result<Vec<RoundKey>> {
    let manifest = ceremony.manifest();
    let committee = Committee::new(manifest.n(), manifest.threshold)
        .map_err(|why| RoleError::stop(why.to_string(), "hold another ceremony"))?;
    let widths: Vec<u8> = cells.iter().map(CellSpec::width).collect();
    let counts = split_cells(committee, members, &widths, revision);
    let counts = counts.map_err(|why| RoleError::stop(why.to_string(), "invite fewer members"))?;
    let counts: Vec<u32> = counts.into_iter().filter_map(|cells| u32::try_from(cells).ok()).collect();
    let keys = ceremony.keys();
    let free: Vec<_> = keys.iter().filter(|key| !used.contains(&key.key_id)).collect();
    if free.len() < counts.len() {
        let what =
            format!("this table takes {}, the ceremony has {} unused", many(counts.len(), "key"), free.len());
        return Err(RoleError::stop(
            what,
            "hold a ceremony with --keys for as many, or make the table smaller",
        ));
    }
    let entry = |(key, cells): (&&intertally_core::ceremony::CeremonyKey, u32)| RoundKey {
        index: key.index,
        key: key.key_id,
        public_part: key.digest,
        cells,
    };
    Ok(free.iter().zip(counts).map(entry).collect())
}
