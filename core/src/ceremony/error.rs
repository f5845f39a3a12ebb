//! Why a manifest or a ceremony message is refused. No variant holds a seed or a sub-key. Words about a message name no
//! trustee: whose message it is stands beside them, and whom else it is about is a value ([`CeremonyRefusal::about`]).

use super::{state::Phase, subset::SubKeyId};
use crate::committee::NoCommittee;
use crate::party::{Instant, Party, TrusteeIndex};

/// Why a ceremony manifest is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ManifestError {
    /// Another specification version or parameter set.
    #[error(
        "specification version {version} or its parameter set is unknown; use the same version of the tool"
    )]
    Version {
        /// The version named.
        version: u16,
    },
    /// No committee.
    #[error(transparent)]
    Committee(#[from] NoCommittee),
    /// No key, or more than 64.
    #[error("{keys} keys: a ceremony makes 1 to 64; split it")]
    Keys {
        /// Keys asked for.
        keys: u32,
    },
    /// Deadlines not strictly ascending.
    #[error("the deadlines for commitments, reveals and confirmations must follow one another")]
    Deadlines,
    /// A name is empty or too long.
    #[error("trustee {index}: a name has 1 to 128 bytes")]
    Name {
        /// Position in the list.
        index: usize,
    },
    /// Two trustees share a name, a signing key or a sealing key.
    #[error(
        "trustees {other} and {index} share a name or a key; each must be another office with keys of its own"
    )]
    Twins {
        /// Position in the list.
        index: usize,
        /// The earlier one.
        other: usize,
    },
    /// The sealing key is malformed, or not signed for exactly these terms.
    #[error(
        "trustee {index}: the sealing key is malformed or not signed for these terms; ask it to sign afresh"
    )]
    SealingKey {
        /// Position in the list.
        index: usize,
    },
    /// The list of those who do not lead is unsorted, names a stranger, or leaves a sub-key without leader.
    #[error("the list of trustees that do not lead is not ascending, names a stranger or leaves no leader")]
    Leaders,
}

/// Why a ceremony message is refused. A refused message changes nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CeremonyRefusal {
    /// The manifest does not hold.
    #[error(transparent)]
    Manifest(#[from] ManifestError),
    /// The message is for another ceremony.
    #[error("the message names another ceremony; send it to the log of that one")]
    OtherCeremony,
    /// The signer is no trustee of this ceremony.
    #[error("its signer is not in the ceremony manifest")]
    Stranger {
        /// Who signed.
        signer: TrusteeIndex,
    },
    /// The message belongs to another phase.
    #[error("the ceremony is in phase {phase:?}; this message has no place in it")]
    WrongPhase {
        /// The phase.
        phase: Phase,
    },
    /// Time runs backwards between two events.
    #[error("the event is dated before the one it follows; correct the clock of the log")]
    TimeRunsBack {
        /// The latest instant seen.
        latest: Instant,
    },
    /// Sub-keys named are not exactly those that the signer leads and still owes, in order.
    #[error("the message must cover exactly the sub-keys that its signer leads and still owes, in order")]
    NotItsParts {
        /// Who signed.
        signer: TrusteeIndex,
    },
    /// A revealed part is not what its leader committed to. The signed message is evidence against the leader.
    #[error(
        "the part of {sub_key:?} that its leader reveals is not what it committed to; reveal the committed one"
    )]
    CommitmentMismatch {
        /// Who leads.
        leader: TrusteeIndex,
        /// Which sub-key.
        sub_key: SubKeyId,
    },
    /// A revealed part is not proved to be one of a short secret. The signed message is evidence against the leader.
    #[error(
        "its leader does not prove that the part of {sub_key:?} is one of a short secret; reveal the part of the seed"
    )]
    LeaderProof {
        /// Who leads.
        leader: TrusteeIndex,
        /// Which sub-key.
        sub_key: SubKeyId,
    },
    /// The digests of sealed messages are not one for each other holder, in order.
    #[error("the reveal of {sub_key:?} must log one sealed message for each other holder, in order")]
    SealedMissing {
        /// Which sub-key.
        sub_key: SubKeyId,
    },
    /// A leader cannot be replaced: it is not late, or has committed, or the first reveal is there, or no one is left.
    #[error(
        "the leader cannot be replaced: only one that is late with its commitments, before the first reveal"
    )]
    NotReplaceable {
        /// Who leads.
        leader: TrusteeIndex,
    },
    /// The signer has confirmed already.
    #[error("its signer has confirmed already")]
    AlreadyConfirmed {
        /// Who signed.
        signer: TrusteeIndex,
    },
    /// The confirmation is about other reveals: someone has shown two versions of the log.
    #[error(
        "the confirmation is about other reveals than the logged ones; compare checkpoints with its signer"
    )]
    OtherReveals,
    /// A leader confirms after the other holders of what it leads.
    #[error("a leader confirms after all others that hold a sub-key that it leads, and one of them has not")]
    TooEarly {
        /// Who signed.
        signer: TrusteeIndex,
        /// Who must confirm first.
        holder: TrusteeIndex,
    },
    /// The sub-key of a complaint is not one that the signer received from a leader.
    #[error("its signer received no sealed seed of {sub_key:?}")]
    NothingReceived {
        /// Who signed.
        signer: TrusteeIndex,
        /// Which sub-key.
        sub_key: SubKeyId,
    },
    /// The message shown in a complaint is not the logged one.
    #[error("the sealed message shown is not the logged one; ask for the logged message again")]
    NotTheLoggedMessage {
        /// Which sub-key.
        sub_key: SubKeyId,
    },
    /// The answer is not by the leader complained about, or on another sub-key.
    #[error("only the leader complained about answers, and on {sub_key:?}")]
    NotTheAnswer {
        /// Who must answer.
        leader: TrusteeIndex,
        /// On which sub-key.
        sub_key: SubKeyId,
    },
}

impl CeremonyRefusal {
    /// The trustee, other than the signer of the message, that the refusal is about, if there is one.
    #[must_use]
    pub const fn about(&self) -> Option<Party> {
        match self {
            Self::TooEarly { holder: other, .. }
            | Self::NotReplaceable { leader: other }
            | Self::NotTheAnswer { leader: other, .. } => Some(Party::Trustee(*other)),
            _ => None,
        }
    }
}
