//! Sub-keys made ready for an opening: the product with s_A and the flooding of the lattice room.

use super::{FloodAt, HeldSubKey};
use crate::subkey::HeldKeys;
use intertally_core::ceremony::sub_key_context;
use intertally_core::lattice::noise::Committee;
use intertally_core::lattice::ring::Uniform;
use intertally_core::lattice::share::Flooding;
use intertally_core::lattice::{Params, Ring, SubKeySecret};
use intertally_core::opening::share::SubKeyIndex;
use intertally_core::party::KeyId;
use std::sync::Arc;
use zeroize::Zeroizing;

/// One sub-key of one key, ready to answer. Erased when dropped, no `Debug`.
pub struct OpeningKey {
    key: KeyId,
    index: SubKeyIndex,
    secret: SubKeySecret,
    flooding: Flooding,
    ring: Arc<Ring>,
}

impl HeldKeys {
    /// All sub-keys held of key number `index`, ascending by subset; none once destroyed. The committee gives the
    /// flooding width F.
    #[must_use]
    pub fn for_opening(&self, index: u32, committee: Committee) -> Vec<OpeningKey> {
        let ring = Ring::get(&Params::STANDARD);
        let bits = committee.flooding_bits(&Params::STANDARD);
        self.sub_keys(index)
            .map(|sub_key| OpeningKey {
                key: KeyId::of(self.ceremony(), index),
                index: SubKeyIndex(sub_key.id().subset.0.into()),
                secret: sub_key.secret(self.ceremony()),
                flooding: Flooding::new(
                    sub_key.seed(),
                    &sub_key_context(self.ceremony(), sub_key.id()),
                    bits,
                ),
                ring: Arc::clone(&ring),
            })
            .collect()
    }
}

impl HeldSubKey for OpeningKey {
    type Mask = Uniform;

    fn ready(mask: &[u128]) -> Option<Uniform> {
        let ring = Ring::get(&Params::STANDARD);
        (mask.len() == ring.params().degree()).then(|| ring.transform(mask))
    }

    fn key(&self) -> KeyId {
        self.key
    }

    fn index(&self) -> SubKeyIndex {
        self.index
    }

    fn product(&self, mask: &Uniform) -> Zeroizing<Vec<u128>> {
        self.secret.times(&self.ring, mask)
    }

    fn flood(&self, at: &FloodAt, coefficients: &[u32]) -> Zeroizing<Vec<u128>> {
        Zeroizing::new(self.flooding.words(at.key, at.aggregate, at.ciphertext, coefficients))
    }
}
