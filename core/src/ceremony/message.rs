//! The logged messages of a ceremony: payloads of events signed by trustees (spec section 3).

use super::{part::Part, subset::SubKeyId};
use crate::{
    event::Kind,
    hash::Digest,
    party::{CeremonyId, TrusteeIndex},
    seal::Sealed,
};
use serde::{Deserialize, Serialize};

/// A leader's commitments to all parts that it leads and has not committed to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Commitments {
    /// Which ceremony.
    pub ceremony: CeremonyId,
    /// Per sub-key, ascending: [`super::commit_part`].
    pub parts: Vec<(SubKeyId, Digest)>,
}

/// One revealed part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RevealedPart {
    /// Which sub-key.
    pub sub_key: SubKeyId,
    /// b_A = a*s_A + e_A.
    pub part: Part,
    /// Commitments to the rows of s_A: 16 compressed points, which follow from the seed.
    pub rows: Vec<[u8; 32]>,
    /// The leader's proof of part and rows.
    pub proof: Vec<u8>,
    /// Per other holder, ascending: [`super::sealed_digest`] of the message that carries the seed.
    pub sealed: Vec<(TrusteeIndex, Digest)>,
}

/// A leader's reveals of all parts of one key that it leads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reveals {
    /// Which ceremony.
    pub ceremony: CeremonyId,
    /// Number of the key.
    pub key: u32,
    /// Ascending.
    pub parts: Vec<RevealedPart>,
}

/// A trustee has derived every part that it holds, of every key, and found it as revealed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Confirmation {
    /// Which ceremony.
    pub ceremony: CeremonyId,
    /// [`super::CeremonyState::reveals_digest`]: all commitments and all digests of sealed messages.
    pub reveals: Digest,
}

/// A holder says that the logged message does not hold a seed of the revealed part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Complaint {
    /// Which ceremony.
    pub ceremony: CeremonyId,
    /// Which sub-key.
    pub sub_key: SubKeyId,
    /// The message that it got; it must be the logged one.
    pub sealed: Sealed,
}

/// The leader's answer. The ceremony has ended, so the seed serves nothing any more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ComplaintAnswer {
    /// Which ceremony.
    pub ceremony: CeremonyId,
    /// Which sub-key.
    pub sub_key: SubKeyId,
    /// The seed that it says it sealed.
    pub seed: [u8; 32],
    /// The randomness that it says it sealed with: two halves of 32 bytes.
    pub randomness: [[u8; 32]; 2],
}

/// Any trustee notes that a leader is late with its commitments; others lead in its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Replacement {
    /// Which ceremony.
    pub ceremony: CeremonyId,
    /// Who is late.
    pub absent: TrusteeIndex,
}

/// A trustee says that it has erased its sealing key, after the keys were confirmed or the ceremony had ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SealingKeyDestroyed {
    /// Which ceremony.
    pub ceremony: CeremonyId,
}

/// Any message of a ceremony.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum CeremonyMessage {
    /// Step 2.
    Commitments(Commitments),
    /// Between steps 2 and 3.
    Replacement(Replacement),
    /// Step 3.
    Reveals(Reveals),
    /// Step 4.
    Confirmation(Confirmation),
    /// Step 4.
    Complaint(Complaint),
    /// Step 4.
    Answer(ComplaintAnswer),
}

impl CeremonyMessage {
    /// The kind of event that carries it.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        match self {
            Self::Commitments(_) | Self::Replacement(_) => Kind::Committed,
            Self::Reveals(_) => Kind::Revealed,
            Self::Confirmation(_) => Kind::Confirmed,
            Self::Complaint(_) | Self::Answer(_) => Kind::Complained,
        }
    }

    /// The ceremony named in the message.
    #[must_use]
    pub fn ceremony(&self) -> CeremonyId {
        match self {
            Self::Commitments(m) => m.ceremony,
            Self::Replacement(m) => m.ceremony,
            Self::Reveals(m) => m.ceremony,
            Self::Confirmation(m) => m.ceremony,
            Self::Complaint(m) => m.ceremony,
            Self::Answer(m) => m.ceremony,
        }
    }
}
