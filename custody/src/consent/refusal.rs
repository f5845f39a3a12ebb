//! Reasons against a statement: what, where, what next.

use crate::ledger::LedgerError;
use intertally_core::party::{Instant, MemberIndex, RoundId};
use intertally_structure::TableDifference;

/// One reason. All that apply are listed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ConsentRefusal {
    /// This trustee's index is not one of the committee's.
    #[error("this trustee has no place in the committee of the round; check the manifest")]
    Committee,
    /// The member list is not the pinned one.
    #[error("member {at} is not the one pinned here; compare fingerprints with the coordinator by telephone")]
    OtherMembers {
        /// First place that differs.
        at: usize,
    },
    /// The sealed set holds another revision than the log's latest, or too much, or too little.
    #[error("member {}: the sealed set is not its latest revision in the log; seal again", member.0)]
    NotLatest {
        /// Whose.
        member: MemberIndex,
    },
    /// Signature or proofs fail or were not checked here.
    #[error("member {}: signature and proofs of its submission do not hold here; leave it out or ask it again", member.0)]
    NotProven {
        /// Whose.
        member: MemberIndex,
    },
    /// Not in the manifest.
    #[error("member {} is not in the round manifest; seal again without it", member.0)]
    NoSuchMember {
        /// Whose.
        member: MemberIndex,
    },
    /// Sealed before the deadline though not all had submitted.
    #[error("sealed before the deadline ({} ms since 1970) and not all have submitted; wait", deadline.0)]
    SealedEarly {
        /// Deadline in force, with grace.
        deadline: Instant,
    },
    /// Fewer members than the minimum, or a minimum below the floor.
    #[error("{have} members submitted, {need} are needed; extend the round or let it lapse")]
    TooFewMembers {
        /// In the sealed set.
        have: usize,
        /// Needed.
        need: u32,
    },
    /// What is to be counted is not what the rules admit.
    #[error(
        "the seal would count the {of} of cell {cell} otherwise than the rules admit for these members; seal again"
    )]
    OtherCounted {
        /// Contributors or changes.
        of: &'static str,
        /// The first cell that differs.
        cell: u32,
    },
    /// The structure file at hand is not the one of the round.
    #[error("the structure file is not the one that the round names; fetch it from the server again")]
    OtherStructureFile,
    /// The structure file cannot be read.
    #[error(
        "the structure file of the round has a fault: {0}; the round must be opened anew with a sound one"
    )]
    Structure(String),
    /// The table of the round is not the one that its structure file gives.
    #[error(transparent)]
    Table(TableDifference),
    /// The table that was compared is of another round.
    #[error("the table compared here is of another round; run the command again")]
    OtherTable,
    /// An opening that this trustee took part in is not among the earlier records.
    #[error(
        "the earlier records lack an opening that this trustee took part in; name its record in a new round"
    )]
    EarlierMissing {
        /// The round opened.
        round: RoundId,
    },
    /// A person must consent first.
    #[error(
        "a person at this trustee must consent: {}",
        if .round.is_some() { "a member of a burnt opening is missing" } else { "an earlier round over some of the same figures had another structure file" }
    )]
    PersonNeeded {
        /// The burnt opening; none for another structure.
        round: Option<RoundId>,
    },
    /// The coordinator asks for something that this trustee did not compute.
    #[error("the {what} asked for is not the one recomputed here; ask for the sealed set of the log")]
    AskedForOther {
        /// Which part of the statement.
        what: &'static str,
    },
    /// The log holds a statement by this trustee that its ledger does not.
    #[error(
        "the log holds a statement signed here that the ledger lacks; make a backup and restore it, which notes that some is forgotten"
    )]
    UnknownOwnStatement,
    /// The ledger forbids it.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
}
