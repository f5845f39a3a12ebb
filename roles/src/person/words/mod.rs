//! What questions, notices and labels say in English, at the terminal. The desk says them in the words of its own catalogues.

mod notice;
mod question;

use super::Work;
use intertally_core::ceremony::EndCause;
use intertally_core::event::Kind;
pub use notice::{notice, too_few};
pub use question::{doubts, not_again, question};

/// Why a ceremony ended.
#[must_use]
pub const fn ending(cause: EndCause) -> &'static str {
    match cause {
        EndCause::SilentLeader => "commitments or reveals were missing when the time for reveals was over",
        EndCause::WrongSeed(_) => "a leader sent a wrong seed",
        EndCause::FalseComplaint(_) => "a holder complained of a seed that was right",
        EndCause::Unanswered(_) => "a leader did not answer a complaint in time",
        EndCause::Unconfirmed => "confirmations were missing when the time for them was over",
    }
}

/// What an event is.
#[must_use]
pub const fn event(kind: Kind) -> &'static str {
    match kind {
        Kind::Convened => "a ceremony was begun",
        Kind::Committed => "commitment in a ceremony",
        Kind::Revealed => "reveal in a ceremony",
        Kind::Confirmed => "confirmation in a ceremony",
        Kind::Complained => "complaint in a ceremony, or its answer",
        Kind::SealingKeyDestroyed => "a sealing key was erased",
        Kind::SharesGiven => "shares",
        Kind::Erratum => "a correction of what was published",
        Kind::KeysDestroyed => "sub-keys were erased",
        Kind::PayloadDeleted => "a ciphertext was deleted",
        Kind::Submitted => "submission",
        Kind::Withdrawn => "withdrawal",
        Kind::Opened => "a round was opened",
        Kind::Extended => "the deadline was moved",
        Kind::Sealed => "seal",
        Kind::Stated => "statement",
        Kind::PlanAdopted => "a plan was adopted",
        Kind::Held => "the round was held",
        Kind::Cancelled => "the round was cancelled",
        Kind::Published => "publication",
        Kind::Rehearsed => "rehearsal",
    }
}

/// What stands beside a bar.
#[must_use]
pub const fn work(work: Work) -> &'static str {
    match work {
        Work::Submissions => "checking submissions",
        Work::Answers => "checking trustees' answers",
        Work::Encrypting => "encrypting and proving",
        Work::Sending => "sending",
        Work::Shares => "proving shares",
        Work::Publication => "proving the publication",
        Work::Record => "fetching the record",
        Work::Reading => "reading files",
        Work::Check(1) => "check 1: files",
        Work::Check(4) => "check 4: log",
        Work::Check(_) => "check 5: submissions",
    }
}
