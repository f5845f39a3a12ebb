//! The catalogue: what questions, notices and labels say in English. A translation is another file like this one.

use super::Work;
use super::notice::{CeremonyStep, Lost, Notice};
use super::question::{Heading, Outline, Question, SealedRound};
use crate::clock::when;
use intertally_core::event::Kind;
use intertally_core::opening::positions::Step;
use intertally_returns::{Reason, ToConfirm};
use jiff::tz::TimeZone;

/// What a question says to a person in this zone.
#[must_use]
pub fn question(question: &Question, zone: &TimeZone) -> String {
    match question {
        Question::Figure(doubt) => figure(doubt),
        Question::Note { text } => {
            format!("'{text}' holds digits, and everybody will read it. Does it name no figure?")
        }
        Question::Encrypt(outline) => encrypt(outline),
        Question::Withdraw { revision, round } => {
            format!("Withdraw revision {revision} from '{round}'? It stays in the log, but no longer counts.")
        }
        Question::Forget { round } => format!(
            "Erase the kept returns of '{round}' for ever? Nothing can be proved, rechecked or sent again from them."
        ),
        Question::TakePart { committee: (t, n), keys, commit_by, again } => {
            let again = if again.is_empty() {
                String::new()
            } else {
                format!(" Failed the ceremony before, and would lead sub-keys again: {again}.")
            };
            let by = when(*commit_by, zone.clone());
            format!("Ceremony: {t} of {n} trustees, {keys} keys, commitments by {by}.{again} Take part?")
        }
        Question::Consent { round, reasons } => {
            format!("A person must consent to round '{round}': {}. Consent?", reasons.join("; "))
        }
        Question::State(sealed) => state(sealed, zone),
        Question::OpenTotals { round, approved, cells } => format!(
            "{}\n  the plan follows from policy and counts, as recomputed on this machine: {approved} of {cells} totals are \
             opened\n  to the coordinator, who publishes them; the other {} stay closed to everybody. Open?",
            heading(round),
            cells.saturating_sub(*approved)
        ),
        Question::Destroy { round } => format!(
            "Erase your sub-keys of round '{round}' for ever? Without them nothing of it can be opened again."
        ),
        Question::Seal { round, have, listed } => format!(
            "Seal '{round}' with {have} of {listed} members? Nothing can be sent or corrected afterwards."
        ),
        Question::Aside { kind, round, reason } => {
            let verb = if *kind == Kind::Held { "Hold" } else { "Cancel" };
            format!("{verb} round '{round}'? The reason is public: {reason}")
        }
        Question::Fingerprints => {
            "Have you compared these fingerprints with the offices themselves, by telephone or on paper?"
                .into()
        }
        Question::Card { who, fingerprint } => {
            format!("{who}, fingerprint {fingerprint}: did that office read you the same?")
        }
        Question::Date { shown, typed } => {
            format!("{shown}. '{typed}' names no zone; this machine's was taken. Is it right?")
        }
    }
}

fn figure(doubt: &ToConfirm) -> String {
    let why = match &doubt.reason {
        Reason::Previous { key, value } => format!("your last figure, {value} in {key}, is far from it"),
        Reason::Usual { limit } => format!("more than {limit} is unusual for this measure"),
    };
    format!("{}: {} - {why}. Is it right?", doubt.key, doubt.value)
}

fn encrypt(outline: &Outline) -> String {
    let Outline { area, round, revision, filled: (filled, cells), missing, notes, largest } = outline;
    let largest =
        largest.as_ref().map_or_else(String::new, |(cell, value)| format!("; largest {value} in {cell}"));
    format!(
        "{area} to '{round}', revision {revision}: {filled} of {cells} cells filled, {missing} without a figure, {notes} \
         public notes{largest}. Encrypt?"
    )
}

fn heading(round: &Heading) -> String {
    let practice = if round.practice { " (PRACTICE: no real figures)" } else { "" };
    format!("Round '{}'{practice}, id {:.16}", round.name, round.id)
}

fn state(sealed: &SealedRound, zone: &TimeZone) -> String {
    let (least, most) = sealed.contributors;
    let range = if least == most { least.to_string() } else { format!("{least} to {most}") };
    format!(
        "{}\n  sealed {} with {} of {} members: {}\
         \n  {} cells; a total is opened only with at least {range} members whose figure is not zero; {} earlier records count\
         \n  every signature and proof was checked on this machine, and the sum added up here\
         \nYou state, once and for ever, that you answer for exactly this set. After a quorum of statements the counts of\
         \ncontributors are opened to coordinator and trustees, for {} key(s). State?",
        heading(&sealed.round),
        sealed.at.map(|at| when(at, zone.clone())).unwrap_or_default(),
        sealed.areas.len(),
        sealed.listed,
        sealed.areas.join(" "),
        sealed.cells,
        sealed.earlier,
        sealed.keys
    )
}

/// What a member is told while too few trustees have shown that they can open the round.
#[must_use]
pub fn too_few(have: usize, need: u8) -> String {
    format!(
        "only {have} trustees have shown that they hold this round's keys, {need} are needed: it may have to be held again, \
         and everybody sends again"
    )
}

/// What a notice says.
#[must_use]
pub fn notice(notice: &Notice) -> String {
    match notice {
        Notice::NotCosigned { why } => format!("warning: the log's checkpoint was not cosigned: {why}"),
        Notice::NotUsed { why } => format!("not used: {why}"),
        Notice::AnswerLost(trustee) => format!(
            "not used: the server has lost the proofs in the answer of trustee {}; it has them sent again with `trustee sit`",
            trustee.0
        ),
        Notice::Return(text) | Notice::Claims(text) | Notice::Fingerprints(text) | Notice::Date(text) => {
            text.clone()
        }
        Notice::NotesArePublic => {
            "your notes are not encrypted: everybody can read them, in the record and in the publication"
                .into()
        }
        Notice::Note(text) => format!("  {text}"),
        Notice::TooFew(have, need) => format!("NOTE: {}", too_few(*have, *need)),
        Notice::Practice => {
            "PRACTICE round: outside every protection of later rounds. Send made-up figures only.".into()
        }
        Notice::AllChanged => {
            "no return to an earlier round is kept here: every cell is certified as changed".into()
        }
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
        Notice::Ceremony(step) => ceremony(*step),
        Notice::CeremonyEnded { cause, guilty } => {
            let guilty: Vec<String> = guilty.iter().map(|trustee| format!("trustee {}", trustee.0)).collect();
            format!(
                "a ceremony ended without keys ({cause:?}; at fault: {}); what was kept of it is erased",
                guilty.join(", ")
            )
        }
        Notice::Rehearsed { round } => format!("rehearsed: the sub-keys of '{round}' are here"),
        Notice::RehearsalDiffers { trustee, round, why } => {
            format!("trustee {}, round '{round}': {why}", trustee.0)
        }
        Notice::Stated { round } => format!("stated for the sealed set of '{round}'"),
        Notice::Gave(step, part) => {
            let what = if *step == Step::A { "counts" } else { "approved totals" };
            format!("gave shares of the {what} of key {part}")
        }
        Notice::AnswerAgain => "the server had lost the proofs of an answer; the same were sent again".into(),
        Notice::FailedBefore(names, true) => {
            format!("{names} failed the ceremony before, and lead again: too few others are left to")
        }
        Notice::FailedBefore(names, false) => {
            format!("{names} failed the ceremony before: they hold sub-keys, and lead none")
        }
        Notice::NoLetter(trustee) => format!("the letter of trustee {} has not come yet", trustee.0),
        Notice::LetterShut(trustee, why) => {
            format!("the letter of trustee {} does not open: {why}", trustee.0)
        }
        Notice::Misfit(trustee, sub_key) => format!(
            "not used: what trustee {} sent for sub-key {} does not open its own commitments",
            trustee.0, sub_key.0
        ),
        Notice::PassedOver(files) => format!(
            "passed over, files of this machine's desktop and no part of the record: {}; delete them before you hand the \
             record on",
            files.join(", ")
        ),
    }
}

fn ceremony(step: CeremonyStep) -> String {
    match step {
        CeremonyStep::Committed => "ceremony: committed".into(),
        CeremonyStep::Replaced(late) => {
            format!("ceremony: trustee {} committed to nothing in time and leads no more", late.0)
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
