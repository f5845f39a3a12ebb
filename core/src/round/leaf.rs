//! Leaf figures: what cells are sums of (spec section 3.2).

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One figure of every member over a span of months. The same figure has the same name in every round and structure
/// of a series, and months are counted from year 0, so that sums over other spans are seen to overlap.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Leaf {
    /// Codes of all dimensions but area, period and frequency, joined by dots.
    pub figure: String,
    /// First month: 12 times the year and the month from 0.
    pub start: u32,
    /// Number of months, at least 1.
    pub months: u32,
}

impl Leaf {
    /// The month after the last.
    #[must_use]
    pub const fn end(&self) -> u32 {
        self.start.saturating_add(self.months)
    }

    /// Whether both are the same figure over a common month.
    #[must_use]
    pub fn overlaps(&self, other: &Self) -> bool {
        self.figure == other.figure && self.start < other.end() && other.start < self.end()
    }
}

/// Whether two ascending lists have leaves that overlap.
#[must_use]
pub fn overlap(one: &[Leaf], other: &[Leaf]) -> bool {
    let mut spans: BTreeMap<&str, Vec<&Leaf>> = BTreeMap::new();
    one.iter().for_each(|leaf| spans.entry(&leaf.figure).or_default().push(leaf));
    let meets = |leaf: &Leaf| {
        spans.get(leaf.figure.as_str()).is_some_and(|own| own.iter().any(|one| one.overlaps(leaf)))
    };
    other.iter().any(meets)
}
