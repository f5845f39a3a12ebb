//! Why an event is not taken (spec section 6.4). Each refusal follows a rule whose id never changes its meaning.
//!
//! Words name no party: whose event it is stands beside them, and whom else it is about is a value ([`Refusal::about`]).

use crate::canonical::CanonicalError;
use crate::ceremony::CeremonyRefusal;
use crate::event::Kind;
use crate::hash::Digest;
use crate::lattice::noise::BoundError;
use crate::party::{Instant, MemberIndex, Party, RoundId, TrusteeIndex};
use crate::round::{EarlierRecord, ManifestFault};
use crate::rule::Rule;
use crate::submission::NoteFault;

/// A refusal: what, where, and what to do next.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The event is not the next of this log.
    #[error("event {got} follows {expected}: the log was reordered, or an event dropped or added")]
    Height {
        /// Height of this log.
        expected: u64,
        /// Height named.
        got: u64,
    },
    /// The event names another parent.
    #[error("event {height} names another parent: the log was forked")]
    Parent {
        /// Height.
        height: u64,
    },
    /// The clock went back.
    #[error("event {height} is older than the one before; check the server's clock")]
    Time {
        /// Height.
        height: u64,
    },
    /// Payload and digest differ.
    #[error("the payload is not the one that was signed (its digest is {0}); fetch it again")]
    Payload(Digest),
    /// Payload bytes malformed.
    #[error(transparent)]
    Canonical(#[from] CanonicalError),
    /// Wrong scope, or a scope that this log does not know.
    #[error("the event belongs to no round or ceremony of this log; ask the coordinator for its id")]
    UnknownScope,
    /// The round is in the log already.
    #[error("this round is open already")]
    RoundExists,
    /// The manifest has faults.
    #[error("the manifest has {} faults, the first: {}", .0.len(), .0.first().map_or_else(String::new, ToString::to_string))]
    Manifest(Vec<ManifestFault>),
    /// A key of the round serves another round.
    #[error("key {0} of the round serves another round; hold a new ceremony")]
    KeyUsed(usize),
    /// The earlier records are not those that this log gives.
    #[error("earlier record {at} of the round is not the one that this log gives ({}); make the round again from this log", expected_record(.expected.as_ref()))]
    Earlier {
        /// The first place that differs.
        at: usize,
        /// What stands there; none after the last.
        expected: Option<EarlierRecord>,
    },
    /// A round over some of the same figures is under way.
    #[error(
        "round {:.16} asks for some of the same figures and is {phase}; let it adopt its plan, hold or cancel it first",
        round.0.to_string()
    )]
    Overlap {
        /// That round.
        round: RoundId,
        /// Where it stands.
        phase: &'static str,
    },
    /// The signer may not do this.
    #[error("its signer may not post {}; use the tool of the role that may", in_words(*kind))]
    Role {
        /// Who.
        signer: Party,
        /// What.
        kind: Kind,
    },
    /// The signature does not verify.
    #[error("the signature of its signer does not verify; compare the fingerprint of the key")]
    Signature(Party),
    /// The round is in another phase.
    #[error("the {} is {phase}, and takes {} only {}; {}", whose(*kind), in_words(*kind), taken_while(*kind), next(phase))]
    Phase {
        /// What.
        kind: Kind,
        /// Where the round stands.
        phase: &'static str,
    },
    /// An event that says nothing which the log does not hold already.
    #[error("this was said already; the first time stands, and there is nothing to do")]
    Repeated {
        /// Who.
        signer: Party,
    },
    /// More events of one kind than a party may post in a round.
    #[error(
        "its signer has posted {} {most} times in this round, and no more are taken; ask the coordinator",
        in_words(*kind)
    )]
    TooMany {
        /// Who.
        signer: Party,
        /// What.
        kind: Kind,
        /// How many there may be.
        most: u32,
    },
    /// Before opening.
    #[error("the round opens later (at {0}); send the same file again then")]
    Early(Instant),
    /// After deadline and grace.
    #[error("the round closed at {0}; ask the coordinator for an extension")]
    Late(Instant),
    /// The payload speaks of another round, member or key.
    #[error("the {0} in the payload is not this round's; make the object for this round")]
    Mismatch(&'static str),
    /// Not the next revision.
    #[error("revision {got} where {expected} is next; fetch the status and prepare again")]
    Revision {
        /// Next revision.
        expected: u32,
        /// Named.
        got: u32,
    },
    /// Nothing to withdraw.
    #[error("there is no submission of that revision to withdraw")]
    NothingToWithdraw,
    /// Nothing reported.
    #[error("the submission reports no cell; a member without figures need not submit")]
    Empty,
    /// The member's claims on its figures are not as they must be.
    #[error(
        "the {0} figures of the submission must be cells that it reports, in order, once, and none both public and \
         confidential; prepare the return again"
    )]
    Claims(&'static str),
    /// A figure that the member says it publishes itself is above the maximum of its cell.
    #[error(
        "the figure of cell {0} that the submission gives as published is above the maximum of the cell; prepare the return \
         again"
    )]
    ClaimTooLarge(u32),
    /// A part of a table that is returned whole or not at all.
    #[error(
        "table '{table}' is returned whole or not at all, and cell {cell} of it is missing; report it (0 if there was \
         nothing), or leave the whole table out"
    )]
    Whole {
        /// The table, for people.
        table: String,
        /// The first cell that is missing.
        cell: u32,
    },
    /// The notes of a submission are not as they must be.
    #[error(transparent)]
    Notes(#[from] NoteFault),
    /// Sealed before the deadline although somebody is missing.
    #[error("sealing before the deadline needs every member's submission; {missing} are missing")]
    SealEarly {
        /// Members without a submission.
        missing: usize,
    },
    /// The sealed set is not the log's latest submissions: the first member at which they differ.
    #[error("the sealed set is not that of the log's latest submissions; read the log, and seal again")]
    SealedSet(MemberIndex),
    /// Too few members.
    #[error("{got} members submitted, the policy wants {min}; extend the deadline or cancel")]
    TooFewMembers {
        /// Members that submitted.
        got: usize,
        /// The policy's minimum.
        min: u16,
    },
    /// No quorum of matching statements for a key.
    #[error("key {} of the round has no quorum of matching statements; {standing} stand", counted(*key))]
    NoQuorum {
        /// Position of the key in the round.
        key: usize,
        /// Matching statements at most.
        standing: usize,
    },
    /// The trustee does not stand by the agreed statement.
    #[error("a trustee gives shares only for the statement that it signed and that the quorum agreed")]
    NotStanding,
    /// A trustee answers a question once.
    #[error("the trustee has answered this question; its first answer stands")]
    Answered(TrusteeIndex),
    /// Too few shares.
    #[error("key {} of the round has shares of {got} trustees, {need} are needed", counted(*key))]
    TooFewShares {
        /// Position of the key.
        key: usize,
        /// Trustees that gave.
        got: usize,
        /// Threshold.
        need: u8,
    },
    /// A plan that opens a cell whose value nobody may read.
    #[error(
        "the plan opens cell {0}, of which only the contributors are counted; adopt the plan that the rules give"
    )]
    CountOnly(u32),
    /// A plan that opens a cell whose contributors nobody counted.
    #[error(
        "the plan opens cell {0}, of which nobody counted the contributors; adopt the plan that the rules give"
    )]
    NotCounted(u32),
    /// A list is unsorted, repeats itself or points outside.
    #[error("the {0} must be sorted, without repeats and inside the round")]
    List(&'static str),
    /// The ceremony refused.
    #[error(transparent)]
    Ceremony(CeremonyRefusal),
    /// The ceremony is in the log already.
    #[error("this ceremony is convened already")]
    CeremonyExists,
    /// The round names a ceremony that this log does not hold.
    #[error("this log holds no ceremony of that id; hold the ceremony first")]
    UnknownCeremony,
    /// The round names a ceremony that made no keys, or not yet.
    #[error(
        "the ceremony has made no keys: not all trustees have confirmed; wait for them or hold a new one"
    )]
    CeremonyWithoutKeys,
    /// A key would open more than its privacy budget admits.
    #[error("key {} of the round: {why}", counted(*key))]
    Budget {
        /// Position of the key.
        key: usize,
        /// The admissible size.
        why: BoundError,
    },
}

/// A key of a round as people count: the first is number 1.
const fn counted(position: usize) -> usize {
    position.saturating_add(1)
}

/// What an event is to whoever wants to post it.
const fn in_words(kind: Kind) -> &'static str {
    match kind {
        Kind::Opened => "a new round",
        Kind::Submitted => "a submission",
        Kind::Withdrawn => "a withdrawal",
        Kind::Extended => "a later deadline",
        Kind::Sealed => "a seal",
        Kind::Rehearsed => "a rehearsal of its keys",
        Kind::Stated => "a statement",
        Kind::SharesGiven => "shares",
        Kind::PlanAdopted => "a plan",
        Kind::Held => "a hold",
        Kind::Cancelled => "a cancellation",
        Kind::Published => "a publication",
        Kind::Erratum => "a correction of what was published",
        Kind::KeysDestroyed => "word that sub-keys were erased",
        Kind::PayloadDeleted => "word that a ciphertext was deleted",
        Kind::SealingKeyDestroyed => "word that a sealing key was erased",
        Kind::Convened | Kind::Committed | Kind::Revealed | Kind::Confirmed | Kind::Complained => {
            "a message of a ceremony"
        }
    }
}

/// What it belongs to.
const fn whose(kind: Kind) -> &'static str {
    if matches!(kind, Kind::SealingKeyDestroyed) { "ceremony" } else { "round" }
}

/// In which phases it is taken: those of docs/spec.md section 6.3.
const fn taken_while(kind: Kind) -> &'static str {
    match kind {
        Kind::Submitted | Kind::Withdrawn | Kind::Extended | Kind::Sealed | Kind::Rehearsed => {
            "while it is open"
        }
        Kind::Stated => "between seal and publication",
        Kind::SharesGiven => "of counts after the seal, and of totals once a plan is adopted",
        Kind::PlanAdopted => "after the seal, and once",
        Kind::Held => "between seal and publication",
        Kind::Cancelled => "before it is published",
        Kind::Published => "once its plan is adopted, and once",
        Kind::Erratum => "once it is published",
        Kind::KeysDestroyed => "once it is published, held or cancelled",
        Kind::PayloadDeleted => "once it is published or cancelled",
        Kind::SealingKeyDestroyed => "once it has ended",
        _ => "in its time",
    }
}

/// What can be done in a phase that does not take what was posted.
fn next(phase: &str) -> &'static str {
    match phase {
        "cancelled" | "published" => {
            "there is nothing to do in it any more: see whether another round is meant"
        }
        _ => "see in its status what comes next",
    }
}

fn expected_record(expected: Option<&EarlierRecord>) -> String {
    expected.map_or_else(
        || "it is one too many".to_owned(),
        |record| {
            format!(
                "round {:.16} with its composition {:.16}",
                record.round.0.to_string(),
                record.composition.to_string()
            )
        },
    )
}

impl Refusal {
    /// The party, other than its signer, that the refusal is about, if there is one.
    #[must_use]
    pub const fn about(&self) -> Option<Party> {
        match self {
            Self::SealedSet(member) => Some(Party::Member(*member)),
            Self::Ceremony(why) => why.about(),
            _ => None,
        }
    }

    /// The rule, as in docs/spec.md section 6.4.
    #[must_use]
    pub const fn rule(&self) -> Rule {
        match self {
            Self::Height { .. } => Rule::LogHeight,
            Self::Parent { .. } => Rule::LogParent,
            Self::Time { .. } => Rule::LogTime,
            Self::Payload(_) => Rule::LogPayload,
            Self::Canonical(_) => Rule::Bytes,
            Self::UnknownScope => Rule::Scope,
            Self::RoundExists => Rule::RoundExists,
            Self::Manifest(_) => Rule::RoundManifest,
            Self::KeyUsed(_) => Rule::KeyUsed,
            Self::Earlier { .. } => Rule::Earlier,
            Self::Overlap { .. } => Rule::Overlap,
            Self::Role { .. } => Rule::Role,
            Self::Signature(_) => Rule::Signature,
            Self::Phase { .. } => Rule::Phase,
            Self::Repeated { .. } => Rule::Repeated,
            Self::TooMany { .. } => Rule::TooMany,
            Self::Early(_) => Rule::DateEarly,
            Self::Late(_) => Rule::DateLate,
            Self::Mismatch(_) => Rule::Mismatch,
            Self::Revision { .. } => Rule::Revision,
            Self::NothingToWithdraw => Rule::Withdraw,
            Self::Empty => Rule::Empty,
            Self::Claims(_) | Self::ClaimTooLarge(_) => Rule::Claims,
            Self::Whole { .. } => Rule::Whole,
            Self::Notes(_) => Rule::Notes,
            Self::SealEarly { .. } => Rule::SealEarly,
            Self::SealedSet(_) => Rule::SealSet,
            Self::TooFewMembers { .. } => Rule::SealMembers,
            Self::NoQuorum { .. } => Rule::Quorum,
            Self::NotStanding => Rule::Standing,
            Self::Answered(_) => Rule::Answered,
            Self::TooFewShares { .. } => Rule::Shares,
            Self::CountOnly(_) => Rule::CountOnly,
            Self::NotCounted(_) => Rule::NotCounted,
            Self::List(_) => Rule::List,
            Self::Ceremony(_) => Rule::Ceremony,
            Self::CeremonyExists => Rule::CeremonyExists,
            Self::UnknownCeremony => Rule::CeremonyUnknown,
            Self::CeremonyWithoutKeys => Rule::CeremonyKeys,
            Self::Budget { .. } => Rule::Budget,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_in_the_wrong_phase_is_told_what_it_is_when_it_is_taken_and_what_to_do() {
        let said = |kind, phase| Refusal::Phase { kind, phase }.to_string();
        assert_eq!(
            said(Kind::Extended, "sealed"),
            "the round is sealed, and takes a later deadline only while it is open; see in its status what comes next"
        );
        let late = said(Kind::Cancelled, "published");
        assert!(
            late.contains("a cancellation only before it is published; there is nothing to do in it"),
            "{late}"
        );
        let role = Refusal::Role { signer: Party::Aggregator, kind: Kind::PlanAdopted }.to_string();
        assert!(role.contains("may not post a plan; use the tool"), "{role}");
        let keys = Refusal::TooFewShares { key: 0, got: 1, need: 2 }.to_string();
        assert!(keys.starts_with("key 1 of the round"), "{keys}");
    }
}
