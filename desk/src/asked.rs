//! A question of the roles as the page asks it: for whom, what this machine has checked, what the person checks, and what
//! follows from a yes. Questions that have no form of their own are asked in one sentence.

use crate::page::lines;
use crate::texts::Words;
use crate::when::date;
use intertally_core::event::Kind;
use intertally_core::party::Instant;
use intertally_returns::{Reason, ToConfirm};
use intertally_roles::person::Question;
use intertally_roles::person::question::{Doubts, Heading, Outline, RoundOutline, SealedRound};
use intertally_roles::person::words as english;
use jiff::tz::TimeZone;
use maud::{Markup, html};

/// Cells that are named one by one in a question.
const NAMED: usize = 3;

/// What stands in the frame of a question.
pub(crate) struct Asked {
    /// Its heading.
    pub(crate) title: String,
    /// What it is about.
    pub(crate) body: Markup,
    /// On the button that agrees.
    pub(crate) yes: String,
    /// On the one that does not.
    pub(crate) no: String,
}

impl Asked {
    /// As this page asks it.
    pub(crate) fn of(words: &Words, question: &Question) -> Self {
        let (id, body) = match question {
            Question::TakePart { committee, keys, commit_by, again } => {
                ("part", take_part(words, *committee, (*keys, *commit_by), again))
            }
            Question::Consent { round, reasons } => ("consent", consent(words, round, reasons)),
            Question::State(sealed) => ("state", state(words, sealed)),
            Question::OpenTotals { round, approved, cells } => {
                ("totals", totals(words, round, (*approved, *cells)))
            }
            Question::Open(outline) => ("open", open(words, outline)),
            Question::Adopt { round, approved, withheld } => {
                ("adopt", adopt(words, round, (*approved, *withheld)))
            }
            other => return Self::plain(words, other),
        };
        Self {
            title: words.say(&format!("ask-{id}-title")),
            body,
            yes: words.say(&format!("ask-{id}-yes")),
            no: words.say("answer-not-now"),
        }
    }

    fn plain(words: &Words, question: &Question) -> Self {
        Self {
            title: words.say("asked-title"),
            body: plain(words, question),
            yes: words.say("answer-yes"),
            no: words.say("answer-no"),
        }
    }
}

/// Figures that are named one by one.
const DOUBTS: usize = 20;
/// Cells of figures in clear that are named one by one: all that a person reads.
const IN_CLEAR: usize = 100;

/// A question in a sentence.
fn plain(words: &Words, question: &Question) -> Markup {
    let text = match question {
        Question::Figures(all) => return doubts(words, all),
        Question::InClear { cells } => return in_clear(words, cells),
        Question::Encrypt(outline) => encrypt(words, outline),
        Question::RealToPractice { round } => words.with("ask-practice", &[("round", round.as_str().into())]),
        Question::Note { text } => words.with("ask-note", &[("text", text.as_str().into())]),
        Question::Withdraw { revision, round } => {
            let about = [("n", (*revision).into()), ("round", round.as_str().into())];
            format!("{}\n{}", words.say("withdraw-title"), words.with("withdraw-text", &about))
        }
        Question::Destroy { round } => {
            let text = words.with("erase-text", &[("round", round.heading.name.as_str().into())]);
            format!("{}\n{text}", words.say("erase-title"))
        }
        Question::TakeBack { trustees } => {
            words.with("ask-take-back", &[("names", trustees.join(", ").into())])
        }
        Question::Extend { round, from, to } => words.with(
            "ask-extend",
            &[
                ("round", round.heading.name.as_str().into()),
                ("from", date(words, *from).into()),
                ("to", date(words, *to).into()),
            ],
        ),
        Question::Publish { round: of, shown, withheld, files } => {
            let about = [
                ("shown", (*shown).into()),
                ("withheld", (*withheld).into()),
                ("files", files.join(", ").into()),
            ];
            return html! { dl.facts { (round(words, of)) } p { (words.with("ask-publish", &about)) } };
        }
        Question::Seal { round, have, listed } => words.with(
            "ask-seal",
            &[
                ("round", round.heading.name.as_str().into()),
                ("have", (*have).into()),
                ("listed", (*listed).into()),
            ],
        ),
        Question::Aside { kind, round, reason } => {
            let about = [("round", round.heading.name.as_str().into()), ("reason", reason.as_str().into())];
            if *kind == Kind::Held {
                words.with("ask-hold", &about)
            } else {
                words.with("ask-cancel", &about)
            }
        }
        // What only commands ask.
        other => {
            let text = english::question(other, &TimeZone::system());
            return html! { p lang=[words.of_english()] { (lines(&text)) } };
        }
    };
    html! { p { (lines(&text)) } }
}

/// Figures that may be slips, worst first, with what most of them have in common.
fn doubts(words: &Words, all: &Doubts) -> Markup {
    let Doubts { figures, cause } = all;
    let line = |doubt: &ToConfirm| {
        let (cell, now) = (("cell", doubt.key.as_str().into()), ("now", doubt.value.to_string().into()));
        match &doubt.reason {
            Reason::Previous { key, value } if *key == doubt.key => {
                words.with("ask-doubt-last", &[cell, now, ("value", value.to_string().into())])
            }
            Reason::Previous { key, value } => words.with(
                "ask-doubt-last-in",
                &[cell, now, ("value", value.to_string().into()), ("other", key.as_str().into())],
            ),
            Reason::Usual { limit } => {
                words.with("ask-doubt-usual", &[cell, now, ("limit", limit.to_string().into())])
            }
        }
    };
    let more = figures.len().saturating_sub(DOUBTS);
    html! {
        p { b { (words.with("doubts-title", &[("n", figures.len().into())])) } }
        ul { @for doubt in figures.iter().take(DOUBTS) { li { (line(doubt)) } } }
        @if more > 0 { p.hint { (words.with("grid-more", &[("n", more.into())])) } }
        @if let Some(cause) = cause {
            p.warning { (words.with("ask-doubt-cause", &[("n", cause.figures.into()), ("all", figures.len().into()),
                ("factor", cause.factor.to_string().into()), ("more", if cause.more { "yes" } else { "no" }.into())])) }
        }
        p { (words.with("ask-doubts-right", &[("n", figures.len().into())])) }
    }
}

fn in_clear(words: &Words, cells: &[String]) -> Markup {
    let more = cells.len().saturating_sub(IN_CLEAR);
    html! {
        p { (words.with("ask-clear", &[("n", cells.len().into())])) }
        ul { @for cell in cells.iter().take(IN_CLEAR) { li { code { (cell) } } } }
        @if more > 0 { p.hint { (words.with("grid-more", &[("n", more.into())])) } }
    }
}

fn encrypt(words: &Words, outline: &Outline) -> String {
    let Outline { area, round, revision, filled: (filled, cells), missing, notes, largest } = outline;
    let about = [
        ("area", area.as_str().into()),
        ("round", round.as_str().into()),
        ("revision", (*revision).into()),
        ("filled", (*filled).into()),
        ("cells", (*cells).into()),
        ("missing", (*missing).into()),
        ("notes", (*notes).into()),
    ];
    let text = words.with("ask-encrypt", &about);
    let Some((cell, value)) = largest else { return text };
    let about = [("cell", cell.as_str().into()), ("value", value.to_string().into())];
    format!("{}\n{text}", words.with("ask-encrypt-largest", &about))
}

/// What this machine has checked, as a list under a heading of its own.
fn checked(words: &Words, all: &[String]) -> Markup {
    html! {
        h3 { (words.say("ask-checked")) }
        ul.checked { @for one in all { li { (one) } } }
    }
}

/// A round in the facts of a question.
fn round(words: &Words, of: &Heading) -> Markup {
    html! {
        dt { (words.say("ask-round")) }
        dd { b { (of.name) } @if of.practice { " " span.badge.practice { (words.say("practice")) } }
            br; code { (of.id.get(..16).unwrap_or_default()) } }
    }
}

fn take_part(words: &Words, (t, n): (u8, usize), (keys, by): (u32, Instant), again: &str) -> Markup {
    html! {
        p { (words.say("ask-part-text")) }
        dl.facts {
            dt { (words.say("ask-committee")) }
            dd { (words.with("ask-committee-of", &[("t", t.into()), ("n", n.into())])) }
            dt { (words.say("ask-keys")) } dd { (keys) }
            dt { (words.say("ask-commit-by")) } dd { (date(words, by)) }
        }
        @if !again.is_empty() { p.warning { (words.with("ask-part-again", &[("names", again.into())])) } }
        (checked(words, &[words.say("ask-part-checked")]))
        p { (words.say("ask-part-you")) }
    }
}

fn consent(words: &Words, of: &str, reasons: &[String]) -> Markup {
    html! {
        p { (words.with("ask-consent-text", &[("round", of.into())])) }
        ul { @for why in reasons { li { (why) } } }
        p { (words.say("ask-consent-you")) }
    }
}

fn state(words: &Words, sealed: &SealedRound) -> Markup {
    let SealedRound { areas, listed, cells, contributors: (least, most), earlier, keys, .. } = sealed;
    let range = if least == most { least.to_string() } else { format!("{least} – {most}") };
    html! {
        dl.facts {
            (round(words, &sealed.round))
            dt { (words.say("ask-state-members")) }
            dd { b { (words.with("ask-of", &[("n", areas.len().into()), ("all", (*listed).into())])) } br; (areas.join(", ")) }
            @if let Some(at) = sealed.at { dt { (words.say("ask-state-at")) } dd { (date(words, at)) } }
            dt { (words.say("ask-state-cells")) }
            dd { (cells) br; span.hint { (words.with("ask-state-minimum", &[("range", range.into())])) } }
            dt { (words.say("ask-keys")) } dd { (keys) }
            dt { (words.say("ask-state-earlier")) } dd { (earlier) }
        }
        (checked(words, &[
            words.say("ask-state-log"),
            words.say("ask-state-proofs"),
            words.say("ask-state-set"),
            words.say("ask-state-sum"),
            words.say("ask-state-counted"),
            words.say("ask-state-pins"),
        ]))
        p { (words.say("ask-state-you")) }
        p.warning { (words.say("ask-state-means")) }
    }
}

fn totals(words: &Words, of: &Heading, (approved, cells): (usize, usize)) -> Markup {
    let shut = cells.saturating_sub(approved);
    html! {
        dl.facts {
            (round(words, of))
            dt { (words.say("ask-totals-open")) }
            dd { b { (words.with("ask-of", &[("n", approved.into()), ("all", cells.into())])) } }
            dt { (words.say("ask-totals-shut")) } dd { (shut) }
        }
        (checked(words, &[words.say("ask-totals-counts"), words.say("ask-totals-plan")]))
        p { (words.say("ask-totals-you")) }
        p.warning { (words.say("ask-totals-means")) }
    }
}

fn open(words: &Words, new: &RoundOutline) -> Markup {
    let (asked, counted) = new.cells;
    let (least, most) = new.contributors;
    let range = if least == most { least.to_string() } else { format!("{least} – {most}") };
    let (t, n) = new.committee;
    let earlier = if new.earlier.is_empty() { words.say("ask-open-none") } else { new.earlier.join(", ") };
    let compared = match new.compared.as_slice() {
        [] => words.say("ask-open-nothing-before"),
        names => names.join(", "),
    };
    html! {
        dl.facts {
            dt { (words.say("ask-round")) }
            dd { b { (new.name) } @if new.practice { " " span.badge.practice { (words.say("practice")) } } }
            dt { (words.say("new-structure")) } dd { (new.structure.0) br; span.hint { (new.structure.1) } }
            dt { (words.say("fact-periods")) } dd { (new.periods.join(", ")) }
            dt { (words.say("fact-members")) } dd { (new.areas.len()) br; span.hint { (new.areas.join(", ")) } }
            dt { (words.say("fact-least")) } dd { (new.min_members) }
            dt { (words.say("fact-asks")) }
            dd {
                (words.with("new-cells", &[("n", asked.into()), ("counted", counted.into())]))
                br; span.hint { (words.with("ask-state-minimum", &[("range", range.into())])) }
            }
            dt { (words.say("fact-opens")) } dd { (date(words, new.dates.0)) }
            dt { (words.say("fact-deadline")) } dd { (date(words, new.dates.1)) }
            dt { (words.say("ask-committee")) }
            dd { (words.with("ask-committee-of", &[("t", t.into()), ("n", n.into())])) }
            dt { (words.say("ask-open-keys")) } dd { (new.keys) }
            dt { (words.say("ask-state-earlier")) } dd { (earlier) }
            dt { (words.say("ask-open-compared")) } dd { (compared) }
        }
        @if new.needs_all() { p.alert role="alert" { (words.say("ask-open-all")) } }
        @if let Some(minutes) = new.closes_soon() {
            p.alert role="alert" { (words.with("ask-open-soon", &[("minutes", minutes.into())])) }
        }
        @for (round, keys) in &new.not_again {
            @let some = keys.iter().take(NAMED).map(String::as_str).collect::<Vec<_>>().join(", ");
            p.alert role="alert" { (words.with("ask-open-not-again", &[("round", round.as_str().into()),
                ("n", keys.len().into()), ("some", some.into())])) }
        }
        @if new.revision { p.warning { (words.say("ask-open-revision")) } }
        p.warning { (words.say("ask-open-means")) }
    }
}

fn adopt(words: &Words, of: &Heading, (approved, withheld): (usize, usize)) -> Markup {
    html! {
        dl.facts {
            (round(words, of))
            dt { (words.say("ask-adopt-approved")) } dd { b { (approved) } }
            dt { (words.say("ask-totals-shut")) } dd { (withheld) }
        }
        @if approved == 0 { p.alert { (words.say("ask-adopt-nothing")) } }
        p.warning { (words.say("ask-adopt-means")) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::texts::{catalogues, words};
    use intertally_roles::person::question::{AtHand, Cause};
    use std::collections::BTreeSet;

    #[test]
    fn what_is_asked_of_a_trustee_says_for_whom_and_what_was_checked() {
        let heading = Heading { name: "Spring".into(), practice: true, id: "ab".repeat(32) };
        let sealed = SealedRound {
            round: heading.clone(),
            at: Some(Instant(1_800_000_000_000)),
            areas: vec!["DK".into(), "NL".into()],
            listed: 3,
            cells: 12,
            contributors: (3, 5),
            earlier: 1,
            keys: 2,
        };
        let part =
            Question::TakePart { committee: (2, 3), keys: 4, commit_by: Instant(1), again: "t2".into() };
        let consent = Question::Consent { round: "Spring".into(), reasons: vec!["a new structure".into()] };
        let outline = RoundOutline {
            name: "Spring".into(),
            practice: false,
            revision: true,
            structure: ("OFFICE:COUNTS(1.0)".into(), "counts.toml".into()),
            tables: 2,
            now: Instant(0),
            periods: vec!["2024".into()],
            areas: vec!["DK".into()],
            min_members: 5,
            cells: (10, 2),
            contributors: (3, 3),
            dates: (Instant(0), Instant(1_500_000)),
            committee: (2, 3),
            keys: 1,
            earlier: vec!["Winter".into()],
            not_again: vec![("Autumn".into(), vec!["A.X.2024".into()])],
            compared: vec!["Year before".into()],
        };
        let adopt = Question::Adopt { round: heading.clone(), approved: 0, withheld: 9 };
        let open = Question::OpenTotals { round: heading, approved: 5, cells: 12 };
        for (question, wanted) in [
            (Question::State(Box::new(sealed)), vec!["DK, NL", "2 of 3", "3 – 5", "Practice", "added up"]),
            (open, vec!["5 of 12", "computed anew", ">7<"]),
            (part, vec!["2 of 3", "t2", "pinned"]),
            (consent, vec!["a new structure"]),
            (
                Question::Open(Box::new(outline)),
                vec![
                    "2024",
                    "Winter",
                    "10 figures",
                    "changed",
                    "Autumn",
                    "A.X.2024",
                    "Year before",
                    "only if all members send",
                    "closes in 25 minutes",
                ],
            ),
            (adopt, vec![">9<", "Nothing would be opened"]),
        ] {
            let asked = Asked::of(words(None), &question);
            let shown = format!("{}{}{}{}", asked.title, asked.body.0, asked.yes, asked.no);
            for text in wanted {
                assert!(shown.contains(text), "{text}: {shown}");
            }
            assert!(!shown.contains('['), "a text is missing: {shown}");
        }
        let other = Asked::of(words(None), &Question::Fingerprints);
        assert!(other.body.0.contains("fingerprints"));
        let other = Asked::of(words(Some("nl")), &Question::Fingerprints);
        assert!(
            other.body.0.contains("lang=\"en\"") && other.yes == "Ja",
            "what only commands ask is English"
        );
    }

    #[test]
    fn questions_in_a_sentence_are_asked_in_the_language_of_the_page_with_their_figures_as_they_are() {
        let key = "A.X.2024".to_owned();
        let doubt = |reason| ToConfirm { key: key.clone(), value: 1_234_567, reason };
        let doubts = Doubts {
            figures: vec![
                doubt(Reason::Previous { key: key.clone(), value: 1234 }),
                doubt(Reason::Previous { key: "A.Y.2024".into(), value: 99 }),
                doubt(Reason::Usual { limit: 10_000 }),
            ],
            cause: Some(Cause { factor: 1000, more: true, figures: 2 }),
        };
        let outline = Outline {
            area: "NL".into(),
            round: "Spring".into(),
            revision: 2,
            filled: (7, 9),
            missing: 2,
            notes: 1,
            largest: Some((key.clone(), 1_234_567)),
        };
        let heading = Heading { name: "Spring".into(), practice: false, id: "ab".repeat(32) };
        let spring = || "Spring".to_owned();
        let at_hand = || AtHand { heading: heading.clone(), phase: "open", sent: (3, 4) };
        let all = [
            (
                Question::Figures(Box::new(doubts)),
                vec!["1234567", "1234<", "A.Y.2024", "10000", "1000", "2 "],
            ),
            (Question::InClear { cells: vec![key.clone()] }, vec!["PUBLISHED", "A.X.2024"]),
            (
                Question::Encrypt(Box::new(outline)),
                vec!["NL", "Spring", "1234567", "A.X.2024", "7", "9", "2"],
            ),
            (Question::RealToPractice { round: spring() }, vec!["Spring"]),
            (Question::Note { text: "since 2019".into() }, vec!["since 2019"]),
            (Question::Withdraw { revision: 3, round: spring() }, vec!["Spring", "3"]),
            (Question::Destroy { round: at_hand() }, vec!["Spring"]),
            (Question::TakeBack { trustees: vec!["t1".into(), "t2".into()] }, vec!["t1, t2"]),
            (Question::Extend { round: at_hand(), from: Instant(0), to: Instant(86_400_000) }, vec!["1970"]),
            (
                Question::Publish {
                    round: heading.clone(),
                    shown: 41,
                    withheld: 17,
                    files: vec!["totals.csv".into()],
                },
                vec!["41", "17", "totals.csv", "abababab"],
            ),
            (Question::Seal { round: at_hand(), have: 3, listed: 4 }, vec!["3", "4", "Spring"]),
            (
                Question::Aside { kind: Kind::Held, round: at_hand(), reason: "<why>".into() },
                vec!["&lt;why&gt;", "Spring"],
            ),
        ];
        for words in catalogues() {
            let mut said = BTreeSet::new();
            for (question, wanted) in &all {
                let body = Asked::of(words, question).body.0;
                for text in wanted {
                    assert!(body.contains(text), "{}: {text}: {body}", words.language);
                }
                assert!(!body.contains("lang=") && !body.contains("[ask"), "{}: {body}", words.language);
                said.insert(body);
            }
            assert_eq!(said.len(), all.len());
        }
    }
}
