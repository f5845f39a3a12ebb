//! What the roles tell, in the words of the catalogue: notices, what stands beside a bar, events of the log, where a ceremony
//! stands. Reasons that they pass on come from other rooms, and are English.

use crate::page::lines;
use crate::texts::Words;
use crate::when::date;
use fluent_bundle::FluentValue;
use intertally_core::ceremony::EndCause;
use intertally_core::event::Kind;
use intertally_core::opening::positions::Step;
use intertally_roles::coordinator::CeremonyStanding;
use intertally_roles::person::Work;
use intertally_roles::person::notice::{CeremonyStep, Lost, Notice};
use maud::{Markup, html};

/// What a notice says.
pub(crate) fn notice(words: &Words, notice: &Notice) -> Markup {
    let of = |round: &str| [("round", FluentValue::from(round.to_owned()))];
    let text = match notice {
        // Lists and lines that another room has written.
        Notice::Return(text)
        | Notice::Claims(text)
        | Notice::Fingerprints(text)
        | Notice::Date(text)
        | Notice::Note(text) => return html! { div lang=[words.of_english()] { (lines(text)) } },
        Notice::NotCosigned { why } => words.with("notice-not-cosigned", &[("why", why.as_str().into())]),
        Notice::NotUsed { trustee, why } => words
            .with("notice-not-used", &[("trustee", trustee.as_str().into()), ("why", why.as_str().into())]),
        Notice::AnswerLost(trustee) => {
            words.with("notice-answer-lost", &[("trustee", trustee.as_str().into())])
        }
        Notice::NotesArePublic => words.say("notice-notes-public"),
        Notice::NotCompared => words.say("notice-not-compared"),
        Notice::TooFew(have, need) => {
            words.with("notice-too-few", &[("have", (*have).into()), ("need", (*need).into())])
        }
        Notice::Practice => words.say("notice-practice"),
        Notice::FiguresLost { rounds } => {
            words.with("notice-figures-lost", &[("rounds", rounds.join(", ").into())])
        }
        Notice::ReturnLost { round, now: Lost::NotKept } => words.with("notice-return-lost", &of(round)),
        Notice::ReturnLost { round, now: Lost::Again } => words.with("notice-return-again", &of(round)),
        Notice::LedgerLacked { round } => words.with("notice-ledger", &of(round)),
        Notice::Offered => words.say("notice-offered"),
        Notice::Ceremony(step) => ceremony_step(words, step),
        Notice::CeremonyEnded { cause, guilty } => words.with("notice-ended", &ended(words, *cause, guilty)),
        Notice::Rehearsed { round } => words.with("notice-rehearsed", &of(round)),
        Notice::RehearsalDiffers { trustee, round, why } => words.with(
            "notice-differs",
            &[
                ("trustee", trustee.as_str().into()),
                ("round", round.as_str().into()),
                ("why", why.as_str().into()),
            ],
        ),
        Notice::Stated { round } => words.with("notice-stated", &of(round)),
        Notice::Gave(Step::A, part) => {
            words.with("notice-gave-counts", &[("part", part.saturating_add(1).into())])
        }
        Notice::Gave(Step::B, part) => {
            words.with("notice-gave-totals", &[("part", part.saturating_add(1).into())])
        }
        Notice::AnswerAgain => words.say("notice-answer-again"),
        Notice::FailedBefore(names, true) => {
            words.with("notice-failed-lead", &[("names", names.as_str().into())])
        }
        Notice::FailedBefore(names, false) => {
            words.with("notice-failed-hold", &[("names", names.as_str().into())])
        }
        Notice::NoLetter(trustee) => words.with("notice-no-letter", &[("trustee", trustee.as_str().into())]),
        Notice::LetterShut(trustee, why) => words.with(
            "notice-letter-shut",
            &[("trustee", trustee.as_str().into()), ("why", why.as_str().into())],
        ),
        Notice::Misfit(trustee, sub_key) => words
            .with("notice-misfit", &[("trustee", trustee.as_str().into()), ("sub-key", sub_key.0.into())]),
        Notice::PassedOver(files) => words.with("notice-passed-over", &[("files", files.join(", ").into())]),
        Notice::Clock { here, log } => words
            .with("notice-clock", &[("here", date(words, *here).into()), ("log", date(words, *log).into())]),
    };
    lines(&text)
}

fn ceremony_step(words: &Words, step: &CeremonyStep) -> String {
    match step {
        CeremonyStep::Committed => words.say("notice-committed"),
        CeremonyStep::Replaced(late) => words.with("notice-replaced", &[("trustee", late.as_str().into())]),
        CeremonyStep::Revealed => words.say("notice-revealed"),
        CeremonyStep::Confirmed => words.say("notice-confirmed"),
        CeremonyStep::WrongSeed => words.say("notice-wrong-seed"),
        CeremonyStep::Complained => words.say("notice-complained"),
        CeremonyStep::Answered => words.say("notice-answered"),
        CeremonyStep::Valid => words.say("notice-valid"),
    }
}

fn ended(words: &Words, cause: EndCause, guilty: &[String]) -> [(&'static str, FluentValue<'static>); 2] {
    let why = match cause {
        EndCause::SilentLeader => words.say("ending-silent"),
        EndCause::WrongSeed(_) => words.say("ending-wrong-seed"),
        EndCause::FalseComplaint(_) => words.say("ending-false"),
        EndCause::Unanswered(_) => words.say("ending-unanswered"),
        EndCause::Unconfirmed => words.say("ending-unconfirmed"),
    };
    [("why", why.into()), ("guilty", guilty.join(", ").into())]
}

/// Where a ceremony stands.
pub(crate) fn ceremony(words: &Words, standing: &CeremonyStanding) -> String {
    let by = |at| [("by", FluentValue::from(date(words, at)))];
    match standing {
        CeremonyStanding::Committing(at) => words.with("ceremony-committing", &by(*at)),
        CeremonyStanding::Revealing(at) => words.with("ceremony-revealing", &by(*at)),
        CeremonyStanding::Confirming(at) => words.with("ceremony-confirming", &by(*at)),
        CeremonyStanding::Disputed(name, at) => words
            .with("ceremony-disputed", &[("trustee", name.as_str().into()), ("by", date(words, *at).into())]),
        CeremonyStanding::Valid => words.say("ceremony-valid"),
        CeremonyStanding::Ended(cause, guilty) => words.with("ceremony-ended", &ended(words, *cause, guilty)),
    }
}

/// What an event of the log is.
pub(crate) fn event(words: &Words, kind: Kind) -> String {
    let word = match kind {
        Kind::Convened => "convened",
        Kind::Committed => "committed",
        Kind::Revealed => "revealed",
        Kind::Confirmed => "confirmed",
        Kind::Complained => "complained",
        Kind::SealingKeyDestroyed => "sealing-key",
        Kind::SharesGiven => "shares",
        Kind::Erratum => "erratum",
        Kind::KeysDestroyed => "keys-erased",
        Kind::PayloadDeleted => "deleted",
        Kind::Submitted => "submitted",
        Kind::Withdrawn => "withdrawn",
        Kind::Opened => "opened",
        Kind::Extended => "extended",
        Kind::Sealed => "sealed",
        Kind::Stated => "stated",
        Kind::PlanAdopted => "adopted",
        Kind::Held => "held",
        Kind::Cancelled => "cancelled",
        Kind::Published => "published",
        Kind::Rehearsed => "rehearsed",
    };
    words.say(&format!("event-{word}"))
}

/// What stands beside a bar.
pub(crate) fn bar(words: &Words, work: Work) -> String {
    let word = match work {
        Work::Submissions => "submissions",
        Work::Answers => "answers",
        Work::Encrypting => "encrypting",
        Work::Sending => "sending",
        Work::Shares => "shares",
        Work::Publication => "publication",
        Work::Record => "record",
        Work::Reading => "reading",
        Work::Check(1) => "check-files",
        Work::Check(4) => "check-log",
        Work::Check(_) => "check-submissions",
    };
    words.say(&format!("bar-{word}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::texts::catalogues;
    use intertally_core::party::Instant;

    /// All of them.
    const KINDS: [Kind; 21] = [
        Kind::Convened,
        Kind::Committed,
        Kind::Revealed,
        Kind::Confirmed,
        Kind::Complained,
        Kind::SealingKeyDestroyed,
        Kind::SharesGiven,
        Kind::Erratum,
        Kind::KeysDestroyed,
        Kind::PayloadDeleted,
        Kind::Submitted,
        Kind::Withdrawn,
        Kind::Opened,
        Kind::Extended,
        Kind::Sealed,
        Kind::Stated,
        Kind::PlanAdopted,
        Kind::Held,
        Kind::Cancelled,
        Kind::Published,
        Kind::Rehearsed,
    ];

    #[test]
    fn every_event_and_every_bar_has_its_words() {
        for words in catalogues() {
            let events = KINDS.iter().map(|kind| event(words, *kind));
            let all = [Work::Submissions, Work::Answers, Work::Encrypting, Work::Sending, Work::Shares];
            let more = [Work::Publication, Work::Record, Work::Reading];
            let checks = [1, 4, 5].map(Work::Check);
            let bars = all.into_iter().chain(more).chain(checks).map(|work| bar(words, work));
            for text in events.chain(bars) {
                assert!(!text.contains('['), "{}: {text}", words.language);
            }
        }
    }

    #[test]
    fn notices_are_told_in_the_language_of_the_page_and_reasons_as_they_are() {
        let all = [
            (Notice::Stated { round: "Spring".into() }, ["Stated for", "Verklaring afgelegd", "Attestation"]),
            (Notice::Gave(Step::A, 2), ["of the counts of key 3", "tellingen van sleutel 3", "de la clé 3"]),
            (
                Notice::NotUsed { trustee: "t3".into(), why: "its proof does not hold".into() },
                ["its proof does not hold"; 3],
            ),
            (
                Notice::CeremonyEnded { cause: EndCause::Unconfirmed, guilty: vec!["t2".into()] },
                ["confirmations were missing", "bevestigingen ontbraken", "des confirmations manquaient"],
            ),
            (
                Notice::Clock { here: Instant(0), log: Instant(86_400_000) },
                ["2 January 1970", "2 januari 1970", "2 janvier 1970"],
            ),
        ];
        for (told, wanted) in all {
            for (words, wanted) in catalogues().iter().zip(wanted) {
                let text = notice(words, &told).0;
                assert!(text.contains(wanted) && !text.contains('['), "{wanted}: {text}");
            }
        }
        let claims = Notice::Claims("A.X: confidential".into());
        assert!(notice(&catalogues()[1], &claims).0.contains("lang=\"en\""), "a foreign sentence says so");
        assert!(!notice(&catalogues()[0], &claims).0.contains("lang="));
    }
}
