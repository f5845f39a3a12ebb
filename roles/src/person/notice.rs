//! What a person is told in passing. Figures in it are the person's own.

use intertally_core::ceremony::EndCause;
use intertally_core::opening::positions::Step;
use intertally_core::opening::share::SubKeyIndex;
use intertally_core::party::Instant;

/// Something to know.
#[derive(Clone, PartialEq, Eq)]
pub enum Notice {
    /// The log's checkpoint was not cosigned.
    NotCosigned {
        /// Why.
        why: String,
    },
    /// An answer of a trustee is left out: its proofs do not hold, or cannot be read.
    NotUsed {
        /// Whose: its name.
        trustee: String,
        /// Why.
        why: String,
    },
    /// The server has lost the proofs of the answer of this trustee.
    AnswerLost(String),
    /// A member: faults and warnings of its return, in its own words.
    Return(String),
    /// A member: notes are public.
    NotesArePublic,
    /// A member: one of them.
    Note(String),
    /// A member: no earlier return of this office is kept, so that its figures were compared with nothing.
    NotCompared,
    /// A member: what it says of single figures, for everybody to read.
    Claims(String),
    /// A member: too few trustees have shown that they can open the round; so many have, so many are needed.
    TooFew(usize, u8),
    /// A member: this is a practice round.
    Practice,
    /// A member: it was in these earlier rounds, and what it returned to them is not kept here.
    FiguresLost {
        /// Their names.
        rounds: Vec<String>,
    },
    /// A member: the server has lost a part of a return.
    ReturnLost {
        /// Name of the round.
        round: String,
        /// What came of it.
        now: Lost,
    },
    /// A trustee: the ledger lacked an opening that the log shows.
    LedgerLacked {
        /// Name of the round.
        round: String,
    },
    /// A trustee: a sealing key is offered.
    Offered,
    /// A trustee: a step of a ceremony is done.
    Ceremony(CeremonyStep),
    /// A trustee: a ceremony ended without keys.
    CeremonyEnded {
        /// Why.
        cause: EndCause,
        /// Whose fault: names.
        guilty: Vec<String>,
    },
    /// A trustee: it showed that it holds its sub-keys.
    Rehearsed {
        /// Name of the round.
        round: String,
    },
    /// A trustee: what another one showed does not fit.
    RehearsalDiffers {
        /// Whose: its name.
        trustee: String,
        /// Name of the round.
        round: String,
        /// Why.
        why: String,
    },
    /// A trustee: it stated.
    Stated {
        /// Name of the round.
        round: String,
    },
    /// A trustee: shares of a step of a key were given.
    Gave(Step, usize),
    /// A trustee: the server had lost the proofs of an answer, and has them again.
    AnswerAgain,
    /// The coordinator: these failed the ceremony before; `true`: and lead again, since too few others are left.
    FailedBefore(String, bool),
    /// The coordinator: a trustee's letter has not come yet.
    NoLetter(String),
    /// The coordinator: a trustee's letter does not open.
    LetterShut(String, String),
    /// The coordinator: what a trustee sent for a sub-key does not open its own commitments.
    Misfit(String, SubKeyIndex),
    /// An auditor: files of this machine's desktop, no part of the record.
    PassedOver(Vec<String>),
    /// Fingerprints of all parties, one a line.
    Fingerprints(String),
    /// A date as it was understood.
    Date(String),
    /// This machine's clock and the log's differ: one of both is wrong.
    Clock {
        /// What this machine's shows.
        here: Instant,
        /// What the log's server wrote to its last event.
        log: Instant,
    },
}

/// What came of a return of which the server has lost a part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lost {
    /// What was sent is kept here, and was sent again.
    Again,
    /// It is not kept here.
    NotKept,
}

/// A step of a trustee in a ceremony.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CeremonyStep {
    /// It committed.
    Committed,
    /// It noted that another one is late.
    Replaced(String),
    /// It revealed.
    Revealed,
    /// It confirmed.
    Confirmed,
    /// A leader sent it a wrong seed.
    WrongSeed,
    /// It complained.
    Complained,
    /// It answered a complaint.
    Answered,
    /// All have confirmed.
    Valid,
}
