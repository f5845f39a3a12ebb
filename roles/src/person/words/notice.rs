//! What notices say.

use super::ending;
use crate::clock::when;
use crate::person::notice::{CeremonyStep, Lost, Notice};
use intertally_core::opening::positions::Step;
use intertally_returns::Compared;
use jiff::tz::TimeZone;

/// What a member is told while too few trustees have shown that they can open the round.
#[must_use]
pub fn too_few(have: usize, need: u8) -> String {
    let shown = match have {
        1 => "1 trustee has shown that it holds".to_owned(),
        _ => format!("{have} trustees have shown that they hold"),
    };
    format!(
        "only {shown} this round's keys, {need} are needed: it may have to be held again, and everybody sends \
         again"
    )
}

/// What a notice says.
#[must_use]
pub fn notice(notice: &Notice) -> String {
    match notice {
        Notice::NotCosigned { why } => format!("warning: the log's checkpoint was not cosigned: {why}"),
        Notice::NotUsed { trustee, why } => format!("not used: the answer of trustee {trustee}: {why}"),
        Notice::AnswerLost(trustee) => format!(
            "not used: the server has lost the proofs in the answer of trustee {trustee}; it sends them again with `trustee sit`"
        ),
        Notice::Return(text) | Notice::Claims(text) | Notice::Fingerprints(text) | Notice::Date(text) => {
            text.clone()
        }
        Notice::NotesArePublic => {
            "your notes are not encrypted: everybody can read them, in the record and in the publication"
                .into()
        }
        Notice::Note(text) => format!("  {text}"),
        Notice::NotCompared => format!("NOTE: {}", Compared::Nothing.to_text().unwrap_or_default()),
        Notice::TooFew(have, need) => format!("NOTE: {}", too_few(*have, *need)),
        Notice::Practice => {
            "PRACTICE round: outside every protection of later rounds. Send made-up figures only.".into()
        }
        Notice::FiguresLost { rounds } => format!(
            "what was returned to {} is not kept here, so figures that were opened there count as changed, and what is \
             connected with them stays shut for all: restore the backup of this office, if there is one",
            rounds.iter().map(|name| format!("'{name}'")).collect::<Vec<_>>().join(", ")
        ),
        Notice::ReturnLost { round, now: Lost::NotKept } => format!(
            "the server has lost a part of your return to '{round}', and what was sent is not kept here: send the prepared \
             file again with `member send`, from the machine that has it"
        ),
        Notice::ReturnLost { round, now: Lost::Again } => format!(
            "the server had lost a part of your return to '{round}'; the same bytes were sent again, and it has them now"
        ),
        Notice::LedgerLacked { round } => format!(
            "the ledger lacked round '{round}', which this trustee helped to open, or may have: noted from the log, and later \
             rounds must name it"
        ),
        Notice::Offered => "offered a sealing key for the ceremony".into(),
        Notice::Ceremony(step) => ceremony(step),
        Notice::CeremonyEnded { cause, guilty } => {
            format!(
                "a ceremony ended without keys: {}; at fault: {}; what was kept of it is erased",
                ending(*cause),
                guilty.join(", ")
            )
        }
        Notice::Rehearsed { round } => format!("rehearsed: the sub-keys of '{round}' are here"),
        Notice::RehearsalDiffers { trustee, round, why } => {
            format!("trustee {trustee}, round '{round}': {why}")
        }
        Notice::Stated { round } => format!("stated for the sealed set of '{round}'"),
        Notice::Gave(step, part) => {
            let what = if *step == Step::A { "counts" } else { "approved totals" };
            format!("gave shares of the {what} of key {}", part.saturating_add(1))
        }
        Notice::AnswerAgain => "the server had lost the proofs of an answer; the same were sent again".into(),
        Notice::FailedBefore(names, true) => {
            format!("{names} failed the ceremony before, and lead again: too few others are left to")
        }
        Notice::FailedBefore(names, false) => {
            format!("{names} failed the ceremony before: they hold sub-keys, and lead none")
        }
        Notice::NoLetter(trustee) => format!("the letter of trustee {trustee} has not come yet"),
        Notice::LetterShut(trustee, why) => {
            format!("the letter of trustee {trustee} does not open: {why}")
        }
        Notice::Misfit(trustee, sub_key) => format!(
            "not used: what trustee {trustee} sent for sub-key {} does not open its own commitments",
            sub_key.0
        ),
        Notice::Clock { here, log } => format!(
            "warning: this machine's clock shows {}, and the server of the log wrote {} to its last event: one of both clocks is \
             wrong. Compare yours with a third one; dates that you are told go by it",
            when(*here, TimeZone::UTC),
            when(*log, TimeZone::UTC)
        ),
        Notice::PassedOver(files) => format!(
            "passed over, files of this machine's desktop and no part of the record: {}; delete them before you hand the \
             record on",
            files.join(", ")
        ),
    }
}

fn ceremony(step: &CeremonyStep) -> String {
    match step {
        CeremonyStep::Committed => "ceremony: committed".into(),
        CeremonyStep::Replaced(late) => {
            format!("ceremony: trustee {late} committed to nothing in time and leads no more")
        }
        CeremonyStep::Revealed => "ceremony: revealed, and sent the seeds".into(),
        CeremonyStep::Confirmed => "ceremony: checked all seeds and confirmed".into(),
        CeremonyStep::WrongSeed => "a leader sent a wrong seed: complaining".into(),
        CeremonyStep::Complained => "ceremony: complained".into(),
        CeremonyStep::Answered => "ceremony: answered a complaint".into(),
        CeremonyStep::Valid => {
            "ceremony: all have confirmed; the keys are valid, the sealing key is erased".into()
        }
    }
}
