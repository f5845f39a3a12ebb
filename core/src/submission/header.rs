//! The header of a submission: what the member signs and the log records (spec section 5.1).

use super::note::Note;
use crate::canonical;
use crate::hash::{Digest, digest};
use crate::party::{KeyId, MemberIndex, RoundId};
use serde::{Deserialize, Serialize};
use std::fmt;

/// OBS_STATUS of a cell in a return. Public metadata; whether the figure is zero is not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Status {
    /// A: normal value.
    Normal,
    /// P: provisional value.
    Provisional,
    /// B: break in the series.
    Break,
    /// W: includes figures of another code.
    Includes,
    /// M: not an offence there, cannot exist.
    NotApplicable,
    /// L: not collected.
    NotCollected,
    /// O: missing, reason unknown.
    Missing,
    /// K: counted under another code.
    ElsewhereCounted,
}

impl Status {
    /// Whether the member reports a figure for the cell.
    #[must_use]
    pub const fn reports(self) -> bool {
        matches!(self, Self::Normal | Self::Provisional | Self::Break | Self::Includes)
    }

    /// The SDMX code of CL_OBS_STATUS.
    #[must_use]
    pub const fn code(self) -> char {
        match self {
            Self::Normal => 'A',
            Self::Provisional => 'P',
            Self::Break => 'B',
            Self::Includes => 'W',
            Self::NotApplicable => 'M',
            Self::NotCollected => 'L',
            Self::Missing => 'O',
            Self::ElsewhereCounted => 'K',
        }
    }

    /// From the SDMX code.
    #[must_use]
    pub fn from_code(code: char) -> Option<Self> {
        use Status::{
            Break, ElsewhereCounted, Includes, Missing, Normal, NotApplicable, NotCollected, Provisional,
        };
        [Normal, Provisional, Break, Includes, NotApplicable, NotCollected, Missing, ElsewhereCounted]
            .into_iter()
            .find(|status| status.code() == code)
    }
}

/// Digests of the parts that travel beside the header, one per key of the round.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartHeader {
    /// The key.
    pub key: KeyId,
    /// Digest of each ciphertext's bytes; none where the member reports no cell in it.
    pub ciphertexts: Vec<Option<Digest>>,
    /// Digest of their proofs.
    pub proofs: Digest,
}

/// A figure that the member publishes itself: in clear, since everybody has it from the member anyway.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct PublishedFigure {
    /// The cell.
    pub cell: u32,
    /// Its figure.
    pub figure: u32,
}

/// Without the figure: a claim that was a slip is not copied into logs.
impl fmt::Debug for PublishedFigure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PublishedFigure(cell {})", self.cell)
    }
}

/// What a member signs, and what the event `Submitted` carries.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SubmissionHeader {
    /// The round.
    pub round: RoundId,
    /// The member.
    pub member: MemberIndex,
    /// 0 for the first submission, one more for each correction.
    pub revision: u32,
    /// Status of every cell, in round order.
    pub statuses: Vec<Status>,
    /// Figures that the member publishes itself, ascending by cell.
    pub public: Vec<PublishedFigure>,
    /// Cells, ascending, whose figure is confidential with the member; never one of `public`.
    pub confidential: Vec<u32>,
    /// One part per key in which the member reports a cell, in round order.
    pub parts: Vec<PartHeader>,
    /// Remarks for everybody, in their order.
    pub notes: Vec<Note>,
}

impl SubmissionHeader {
    /// Digest of the canonical bytes; names the submission in the sealed set.
    #[must_use]
    pub fn digest(&self) -> Digest {
        digest("submission", &[&canonical::encode(self)])
    }

    /// Which cells the member reports, in round order.
    #[must_use]
    pub fn reported(&self) -> Vec<bool> {
        self.statuses.iter().map(|status| status.reports()).collect()
    }
}
