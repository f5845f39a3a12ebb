//! Events of the log (spec section 6).

pub mod payload;

use crate::canonical;
use crate::hash::{Digest, digest};
use crate::party::{CeremonyId, Instant, Party, RoundId};
use crate::sign::{BadSignature, Purpose, SecretKey, Signature, VerifyingKey};
use serde::{Deserialize, Serialize};

/// What happened. The payload's type follows from the kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Kind {
    /// A ceremony begins: its manifest.
    Convened,
    /// A leader committed to its parts.
    Committed,
    /// A leader revealed its parts and the digests of the sealed seeds.
    Revealed,
    /// A holder confirmed its sub-keys.
    Confirmed,
    /// A holder complained, or a leader answered a complaint.
    Complained,
    /// A trustee destroyed its sealing key of the ceremony.
    SealingKeyDestroyed,
    /// A round opens: its manifest.
    Opened,
    /// A member submitted.
    Submitted,
    /// A member withdrew before the seal.
    Withdrawn,
    /// The coordinator moved the deadline later.
    Extended,
    /// The coordinator sealed the set.
    Sealed,
    /// A trustee stated for which set it answers.
    Stated,
    /// A trustee gave its shares of one step.
    SharesGiven,
    /// The coordinator adopted the plan.
    PlanAdopted,
    /// The coordinator held the round back.
    Held,
    /// The coordinator cancelled the round.
    Cancelled,
    /// The coordinator published.
    Published,
    /// A correction of what was published.
    Erratum,
    /// A trustee destroyed its sub-keys of the round.
    KeysDestroyed,
    /// A payload was deleted under the retention schedule.
    PayloadDeleted,
    /// A trustee showed that it holds its sub-keys of the round.
    Rehearsed,
}

/// What an event belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Scope {
    /// A ceremony.
    Ceremony(CeremonyId),
    /// A round.
    Round(RoundId),
}

/// The part of an event that its signer signs; the aggregator alone gives it a place in the log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claim {
    /// Ceremony or round.
    pub scope: Scope,
    /// What happened.
    pub kind: Kind,
    /// Digest of the payload's canonical bytes.
    pub payload: Digest,
    /// Who says so.
    pub signer: Party,
    /// Version of the tool that made it, at most 32 bytes.
    pub tool: String,
}

/// A signed claim.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignedClaim {
    /// The claim.
    pub claim: Claim,
    /// Over the canonical bytes of the claim.
    pub signature: Signature,
}

/// An entry of the log. Its canonical bytes are the leaf of the Merkle tree.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// Digest of the event before; zeros for the first.
    pub parent: Digest,
    /// Position in the log, from 0.
    pub height: u64,
    /// The server's clock when it took the event.
    pub at: Instant,
    /// Who said what.
    pub signed: SignedClaim,
}

/// Bytes that a tool's name and version may have.
pub const MAX_TOOL: usize = 32;

/// Digest of payload bytes, as claims name it.
#[must_use]
pub fn payload_digest(bytes: &[u8]) -> Digest {
    digest("payload", &[bytes])
}

impl SignedClaim {
    /// Sign a payload.
    #[must_use]
    pub fn sign(
        key: &SecretKey,
        signer: Party,
        scope: Scope,
        kind: Kind,
        payload: &[u8],
        tool: &str,
    ) -> Self {
        let claim = Claim { scope, kind, payload: payload_digest(payload), signer, tool: tool.to_owned() };
        let signature = key.sign(Purpose::Event, &claim);
        Self { claim, signature }
    }

    /// Check the signature under the signer's key.
    pub fn verify(&self, key: &VerifyingKey) -> Result<(), BadSignature> {
        key.verify(Purpose::Event, &self.claim, &self.signature)
    }
}

impl Event {
    /// Canonical bytes: the leaf of the Merkle tree.
    #[must_use]
    pub fn leaf(&self) -> Vec<u8> {
        canonical::encode(self)
    }

    /// Digest that the next event names as its parent.
    #[must_use]
    pub fn digest(&self) -> Digest {
        digest("event", &[&self.leaf()])
    }
}
