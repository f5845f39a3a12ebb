//! Who takes part, and how they are named (spec section 2).

use crate::hash::Digest;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Index of a member in the round's list, in the order of the round manifest: 0 to 255.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct MemberIndex(pub u16);

/// Index of a trustee in the ceremony's list: 0 to 8.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct TrusteeIndex(pub u8);

/// Who signed an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Party {
    /// The one coordinator of the scope.
    Coordinator,
    /// The aggregator, with the key that also signs checkpoints.
    Aggregator,
    /// A member of the round.
    Member(MemberIndex),
    /// A trustee of the ceremony.
    Trustee(TrusteeIndex),
}

impl fmt::Display for Party {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Coordinator => f.write_str("coordinator"),
            Self::Aggregator => f.write_str("aggregator"),
            Self::Member(m) => write!(f, "member {}", m.0),
            Self::Trustee(t) => write!(f, "trustee {}", t.0),
        }
    }
}

/// A ceremony, named by the digest of its manifest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct CeremonyId(pub Digest);

/// One key of a ceremony: the digest of (ceremony, index). Serves exactly one round.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct KeyId(pub Digest);

impl KeyId {
    /// The id of key number `index` of a ceremony.
    #[must_use]
    pub fn of(ceremony: CeremonyId, index: u32) -> Self {
        Self(crate::hash::digest("key-id", &[ceremony.0.as_bytes(), &index.to_le_bytes()]))
    }
}

/// A round, named by the digest of its manifest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct RoundId(pub Digest);

/// Milliseconds since 1970-01-01T00:00:00Z. Always an argument, never read from a clock in a pure room.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Instant(pub i64);

/// RFC 3339 in UTC, to the second, or to the millisecond where there are some; an instant of no such year as it is.
impl fmt::Display for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match jiff::Timestamp::from_millisecond(self.0) {
            Ok(at) => at.fmt(f),
            Err(_) => write!(f, "{} ms since 1970", self.0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Instant;

    #[test]
    fn an_instant_is_shown_as_a_date() {
        assert_eq!(Instant(1_795_000_000_000).to_string(), "2026-11-18T11:06:40Z");
        assert_eq!(Instant(0).to_string(), "1970-01-01T00:00:00Z");
        assert_eq!(Instant(1_500).to_string(), "1970-01-01T00:00:01.5Z");
        assert_eq!(Instant(i64::MAX).to_string(), "9223372036854775807 ms since 1970");
    }
}
