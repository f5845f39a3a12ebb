//! The keys of a round as members encrypt to them and everybody checks against them.

use crate::ceremony::CeremonyState;
use crate::lattice::sample::expand_common;
use crate::lattice::{Params, PublicKey};
use crate::packing::Layout;
use crate::party::KeyId;
use crate::round::{RoundKey, RoundManifest};
use intertally_statements::member::Key;
use std::ops::Range;

/// One key of a round.
pub struct SubmissionKey {
    /// Its id.
    pub id: KeyId,
    /// The cells of the round that it serves.
    pub cells: Range<usize>,
    /// Where their figures lie.
    pub layout: Layout,
    /// (a, b).
    pub public: PublicKey,
}

impl SubmissionKey {
    /// (a, b) as the member's statement takes it.
    #[must_use]
    pub const fn joint(&self) -> Key<'_> {
        Key { a: self.public.common(), b: self.public.public_part() }
    }
}

/// The keys of a round, in round order, from the folded ceremony that made them. `None` unless the ceremony is valid and
/// has these keys.
#[must_use]
pub fn round_keys(manifest: &RoundManifest, ceremony: &CeremonyState) -> Option<Vec<SubmissionKey>> {
    let made = ceremony.keys();
    let key = |(part, entry): (usize, &RoundKey)| {
        let key = made.get(entry.index as usize).filter(|key| key.key_id == entry.key)?;
        let a = expand_common(ceremony.id().0.as_bytes(), entry.index, &Params::STANDARD);
        Some(SubmissionKey {
            id: entry.key,
            cells: manifest.part_cells(part),
            layout: Layout::of_part(manifest, part),
            public: PublicKey::new(&Params::STANDARD, a, key.b.0.clone()),
        })
    };
    manifest.keys.iter().enumerate().map(key).collect()
}
