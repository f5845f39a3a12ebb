//! Stand-in until the lattice folder is merged.
use super::{part::Part, subset::SubKeyId};
use crate::{hash::digest, party::CeremonyId};

pub(super) fn derive(ceremony: CeremonyId, sub_key: SubKeyId, seed: &[u8; 32]) -> Part {
    let one = digest("stub", &[ceremony.0.as_bytes(), &sub_key.key.to_le_bytes(), seed]);
    Part(vec![u128::from(one.0[0]) << 90; 8192])
}
