//! Payloads of a round's events (spec section 6.2). Those of a ceremony are in [`crate::ceremony`], those of
//! shares in [`crate::opening::share`].

use crate::blob::BlobKind;
use crate::ceremony::SubKeyId;
use crate::hash::Digest;
use crate::opening::aggregate::sealed_set_digest;
use crate::opening::counted::Counted;
use crate::party::{Instant, KeyId, MemberIndex};
use serde::{Deserialize, Serialize};

pub use crate::opening::positions::Step;

/// A member takes its submission back before the seal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Withdrawal {
    /// The revision that is taken back.
    pub revision: u32,
}

/// A later deadline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Extension {
    /// The new deadline.
    pub deadline: Instant,
}

/// The set that counts, and the sums over it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SealedSet {
    /// Members in order, each with the digest of its latest submission.
    pub members: Vec<(MemberIndex, Digest)>,
    /// Digest of the summed ciphertexts, one per key of the round.
    pub aggregates: Vec<Digest>,
    /// What step A counts: all that the rules admit for these members, and nothing else.
    pub counted: Counted,
}

impl SealedSet {
    /// Digest of members and what is counted, which every statement names; the sums have their own place there.
    #[must_use]
    pub fn digest(&self) -> Digest {
        sealed_set_digest(&self.members.iter().copied().collect(), &self.counted)
    }
}

/// The plan that follows from the counts. The counts travel sealed to the trustees.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AdoptedPlan {
    /// Approved cells, sorted indices in round order.
    pub approved: Vec<u32>,
    /// Digest of the [`CountsSheet`](crate::opening::sheet::CountsSheet).
    pub counts: Digest,
    /// Digest of the [`Composition`](crate::opening::composition::Composition), which later rounds name.
    pub composition: Digest,
}

/// Why a round is held or cancelled, in words for people; no figures.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    /// At most 500 bytes.
    pub text: String,
}

/// What was published, by digest of each file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Publication {
    /// File name and [`file_digest`], sorted by name.
    pub files: Vec<(String, Digest)>,
    /// Digest of the [`OpeningsSheet`](crate::opening::sheet::OpeningsSheet).
    pub openings: Digest,
    /// Digest of the [`PublicSheet`](crate::publication::PublicSheet).
    pub public: Digest,
}

/// Name of the published file that others read figures from: later publications, programs, people.
pub const TOTALS: &str = "totals.csv";

impl Publication {
    /// Digest of the file of a name; none if there is no such file.
    #[must_use]
    pub fn file(&self, name: &str) -> Option<Digest> {
        self.files.iter().find(|(own, _)| own == name).map(|(_, digest)| *digest)
    }
}

/// Digest of a published file.
#[must_use]
pub fn file_digest(bytes: &[u8]) -> Digest {
    BlobKind::File.name(bytes)
}

/// A trustee's claim to have erased its sub-keys.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeysDestroyed {
    /// The keys, sorted.
    pub keys: Vec<KeyId>,
}

/// A payload that the retention schedule removed; its digest stays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PayloadDeleted {
    /// Digest of what was removed.
    pub digest: Digest,
}

/// A trustee's proof that it holds its sub-keys of the round (spec section 3.9), which only other holders can judge; the
/// round's id is the challenge.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rehearsed {
    /// One value per sub-key that the trustee holds of the round's keys, ascending.
    pub values: Vec<(SubKeyId, Digest)>,
}
