//! What a trustee's machine has read from the log and recomputed itself, before it consents.

use crate::ledger::Committee;
use intertally_core::hash::Digest;
use intertally_core::opening::positions::SlotRanges;
use intertally_core::opening::statement::Statement;
use intertally_core::party::{Instant, MemberIndex, RoundId};
use intertally_core::sign::VerifyingKey;
use std::collections::{BTreeMap, BTreeSet};

/// One round as this trustee sees it. 'Recomputed' means by this trustee, from the log, not taken from a peer.
#[derive(Clone, Debug)]
pub struct RoundView {
    /// The statement that the coordinator asks for.
    pub claimed: Statement,
    /// The checkpoint kept from last time is consistent with the log read now.
    pub log_consistent: bool,
    /// Committee of the ceremony that this trustee took part in.
    pub committee: Committee,
    /// The round that the log binds the key to.
    pub key_round: RoundId,
    /// Members' signing keys that this trustee has pinned, in round order.
    pub pinned_members: Vec<VerifyingKey>,
    /// Members' signing keys of the round manifest.
    pub manifest_members: Vec<VerifyingKey>,
    /// The sealed set: submission digest per member.
    pub sealed: BTreeMap<MemberIndex, Digest>,
    /// Latest revision per member in the log before the seal, withdrawn ones left out.
    pub latest: BTreeMap<MemberIndex, Digest>,
    /// Result of checking signature and all proofs of each sealed submission; absent means not checked.
    pub proofs: BTreeMap<MemberIndex, bool>,
    /// Time of the seal event.
    pub sealed_at: Instant,
    /// Deadline in the signed round digest.
    pub deadline: Instant,
    /// Deadline after the last logged extension. An extension never shortens.
    pub extended: Option<Instant>,
    /// Grace after the deadline, milliseconds, from the round.
    pub grace_ms: u32,
    /// Digest of the recomputed sum of the sealed ciphertexts.
    pub recomputed_aggregate: Digest,
    /// m: minimum of non-zero contributors, from the policy.
    pub minimum: u32,
    /// Digest of the policy in the signed round digest.
    pub policy: Digest,
    /// All policies in the log for this round: height and digest.
    pub policies: Vec<(u64, Digest)>,
    /// Height of the first submission.
    pub first_submission: Option<u64>,
    /// Rounds of the earlier records named in the round digest.
    pub earlier: BTreeSet<RoundId>,
    /// Digest of that list.
    pub earlier_digest: Digest,
    /// The round opens a new structure over a period already opened.
    pub new_structure: bool,
    /// What the log holds as this trustee's own statement for the key.
    pub own_logged: Option<Statement>,
    /// Layout of the key, from the round.
    pub ranges: SlotRanges,
}

impl RoundView {
    /// The later of the signed and the extended deadline, plus the grace.
    #[must_use]
    pub fn deadline_in_force(&self) -> Instant {
        let last = self.extended.map_or(self.deadline, |extended| extended.max(self.deadline));
        Instant(last.0.saturating_add(i64::from(self.grace_ms)))
    }

    /// Every member of the manifest has a submission in the log.
    #[must_use]
    pub fn all_submitted(&self) -> bool {
        (0u16..).take(self.manifest_members.len()).all(|at| self.latest.contains_key(&MemberIndex(at)))
    }
}
