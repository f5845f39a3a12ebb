//! Why there is no public sheet, or why one is wrong. No variant carries a figure.

use intertally_argument::ArgumentError;
use intertally_statements::StatementError;

/// Why the coordinator cannot make the proofs.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PublicProverError {
    /// Counts, openings and round do not belong together.
    #[error("counts or openings are not of this round and sealed set; take both from the same opening")]
    Shape,
    /// What is to be told is not so: too few contributors, or a total outside its ends.
    #[error(
        "what readers are to be told of key {} is not what was opened: {source}; make plan and bands again",
        part.saturating_add(1)
    )]
    Statement {
        /// Position of the key.
        part: usize,
        /// What does not hold.
        source: StatementError,
    },
    /// A proof could not be made.
    #[error(transparent)]
    Argument(#[from] ArgumentError),
}

/// What is wrong with a public sheet.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PublicFault {
    /// Another round's, or lists of other lengths than the round gives.
    #[error("the sheet has not the shape that the round and its approved cells give: {0}")]
    Shape(&'static str),
    /// The sheet names a trustee without a share that holds.
    #[error("the sheet takes a share of key {} from a trustee that gave none which holds", part.saturating_add(1))]
    Shares {
        /// Position of the key.
        part: usize,
    },
    /// A proof does not hold.
    #[error(
        "it is not shown that the cells of key {}, ciphertext {}, have their minimum of contributors and their totals lie \
         where readers are told: {why}",
        part.saturating_add(1),
        ciphertext.saturating_add(1)
    )]
    Proof {
        /// Position of the key.
        part: usize,
        /// Number of the ciphertext.
        ciphertext: usize,
        /// Where it fails.
        why: String,
    },
}
