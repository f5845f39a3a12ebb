//! Sub-keys and the keys of a ceremony that a trustee holds parts of (spec section 3).

use intertally_core::{
    ceremony::{Derived, LeaderFault, SubKeyId, derive_part},
    party::{CeremonyId, KeyId, TrusteeIndex},
};
use zeroize::Zeroizing;

/// One sub-key: its 32-byte seed, from which s_A, e_A and the flooding are derived. Zeroized on drop, no `Debug`.
pub struct SubKey {
    id: SubKeyId,
    seed: Zeroizing<[u8; 32]>,
}

impl SubKey {
    /// From a seed that was checked against the revealed part, or drawn to be.
    pub(crate) fn new(id: SubKeyId, seed: Zeroizing<[u8; 32]>) -> Self {
        Self { id, seed }
    }

    /// Which sub-key.
    #[must_use]
    pub fn id(&self) -> SubKeyId {
        self.id
    }

    /// The seed, for derivations under labels of their own inside this room.
    pub(crate) fn seed(&self) -> &Zeroizing<[u8; 32]> {
        &self.seed
    }

    /// Everything that this seed gives: secret, b_A, commitments to the rows of s_A.
    ///
    /// # Errors
    /// None that a caller can bring about.
    pub fn derived(&self, ceremony: CeremonyId) -> Result<Derived, LeaderFault> {
        derive_part(ceremony, self.id, &self.seed)
    }
}

/// All sub-keys of one valid ceremony that one trustee holds. Zeroized on drop, no `Debug`.
pub struct HeldKeys {
    pub(crate) ceremony: CeremonyId,
    pub(crate) trustee: TrusteeIndex,
    /// Ascending by (key, subset).
    pub(crate) sub_keys: Vec<SubKey>,
}

impl HeldKeys {
    /// The ceremony.
    #[must_use]
    pub fn ceremony(&self) -> CeremonyId {
        self.ceremony
    }

    /// The holder.
    #[must_use]
    pub fn trustee(&self) -> TrusteeIndex {
        self.trustee
    }

    /// The sub-keys of key number `index`, ascending by subset: C(n-1, t-1) of them, none once destroyed.
    pub fn sub_keys(&self, index: u32) -> impl Iterator<Item = &SubKey> {
        self.sub_keys.iter().filter(move |s| s.id.key == index)
    }

    /// The keys that sub-keys are held of, ascending by number.
    pub fn keys(&self) -> impl Iterator<Item = (u32, KeyId)> {
        let mut indices: Vec<u32> = self.sub_keys.iter().map(|s| s.id.key).collect();
        indices.dedup();
        indices.into_iter().map(|index| (index, KeyId::of(self.ceremony, index)))
    }
}
