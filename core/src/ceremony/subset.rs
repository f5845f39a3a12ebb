//! Which trustees hold which sub-key (spec section 3): for every (t-1)-subset A of the trustees there is one
//! sub-key, held by all trustees outside A.

use crate::party::TrusteeIndex;
use serde::{Deserialize, Serialize};

/// A (t-1)-subset A of at most nine trustees: bit i is set if trustee i is in A, and so does not hold s_A.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Subset(pub u16);

/// Position of a subset in [`subsets`]: 0 to C(n, t-1) - 1, at most 125.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct SubsetIndex(pub u8);

/// One sub-key: of key number `key` of the ceremony, for one subset.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct SubKeyId {
    /// Number of the key in the ceremony, from 0.
    pub key: u32,
    /// Which subset does not hold it.
    pub subset: SubsetIndex,
}

/// All (t-1)-subsets of n trustees, in ascending order of their bit masks. Empty unless 1 <= t <= n <= 9.
#[must_use]
pub fn subsets(n: u8, t: u8) -> Vec<Subset> {
    if t == 0 || t > n || n > super::MAX_TRUSTEES {
        return Vec::new();
    }
    (0..1u16 << n).filter(|mask| mask.count_ones() == u32::from(t) - 1).map(Subset).collect()
}

impl Subset {
    /// Is the trustee in A, and so without s_A?
    #[must_use]
    pub fn contains(self, trustee: TrusteeIndex) -> bool {
        trustee.0 < 16 && self.0 >> trustee.0 & 1 == 1
    }

    /// The holders of s_A among n trustees: those outside A, ascending.
    pub fn holders(self, n: u8) -> impl Iterator<Item = TrusteeIndex> {
        (0..n).map(TrusteeIndex).filter(move |trustee| !self.contains(*trustee))
    }

    /// The leader: the holder of lowest index that is not on the list of those who must not lead.
    #[must_use]
    pub fn leader(self, n: u8, not_leading: &[TrusteeIndex]) -> Option<TrusteeIndex> {
        self.holders(n).find(|holder| !not_leading.contains(holder))
    }
}
