//! Why there is no public sheet, or why one is wrong. No variant carries a figure.

use crate::proof::ProofError;

/// Why the coordinator cannot make the proofs.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PublicProverError {
    /// Counts, openings and round do not belong together.
    #[error("counts or openings are not of this round and sealed set; take both from the same opening")]
    Shape,
    /// The counts of a key do not open the members' commitments.
    #[error("the counts of key {0} do not open the sum of the commitments; combine step A again")]
    Counts(usize),
    /// A total does not open the members' commitments.
    #[error("the total of cell {0} does not open the sum of the commitments; combine step B again")]
    Total(u32),
    /// What is shown is not true of the total, or too wide for its proof.
    #[error(
        "the total of cell {0} does not lie where readers are told; make what is shown from these openings"
    )]
    Outside(u32),
    /// A cell that must not be published.
    #[error("cell {0} has too few contributors to be published; adopt the plan that follows from the counts")]
    Minimum(u32),
    /// A proof could not be made.
    #[error(transparent)]
    Proof(#[from] ProofError),
}

/// What is wrong with a public sheet.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PublicFault {
    /// Another round's, or lists of other lengths than the round gives.
    #[error("the sheet has not the shape that the round and its approved cells give: {0}")]
    Shape(&'static str),
    /// A commitment that is no point.
    #[error("the commitment to the count of cell {0} is not a valid point")]
    Commitment(u32),
    /// Other counts than the members'.
    #[error("the committed counts of key {0} are not those in the members' commitments")]
    Link(usize),
    /// Too few contributors.
    #[error("it is not shown that each of these cells has its minimum of contributors: {0:?}")]
    Minimum(Vec<u32>),
    /// Another total.
    #[error("the total of cell {0} does not open the sum of the members' commitments")]
    Total(u32),
    /// A total that may lie elsewhere.
    #[error("it is not shown that each of these totals lies where readers are told: {0:?}")]
    Outside(Vec<u32>),
}

impl PublicFault {
    /// Whether it is about counts (check 9); otherwise about totals (check 11).
    #[must_use]
    pub const fn is_of_counts(&self) -> bool {
        matches!(self, Self::Commitment(_) | Self::Link(_) | Self::Minimum(_))
    }
}
