//! Why a trustee's step is not possible. No variant holds a secret.

use intertally_core::{
    ceremony::{CeremonyRefusal, LeaderFault, Phase, SubKeyId},
    party::TrusteeIndex,
    seal::SealError,
};

/// Why a trustee's step is not possible now.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CustodyError {
    /// The trustee is not in the manifest, or not with this sealing key.
    #[error("the manifest does not list this trustee with this sealing key")]
    NotListed,
    /// The state is that of another ceremony.
    #[error("the log is that of another ceremony")]
    OtherCeremony,
    /// The ceremony has not come to this step, or is past it.
    #[error(
        "the ceremony is in phase {phase:?}; wait for the other trustees, or start again if it has ended"
    )]
    Phase {
        /// Where it stands.
        phase: Phase,
    },
    /// The log does not show this trustee's own commitments: someone shows another log.
    #[error("the log does not show this trustee's own commitment to {sub_key:?}; compare checkpoints")]
    OwnCommitment {
        /// Which sub-key.
        sub_key: SubKeyId,
    },
    /// A sealed seed has not come, or is not the logged one.
    #[error("the logged sealed seed of {sub_key:?} has not come; fetch it again from the log's service")]
    SeedMissing {
        /// Which sub-key.
        sub_key: SubKeyId,
    },
    /// Another holder must confirm first.
    #[error("trustee {} must confirm first", holder.0)]
    WaitFor {
        /// Who.
        holder: TrusteeIndex,
    },
    /// No complaint is open that this trustee must answer.
    #[error("no complaint is open that this trustee must answer")]
    NoComplaint,
    /// A receiver's key is malformed.
    #[error(transparent)]
    Seal(#[from] SealError),
    /// A seed does not give what its leader must prove.
    #[error("a seed does not give a part that can be proved: {0}; hold another ceremony")]
    Leader(#[from] LeaderFault),
    /// The manifest is refused.
    #[error(transparent)]
    Manifest(#[from] CeremonyRefusal),
    /// Stored bytes are truncated, too long, or of another kind, ceremony or version.
    #[error("the stored ceremony state is damaged or of another ceremony; restore the backup")]
    Stored,
}

/// A step that was not possible, with the state it left unchanged.
pub struct Stuck<S> {
    /// The state, to try again with.
    pub state: S,
    /// Why.
    pub why: CustodyError,
}
